#include "home/people/people.h"
#include "home/folder/home.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

static const char *const role_names[] = {
    [ROLE_OWNER] = "owner",           [ROLE_MEMBER] = "member",         [ROLE_GUEST] = "guest",
    [ROLE_AUTOMATION] = "automation", [ROLE_TIMEKEEPER] = "timekeeper", [ROLE_ADMIN] = "admin",
    [ROLE_STOP_ONLY] = "stop-only",
};

enum {
    ROLE_NAMES = sizeof(role_names) / sizeof(role_names[0]),
    POINT_DIGITS = 2 * POINT_SIZE
};

const char *role_name(uint8_t role)
{
    return role < ROLE_NAMES ? role_names[role] : NULL;
}

bool role_named(const char *name, uint8_t *out)
{
    for (size_t role = ROLE_OWNER; role < ROLE_NAMES; role++) {
        if (strcmp(name, role_names[role]) == 0) {
            *out = (uint8_t)role;
            return true;
        }
    }
    return false;
}

struct roster_entry people_entry(const char *user, enum role role, const uint8_t point[POINT_SIZE])
{
    struct roster_entry entry = {.kind = KEY_RAW, .role = (uint8_t)role};
    memcpy(entry.point, point, POINT_SIZE);
    const size_t length = strlen(user);
    memcpy(entry.user, user, length < USER_SIZE ? length : USER_SIZE);
    return entry;
}

struct user_name people_user_name(const struct roster_entry *entry)
{
    struct user_name name = {""};
    memcpy(name.text, entry->user, USER_SIZE);
    return name;
}

bool people_add(struct people *people, const struct roster_entry *entry, struct failure *failure)
{
    const struct user_name name = people_user_name(entry);
    if (!name_is_plain(name.text) || role_name(entry->role) == NULL) {
        return failure_say(failure,
                           "\"%s\" cannot be a user: 1 to 16 of a-z, 0-9 and -; choose "
                           "another name",
                           name.text);
    }
    if (people->count == ROSTER_ENTRIES_MOST) {
        return failure_say(failure,
                           "%s does not fit: a roster holds %d keys; remove somebody "
                           "first",
                           name.text, ROSTER_ENTRIES_MOST);
    }
    uint8_t place = people->count;
    for (uint8_t i = people->count; i-- > 0;) {
        const struct roster_entry *other = &people->entry[i];
        if (memcmp(other->user, entry->user, USER_SIZE) == 0 ||
            memcmp(other->point, entry->point, POINT_SIZE) == 0) {
            return failure_say(failure,
                               "%s is there already, by name or by key; choose another "
                               "name",
                               name.text);
        }
        if (entry->role == ROLE_ADMIN && other->role != ROLE_ADMIN) {
            place = i;
        }
    }
    memmove(&people->entry[place + 1], &people->entry[place],
            (size_t)(people->count - place) * sizeof(people->entry[0]));
    people->entry[place] = *entry;
    people->count++;
    return true;
}

// The numbers of an entry that people.json carries where they are not 0.
struct number_row {
    const char *name;
    uint16_t most;
};

enum {
    NUMBER_FLAGS,
    NUMBER_USES,
    NUMBER_DAYS,
    NUMBER_FROM,
    NUMBER_TO,
    NUMBER_LAST,
    NUMBERS
};

static const struct number_row number_rows[NUMBERS] = {
    [NUMBER_FLAGS] = {"flags", 255}, [NUMBER_USES] = {"uses", 255}, [NUMBER_DAYS] = {"days", 127},
    [NUMBER_FROM] = {"from", 1439},  [NUMBER_TO] = {"to", 1439},    [NUMBER_LAST] = {"last", 65535},
};

static bool add_person(cJSON *list, const struct roster_entry *entry)
{
    char point[POINT_DIGITS + 1];
    for (size_t i = 0; i < POINT_SIZE; i++) {
        (void)snprintf(point + 2 * i, 3, "%02x", entry->point[i]);
    }
    const uint16_t numbers[NUMBERS] = {
        [NUMBER_FLAGS] = entry->flags, [NUMBER_USES] = entry->uses, [NUMBER_DAYS] = entry->days,
        [NUMBER_FROM] = entry->from,   [NUMBER_TO] = entry->to,     [NUMBER_LAST] = entry->last,
    };
    cJSON *person = cJSON_CreateObject();
    bool added = cJSON_AddStringToObject(person, "user", people_user_name(entry).text) != NULL &&
                 cJSON_AddStringToObject(person, "role", role_name(entry->role)) != NULL &&
                 cJSON_AddStringToObject(person, "kind",
                                         entry->kind == KEY_RAW ? "raw" : "passkey") != NULL &&
                 cJSON_AddStringToObject(person, "point", point) != NULL;
    for (size_t i = 0; added && i < NUMBERS; i++) {
        added = numbers[i] == 0 ||
                cJSON_AddNumberToObject(person, number_rows[i].name, numbers[i]) != NULL;
    }
    if (!added || !cJSON_AddItemToArray(list, person)) {
        cJSON_Delete(person);
        return false;
    }
    return true;
}

