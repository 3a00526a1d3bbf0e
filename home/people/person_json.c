#include "home/people/person_json.h"
#include "home/folder/json_file.h"

#include <stdio.h>
#include <string.h>

enum {
    HEX_MOST = 256 // bytes of one text of digits
};

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

static bool add_numbers(cJSON *object, const struct roster_entry *entry)
{
    const uint16_t numbers[NUMBERS] = {
        [NUMBER_FLAGS] = entry->flags, [NUMBER_USES] = entry->uses, [NUMBER_DAYS] = entry->days,
        [NUMBER_FROM] = entry->from,   [NUMBER_TO] = entry->to,     [NUMBER_LAST] = entry->last,
    };
    bool added = true;
    for (size_t i = 0; added && i < NUMBERS; i++) {
        added = numbers[i] == 0 ||
                cJSON_AddNumberToObject(object, number_rows[i].name, numbers[i]) != NULL;
    }
    return added;
}

static bool add_doors(cJSON *object, const struct person *person)
{
    if (person->door_count == 0) {
        return true;
    }
    cJSON *list = cJSON_AddArrayToObject(object, "doors");
    bool added = list != NULL;
    for (uint8_t i = 0; added && i < person->door_count; i++) {
        cJSON *name = cJSON_CreateString(person->door[i]);
        added = name != NULL && cJSON_AddItemToArray(list, name);
    }
    return added;
}

static bool add_text(cJSON *object, const char *name, const char *text)
{
    return text[0] == '\0' || cJSON_AddStringToObject(object, name, text) != NULL;
}

bool json_add_hex(cJSON *object, const char *name, const uint8_t *bytes, size_t count)
{
    char digits[2 * HEX_MOST + 1] = "";
    if (count > HEX_MOST) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        (void)snprintf(digits + 2 * i, 3, "%02x", bytes[i]);
    }
    const bool added = cJSON_AddStringToObject(object, name, digits) != NULL;
    wipe(digits, sizeof(digits));
    return added;
}

bool person_add_json(cJSON *list, const struct person *person)
{
    const struct roster_entry *entry = &person->entry;
    cJSON *object = cJSON_CreateObject();
    const bool added =
        add_text(object, "user", person_user(person).text) &&
        add_text(object, "role", role_name(entry->role)) &&
        add_text(object, "kind", entry->kind == KEY_RAW ? "raw" : "passkey") &&
        json_add_hex(object, "point", entry->point, POINT_SIZE) && add_numbers(object, entry) &&
        add_doors(object, person) && add_text(object, "login", person->login) &&
        add_text(object, "certificate", person->certificate) &&
        (person->expires == 0 ||
         cJSON_AddNumberToObject(object, "expires", (double)person->expires) != NULL);
    if (!added || !cJSON_AddItemToArray(list, object)) {
        cJSON_Delete(object);
        return false;
    }
    return true;
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

bool json_read_hex(const cJSON *object, const char *name, uint8_t *bytes, size_t count)
{
    const char *text = text_of(object, name);
    if (strlen(text) != 2 * count) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        uint8_t high = 0;
        uint8_t low = 0;
        if (!digit_value(text[2 * i], &high) || !digit_value(text[2 * i + 1], &low)) {
            return false;
        }
        bytes[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

static bool read_numbers(const cJSON *person, uint16_t numbers[NUMBERS])
{
    for (size_t i = 0; i < NUMBERS; i++) {
        const char *name = number_rows[i].name;
        int64_t number = 0;
        if (cJSON_GetObjectItemCaseSensitive(person, name) != NULL &&
            !json_read_number(person, name, number_rows[i].most, &number)) {
            return false;
        }
        numbers[i] = (uint16_t)number;
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

bool json_read_text(const cJSON *object, const char *name, char *room, size_t size)
{
    const char *text = text_of(object, name);
    return (size_t)snprintf(room, size, "%s", text) < size;
}

static bool read_doors(const cJSON *object, struct person *person)
{
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(object, "doors");
    if (list == NULL) {
        return true;
    }
    const int count = cJSON_IsArray(list) ? cJSON_GetArraySize(list) : 0;
    if (count < 1 || count > PERSON_DOORS_MOST) {
        return false; // no door at all is not every door
    }
    for (const cJSON *item = list->child; item != NULL; item = item->next) {
        const char *name = cJSON_GetStringValue(item);
        if (name == NULL || !name_is_plain(name)) {
            return false;
        }
        memcpy(person->door[person->door_count++], name, strlen(name) + 1);
    }
    return true;
}

static bool read_entry(const cJSON *object, struct roster_entry *out)
{
    struct roster_entry entry = {.kind = 0};
    uint16_t numbers[NUMBERS];
    const char *user = text_of(object, "user");
    if (!name_is_plain(user) || !role_named(text_of(object, "role"), &entry.role) ||
        !read_kind(text_of(object, "kind"), &entry.kind) ||
        !json_read_hex(object, "point", entry.point, POINT_SIZE) ||
        !read_numbers(object, numbers)) {
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

static bool read_expires(const cJSON *object, time_t *out)
{
    *out = 0;
    return cJSON_GetObjectItemCaseSensitive(object, "expires") == NULL ||
           json_read_time(object, "expires", out);
}

bool person_read_json(const cJSON *object, struct person *out)
{
    struct person person = {.door_count = 0};
    if (!read_entry(object, &person.entry) || !read_doors(object, &person) ||
        !json_read_text(object, "login", person.login, sizeof(person.login)) ||
        !json_read_text(object, "certificate", person.certificate, sizeof(person.certificate)) ||
        !read_expires(object, &person.expires)) {
        return false;
    }
    *out = person;
    return true;
}
