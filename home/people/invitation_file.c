#include "home/people/invitation_file.h"
#include "home/folder/json_file.h"
#include "home/people/person_json.h"

#include <string.h>

enum {
    FORMAT = 1
};

static bool add_text(cJSON *object, const char *name, const char *text)
{
    return cJSON_AddStringToObject(object, name, text) != NULL;
}

static bool add_login(cJSON *broker, const struct invitation_file *file)
{
    return file->password[0] == '\0' || (add_text(broker, "user", file->settings.broker_user) &&
                                         add_text(broker, "password", file->password));
}

static bool add_broker(cJSON *root, const struct invitation_file *file)
{
    const struct home_settings *settings = &file->settings;
    cJSON *broker = cJSON_AddObjectToObject(root, "broker");
    return broker != NULL && add_text(broker, "name", settings->broker_name) &&
           add_text(broker, "address", settings->broker_address) &&
           cJSON_AddNumberToObject(broker, "port", settings->broker_port) != NULL &&
           add_text(broker, "root", settings->topic_root) && add_login(broker, file);
}

static bool add_doors(cJSON *root, const struct invitation_file *file)
{
    cJSON *list = cJSON_AddArrayToObject(root, "doors");
    bool added = list != NULL;
    for (size_t i = 0; added && i < file->door_count; i++) {
        cJSON *door = cJSON_CreateObject();
        added = add_text(door, "name", file->door[i].name) &&
                json_add_hex(door, "identity", file->door[i].point, POINT_SIZE) &&
                cJSON_AddItemToArray(list, door);
    }
    return added;
}

static bool add_all(cJSON *root, const struct invitation_file *file)
{
    return cJSON_AddNumberToObject(root, "portcullis_invitation", FORMAT) != NULL &&
           add_text(root, "user", file->settings.owner) &&
           add_text(root, "role", role_name(file->role)) &&
           add_text(root, "home", file->settings.organisation) &&
           cJSON_AddNumberToObject(root, "expires", (double)file->expires) != NULL &&
           json_add_hex(root, "key", file->key, PRIVATE_KEY_SIZE) &&
           json_add_hex(root, "tls_key", file->tls_key, PRIVATE_KEY_SIZE) &&
           add_text(root, "certificate", file->certificate.text) &&
           add_text(root, "server_root", file->server_root.text) && add_broker(root, file) &&
           add_doors(root, file);
}

bool invitation_file_write(const char *path, const struct invitation_file *file,
                           struct failure *failure)
{
    if (file_exists(path)) {
        return failure_say(failure, "%s is there already; say another --out, or move it away",
                           path);
    }
    cJSON *root = cJSON_CreateObject();
    return json_file_write(path, root, root != NULL && add_all(root, file), failure);
}

// A host name or an address, as in home.json.
static bool is_host(const char *name)
{
    return name[0] != '\0' &&
           strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:") ==
               strlen(name);
}

// As names and passwords are drawn here.
static bool is_plain(const char *text)
{
    return strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(text);
}

// docs/protocol.md, "Topics": printable, without blank, + and #; no $ before it, no / at an end.
static bool is_topic_root(const char *root)
{
    const size_t length = strlen(root);
    for (size_t i = 0; i < length; i++) {
        if (root[i] <= ' ' || root[i] > '~' || root[i] == '+' || root[i] == '#') {
            return false;
        }
    }
    return length > 0 && root[0] != '$' && root[0] != '/' && root[length - 1] != '/';
}

// Both or none of them; they become a line each of files of the home.
static bool read_login(const cJSON *broker, struct invitation_file *file)
{
    char *user = file->settings.broker_user;
    return json_read_text(broker, "user", user, sizeof(file->settings.broker_user)) &&
           json_read_text(broker, "password", file->password, sizeof(file->password)) &&
           (user[0] == '\0') == (file->password[0] == '\0') && is_plain(user) &&
           is_plain(file->password);
}