bool people_write(const char *folder, const struct people *people, struct failure *failure)
{
    struct path path;
    if (!path_join(folder, "people.json", &path, failure)) {
        return false;
    }
    cJSON *root = cJSON_CreateObject();
    cJSON *list = cJSON_AddArrayToObject(root, "people");
    bool built = list != NULL;
    for (uint8_t i = 0; built && i < people->count; i++) {
        built = add_person(list, &people->entry[i]);
    }
    char *text = built ? cJSON_Print(root) : NULL;
    cJSON_Delete(root);
    if (text == NULL) {
        return failure_say(failure, "cannot write %s: out of memory; try again", path.text);
    }
    const bool written = file_write(path.text, bytes_of_text(text), failure);
    cJSON_free(text);
    return written;
}

static const char *text_of(const cJSON *person, const char *name)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(person, name));
    return text == NULL ? "" : text;
}

static bool digit_value(char digit, uint8_t *out)
{
    static const char digits[] = "0123456789abcdef";
    const char *found = digit == '\0' ? NULL : strchr(digits, digit);
    if (found == NULL) {
        return false;
    }
    *out = (uint8_t)(found - digits);
    return true;
}

static bool read_point(const char *text, uint8_t point[POINT_SIZE])
{
    if (strlen(text) != POINT_DIGITS) {
        return false;
    }
    for (size_t i = 0; i < POINT_SIZE; i++) {
        uint8_t high = 0;
        uint8_t low = 0;
        if (!digit_value(text[2 * i], &high) || !digit_value(text[2 * i + 1], &low)) {
            return false;
        }
        point[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

static bool read_numbers(const cJSON *person, uint16_t numbers[NUMBERS])
{
    for (size_t i = 0; i < NUMBERS; i++) {
        const cJSON *item = cJSON_GetObjectItemCaseSensitive(person, number_rows[i].name);
        numbers[i] = 0;
        if (item == NULL) {
            continue;
        }
        if (!cJSON_IsNumber(item) || item->valueint < 0 || item->valueint > number_rows[i].most) {
            return false;
        }
        numbers[i] = (uint16_t)item->valueint;
    }
    return true;
}

static bool read_kind(const char *name, uint8_t *out)
{
    if (strcmp(name, "raw") != 0 && strcmp(name, "passkey") != 0) {
        return false;
    }
    *out = strcmp(name, "raw") == 0 ? KEY_RAW : KEY_PASSKEY;
    return true;
}

static bool read_person(const cJSON *person, struct roster_entry *out)
{
    struct roster_entry entry = {.kind = 0};
    uint16_t numbers[NUMBERS];
    const char *user = text_of(person, "user");
    if (!name_is_plain(user) || !role_named(text_of(person, "role"), &entry.role) ||
        !read_kind(text_of(person, "kind"), &entry.kind) ||
        !read_point(text_of(person, "point"), entry.point) || !read_numbers(person, numbers)) {
        return false;
    }
    memcpy(entry.user, user, strlen(user));
    entry.flags = (uint8_t)numbers[NUMBER_FLAGS];
    entry.uses = (uint8_t)numbers[NUMBER_USES];
    entry.days = (uint8_t)numbers[NUMBER_DAYS];
    entry.from = numbers[NUMBER_FROM];
    entry.to = numbers[NUMBER_TO];
    entry.last = numbers[NUMBER_LAST];
    *out = entry;
    return true;
}

static bool read_list(const cJSON *root, const char *path, struct people *out,
                      struct failure *failure)
{
    struct people people = {.count = 0};
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(root, "people");
    if (!cJSON_IsArray(list)) {
        return failure_say(failure, "%s is damaged: it lists no people; put it back from a backup",
                           path);
    }
    for (const cJSON *person = list->child; person != NULL; person = person->next) {
        struct roster_entry entry;
        if (!read_person(person, &entry)) {
            return failure_say(failure, "%s is damaged at person %d; put it back from a backup",
                               path, people.count + 1);
        }
        if (!people_add(&people, &entry, failure)) {
            return false;
        }
    }
    *out = people;
    return true;
}

bool people_read(const char *folder, struct people *out, struct failure *failure)
{
    struct path path;
    uint8_t room[FILE_MOST];
    struct bytes content;
    if (!path_join(folder, "people.json", &path, failure) ||
        !file_read(path.text, room, sizeof(room), &content, failure)) {
        return false;
    }
    cJSON *root = cJSON_ParseWithLength((const char *)content.at, content.count);
    const bool sound = read_list(root, path.text, out, failure);
    cJSON_Delete(root);
    return sound;
}
