#include "home/folder/home.h"
#include "home/folder/json_file.h"
#include "home/folder/migrate.h"

#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// A relative home would move with the working directory.
static bool make_absolute(const char *chosen, struct path *out, struct failure *failure)
{
    struct path absolute = {""};
    if (chosen[0] != '/') {
        char here[PATH_ROOM];
        if (getcwd(here, sizeof(here)) == NULL) {
            return failure_of_system(failure, "find", "the working directory");
        }
        if (!path_join(here, chosen, &absolute, failure)) {
            return false;
        }
    } else if (strlen(chosen) < sizeof(absolute.text)) {
        (void)snprintf(absolute.text, sizeof(absolute.text), "%s", chosen);
    } else {
        return failure_say(failure, "the path %.64s… is too long; choose a shorter --home", chosen);
    }
    size_t length = strlen(absolute.text);
    while (length > 1 && absolute.text[length - 1] == '/') {
        absolute.text[--length] = '\0';
    }
    *out = absolute;
    return true;
}

static const char *environment(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0' ? value : NULL;
}

bool home_choose(const char *option, struct path *out, struct failure *failure)
{
    const char *chosen = option != NULL ? option : environment("PORTCULLIS_HOME");
    if (chosen != NULL) {
        return make_absolute(chosen, out, failure);
    }
    struct path folder;
    const char *config = environment("XDG_CONFIG_HOME");
    if (config != NULL) {
        return path_join(config, "portcullis", &folder, failure) &&
               make_absolute(folder.text, out, failure);
    }
    const char *user_home = environment("HOME");
    if (user_home == NULL) {
        return failure_say(failure, "there is no home: neither --home, $PORTCULLIS_HOME nor $HOME "
                                    "is set; say --home DIR");
    }
    return path_join(user_home, ".config/portcullis", &folder, failure) &&
           make_absolute(folder.text, out, failure);
}

// The texts of home.json, and where each of them goes.
struct text_row {
    const char *name;
    size_t offset;
    size_t room;
};

#define TEXT_ROW(field)                                                                            \
    {                                                                                              \
#field, offsetof(struct home_settings, field), sizeof(((struct home_settings *)0)->field)  \
    }

static const struct text_row text_rows[] = {
    TEXT_ROW(broker_name), TEXT_ROW(broker_address), TEXT_ROW(bind),         TEXT_ROW(run_as),
    TEXT_ROW(topic_root),  TEXT_ROW(owner),          TEXT_ROW(organisation),
};

enum {
    TEXT_ROWS = sizeof(text_rows) / sizeof(text_rows[0]),
    SETTINGS_MOST = 8192, // bytes of home.json
    PORT_MOST = 65535
};

// They become lines of mosquitto's and systemd's configuration, and words on a terminal.
static bool is_one_line(const char *text)
{
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text < ' ' || *text == 0x7F) {
            return false;
        }
    }
    return true;
}

static bool read_texts(const cJSON *root, struct home_settings *settings)
{
    for (size_t i = 0; i < TEXT_ROWS; i++) {
        const cJSON *item = cJSON_GetObjectItemCaseSensitive(root, text_rows[i].name);
        if (!cJSON_IsString(item) || strlen(item->valuestring) >= text_rows[i].room ||
            !is_one_line(item->valuestring)) {
            return false;
        }
        char *into = (char *)settings + text_rows[i].offset;
        (void)snprintf(into, text_rows[i].room, "%s", item->valuestring);
    }
    return true;
}

// What homes did not always say, and what they mean without it.
static bool read_later_ones(const cJSON *root, struct home_settings *settings)
{
    int64_t port = 0;
    const cJSON *user = cJSON_GetObjectItemCaseSensitive(root, "broker_user");
    const cJSON *foreign = cJSON_GetObjectItemCaseSensitive(root, "broker_foreign");
    if (cJSON_GetObjectItemCaseSensitive(root, "websockets_port") != NULL &&
        !json_read_number(root, "websockets_port", PORT_MOST, &port)) {
        return false;
    }
    if (user != NULL &&
        (!cJSON_IsString(user) || strlen(user->valuestring) >= sizeof(settings->broker_user) ||
         !is_one_line(user->valuestring))) {
        return false;
    }
    settings->websockets_port = (uint16_t)port;
    settings->broker_foreign = cJSON_IsTrue(foreign);
    if (user != NULL) {
        memcpy(settings->broker_user, user->valuestring, strlen(user->valuestring) + 1);
    }
    return (foreign == NULL || cJSON_IsBool(foreign)) && page_settings_read(root, &settings->page);
}

static bool add_later_ones(cJSON *root, const struct home_settings *settings)
{
    return cJSON_AddNumberToObject(root, "websockets_port", settings->websockets_port) != NULL &&
           (settings->broker_user[0] == '\0' ||
            cJSON_AddStringToObject(root, "broker_user", settings->broker_user) != NULL) &&
           (!settings->broker_foreign || cJSON_AddTrueToObject(root, "broker_foreign") != NULL) &&
           page_settings_add(root, &settings->page);
}