static bool read_broker(const cJSON *root, struct invitation_file *file)
{
    struct home_settings *settings = &file->settings;
    const cJSON *broker = cJSON_GetObjectItemCaseSensitive(root, "broker");
    int64_t port = 0;
    if (!json_read_text(broker, "name", settings->broker_name, sizeof(settings->broker_name)) ||
        !json_read_text(broker, "address", settings->broker_address,
                        sizeof(settings->broker_address)) ||
        !json_read_text(broker, "root", settings->topic_root, sizeof(settings->topic_root)) ||
        !json_read_number(broker, "port", UINT16_MAX, &port) || port == 0) {
        return false;
    }
    settings->broker_port = (uint16_t)port;
    return is_host(settings->broker_name) && is_host(settings->broker_address) &&
           is_topic_root(settings->topic_root) && read_login(broker, file);
}

static bool read_door(const cJSON *object, struct invited_door *out)
{
    if (!json_read_text(object, "name", out->name, sizeof(out->name)) ||
        !name_is_plain(out->name) || !json_read_hex(object, "identity", out->point, POINT_SIZE)) {
        return false;
    }
    EVP_PKEY *identity = key_from_point(out->point);
    EVP_PKEY_free(identity);
    return identity != NULL;
}

static bool read_doors(const cJSON *root, struct invitation_file *file)
{
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(root, "doors");
    const int count = cJSON_IsArray(list) ? cJSON_GetArraySize(list) : 0;
    if (count < 1 || count > DOORS_MOST) {
        return false;
    }
    for (const cJSON *door = list->child; door != NULL; door = door->next) {
        if (!read_door(door, &file->door[file->door_count++])) {
            return false;
        }
    }
    return true;
}

static bool is_key(const uint8_t scalar[PRIVATE_KEY_SIZE])
{
    EVP_PKEY *key = key_from_scalar(scalar);
    EVP_PKEY_free(key);
    return key != NULL;
}

static bool is_certificate(const struct certificate_text *text)
{
    X509 *certificate = certificate_from_text(text->text);
    X509_free(certificate);
    return certificate != NULL;
}

static bool read_secrets(const cJSON *root, struct invitation_file *file)
{
    return json_read_hex(root, "key", file->key, PRIVATE_KEY_SIZE) && is_key(file->key) &&
           json_read_hex(root, "tls_key", file->tls_key, PRIVATE_KEY_SIZE) &&
           is_key(file->tls_key) &&
           json_read_text(root, "certificate", file->certificate.text,
                          sizeof(file->certificate.text)) &&
           is_certificate(&file->certificate) &&
           json_read_text(root, "server_root", file->server_root.text,
                          sizeof(file->server_root.text)) &&
           is_certificate(&file->server_root);
}

static bool read_all(const cJSON *root, struct invitation_file *file)
{
    char role[16] = "";
    if (!json_read_text(root, "user", file->settings.owner, sizeof(file->settings.owner)) ||
        !name_is_plain(file->settings.owner) || !json_read_text(root, "role", role, sizeof(role)) ||
        !role_named(role, &file->role) || !json_read_time(root, "expires", &file->expires) ||
        !json_read_text(root, "home", file->settings.organisation,
                        sizeof(file->settings.organisation))) {
        return false;
    }
    file->settings.member = true;
    return read_broker(root, file) && read_doors(root, file) && read_secrets(root, file);
}

static bool read_file(const char *path, struct invitation_file *file, struct failure *failure)
{
    cJSON *root = NULL;
    if (!json_file_read(path, FILE_MOST, &root, failure)) {
        return false;
    }
    int64_t format = 0;
    const bool named = json_read_number(root, "portcullis_invitation", INT32_MAX, &format);
    const bool sound = named && format == FORMAT && read_all(root, file);
    cJSON_Delete(root);
    if (format > FORMAT) {
        return failure_say(failure,
                           "%s is an invitation of format %d and this program knows format %d; "
                           "use a newer portcullis",
                           path, (int)format, FORMAT);
    }
    return sound || failure_say(failure,
                                "%s is no invitation, or it is damaged; have it made again with "
                                "`portcullis invite`",
                                path);
}

bool invitation_file_read(const char *path, struct invitation_file *out, struct failure *failure)
{
    *out = (struct invitation_file){.door_count = 0};
    const bool read = read_file(path, out, failure);
    if (!read) {
        wipe(out, sizeof(*out));
    }
    return read;
}
