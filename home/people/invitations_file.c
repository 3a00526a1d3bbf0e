#include "home/folder/json_file.h"
#include "home/people/invitations.h"
#include "home/people/person_json.h"

#include <string.h>

static const char *const kind_names[] = {
    [INVITATION_MACHINE] = "machine",
    [INVITATION_PHONE] = "phone",
};

static const char *const state_names[] = {
    [INVITATION_OPEN] = "open",           [INVITATION_LET_IN] = "let-in",
    [INVITATION_USED] = "used",           [INVITATION_REFUSED] = "refused",
    [INVITATION_CANCELLED] = "cancelled",
};

enum {
    KINDS = sizeof(kind_names) / sizeof(kind_names[0]),
    STATES = sizeof(state_names) / sizeof(state_names[0])
};

static bool add_text(cJSON *object, const char *name, const char *text)
{
    return text[0] == '\0' || cJSON_AddStringToObject(object, name, text) != NULL;
}

static bool add_invitation(cJSON *list, const struct invitation *one)
{
    cJSON *object = cJSON_CreateObject();
    if (object == NULL || !cJSON_AddItemToArray(list, object)) {
        cJSON_Delete(object);
        return false;
    }
    cJSON *person = cJSON_AddArrayToObject(object, "person");
    return json_add_hex(object, "key", one->point, POINT_SIZE) &&
           add_text(object, "kind", kind_names[one->kind]) &&
           add_text(object, "state", state_names[one->state]) &&
           cJSON_AddNumberToObject(object, "expires", (double)one->expires) != NULL &&
           person != NULL && person_add_json(person, &one->person) &&
           json_add_hex(object, "tls_key", one->tls_point, POINT_SIZE) &&
           add_text(object, "login", one->login) &&
           add_text(object, "certificate", one->certificate) &&
           add_text(object, "lasting", one->lasting.text) &&
           add_text(object, "password", one->password) &&
           json_add_hex(object, "enrol", one->enrol_hash, HASH_SIZE);
}

bool invitations_write(const char *folder, const struct invitations *invitations,
                       struct failure *failure)
{
    struct path path;
    if (!path_join(folder, "invitations.json", &path, failure)) {
        return false;
    }
    cJSON *root = cJSON_CreateObject();
    cJSON *list = cJSON_AddArrayToObject(root, "invitations");
    bool built = list != NULL;
    for (uint8_t i = 0; built && i < invitations->count; i++) {
        built = add_invitation(list, &invitations->at[i]);
    }
    return json_file_write(path.text, root, built, failure);
}

// The number of a name; false: it is none of them.
static bool read_name(const cJSON *object, const char *field, const char *const *names,
                      size_t count, size_t *out)
{
    char name[16] = "";
    if (!json_read_text(object, field, name, sizeof(name))) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (strcmp(name, names[i]) == 0) {
            *out = i;
            return true;
        }
    }
    return false;
}

static bool read_invitation(const cJSON *object, struct invitation *out)
{
    struct invitation one = {.kind = INVITATION_MACHINE};
    size_t kind = 0;
    size_t state = 0;
    const cJSON *person = cJSON_GetObjectItemCaseSensitive(object, "person");
    if (!json_read_hex(object, "key", one.point, POINT_SIZE) ||
        !read_name(object, "kind", kind_names, KINDS, &kind) ||
        !read_name(object, "state", state_names, STATES, &state) ||
        !json_read_time(object, "expires", &one.expires) || !cJSON_IsArray(person) ||
        !person_read_json(person->child, &one.person) ||
        !json_read_hex(object, "tls_key", one.tls_point, POINT_SIZE) ||
        !json_read_text(object, "login", one.login, sizeof(one.login)) ||
        !json_read_text(object, "certificate", one.certificate, sizeof(one.certificate)) ||
        !json_read_text(object, "lasting", one.lasting.text, sizeof(one.lasting.text)) ||
        !json_read_text(object, "password", one.password, sizeof(one.password)) ||
        !json_read_hex(object, "enrol", one.enrol_hash, HASH_SIZE)) {
        return false;
    }
    one.kind = (enum invitation_kind)kind;
    one.state = (enum invitation_state)state;
    *out = one;
    return true;
}

static bool read_list(const cJSON *root, const char *path, struct invitations *out,
                      struct failure *failure)
{
    struct invitations invitations = {.count = 0};
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(root, "invitations");
    bool sound = cJSON_IsArray(list) && cJSON_GetArraySize(list) <= INVITATIONS_MOST;
    for (const cJSON *one = sound ? list->child : NULL; sound && one != NULL; one = one->next) {
        sound = read_invitation(one, &invitations.at[invitations.count]);
        invitations.count++;
    }
    if (!sound) {
        return failure_say(failure,
                           "%s is damaged; put it back from a backup, or delete it: who was "
                           "invited and has not joined is then to be invited again",
                           path);
    }
    *out = invitations;
    return true;
}

bool invitations_read(const char *folder, struct invitations *out, struct failure *failure)
{
    struct path path;
    cJSON *root = NULL;
    if (!path_join(folder, "invitations.json", &path, failure)) {
        return false;
    }
    if (!file_exists(path.text)) {
        *out = (struct invitations){.count = 0};
        return true;
    }
    if (!json_file_read(path.text, FILE_MOST, &root, failure)) {
        return false;
    }
    const bool sound = read_list(root, path.text, out, failure);
    cJSON_Delete(root);
    return sound;
}