static bool read_settings(const cJSON *root, const char *path, struct home_settings *out,
                          struct failure *failure)
{
    int64_t format = 0;
    int64_t port = 0;
    if (!json_read_number(root, "format", INT_MAX, &format)) {
        return failure_say(failure,
                           "%s is not a home's settings: it names no format; put it back "
                           "from a backup",
                           path);
    }
    if (format < HOME_FORMAT_OLDEST || format > HOME_FORMAT) {
        return failure_say(failure,
                           "%s is of format %d and this program knows formats %d to %d; use "
                           "a newer portcullis",
                           path, (int)format, HOME_FORMAT_OLDEST, HOME_FORMAT);
    }
    struct home_settings settings = {.broker_port = 0};
    if (!read_texts(root, &settings) || !json_read_number(root, "broker_port", PORT_MOST, &port) ||
        port == 0 || !name_is_plain(settings.owner) || !read_later_ones(root, &settings)) {
        return failure_say(failure,
                           "%s is damaged: a setting is missing or out of range; put it "
                           "back from a backup",
                           path);
    }
    settings.broker_port = (uint16_t)port;
    settings.member = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(root, "member"));
    *out = settings;
    return true;
}

static bool read_home(const char *folder, struct home *out, int *format, struct failure *failure)
{
    struct home home = {.settings = {.broker_port = 0}};
    (void)snprintf(home.folder.text, sizeof(home.folder.text), "%s", folder);
    struct path path;
    cJSON *root = NULL;
    if (!path_join(folder, "home.json", &path, failure)) {
        return false;
    }
    if (!file_exists(path.text)) {
        return failure_say(failure,
                           "there is no home at %s; make one with `portcullis init`, or "
                           "say where it is with --home DIR",
                           folder);
    }
    if (!json_file_read(path.text, SETTINGS_MOST, &root, failure)) {
        return false;
    }
    const bool sound = read_settings(root, path.text, &home.settings, failure);
    int64_t said = 0;
    const bool numbered = json_read_number(root, "format", INT_MAX, &said);
    cJSON_Delete(root);
    if (!sound || !numbered) {
        return false;
    }
    *format = (int)said;
    *out = home;
    return true;
}

// Nobody of this format writes into a home of an older one.
static bool take_lock(const char *folder, int tries, int *out, struct failure *failure)
{
    int lock = -1;
    if (!folder_lock(folder, tries, &lock, failure)) {
        return false;
    }
    if (!home_migrate(folder, failure)) {
        folder_unlock(lock);
        return false;
    }
    *out = lock;
    return true;
}

bool home_open_any(const char *folder, struct home *out, struct failure *failure)
{
    int format = 0;
    int lock = -1;
    struct failure why;
    if (!read_home(folder, out, &format, failure)) {
        return false;
    }
    // The lock brings it up to date. A home that cannot be written, or whose lock somebody has, is
    // read as it is: the lock of a writer asks again.
    if (format < HOME_FORMAT && take_lock(folder, 1, &lock, &why)) {
        home_unlock(lock);
        return read_home(folder, out, &format, failure);
    }
    return true;
}

bool home_open(const char *folder, struct home *out, struct failure *failure)
{
    struct home home = {.settings = {.broker_port = 0}};
    if (!home_open_any(folder, &home, failure)) {
        return false;
    }
    if (home.settings.member) {
        return failure_say(failure,
                           "%s is the home of %s, who was invited: it has no admin key and no list "
                           "of people; do this on the owner's machine. Here you can open, close, "
                           "stop, vent, lock, identify, status and watch",
                           folder, home.settings.owner);
    }
    *out = home;
    return true;
}

bool home_write_settings(const char *folder, const struct home_settings *settings,
                         struct failure *failure)
{
    struct path path;
    if (!path_join(folder, "home.json", &path, failure)) {
        return false;
    }
    cJSON *root = cJSON_CreateObject();
    bool built = cJSON_AddNumberToObject(root, "format", HOME_FORMAT) != NULL;
    for (size_t i = 0; i < TEXT_ROWS; i++) {
        const char *text = (const char *)settings + text_rows[i].offset;
        built = built && cJSON_AddStringToObject(root, text_rows[i].name, text) != NULL;
    }
    built = built && cJSON_AddNumberToObject(root, "broker_port", settings->broker_port) != NULL &&
            add_later_ones(root, settings);
    built = built && (!settings->member || cJSON_AddTrueToObject(root, "member") != NULL);
    return json_file_write(path.text, root, built, failure);
}

bool home_path(const struct home *home, const char *name, struct path *out, struct failure *failure)
{
    return path_join(home->folder.text, name, out, failure);
}

bool home_door_path(const struct home *home, const char *door, const char *file, struct path *out,
                    struct failure *failure)
{
    struct path doors;
    struct path folder;
    if (!path_join(home->folder.text, "doors", &doors, failure) ||
        !path_join(doors.text, door, &folder, failure)) {
        return false;
    }
    if (file == NULL) {
        *out = folder;
        return true;
    }
    return path_join(folder.text, file, out, failure);
}

bool home_lock(const char *folder, int *out, struct failure *failure)
{
    return take_lock(folder, 10, out, failure);
}

void home_unlock(int lock)
{
    folder_unlock(lock);
}

bool name_is_plain(const char *name)
{
    const size_t length = strlen(name);
    return length >= 1 && length <= NAME_MOST &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}
