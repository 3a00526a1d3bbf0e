#include "home/folder/json_file.h"
#include "home/people/people.h"
#include "home/people/person_json.h"

#include <string.h>

enum {
    // Every place taken, and every field of it as long as it can be: some 150 KB.
    PEOPLE_FILE_MOST = 262144
};

static bool add_revoked(cJSON *root, const struct people *people)
{
    if (people->revoked_count == 0) {
        return true;
    }
    cJSON *list = cJSON_AddArrayToObject(root, "revoked");
    bool added = list != NULL;
    for (uint16_t i = 0; added && i < people->revoked_count; i++) {
        cJSON *serial = cJSON_CreateString(people->revoked[i].text);
        added = serial != NULL && cJSON_AddItemToArray(list, serial);
    }
    return added;
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
        built = person_add_json(list, &people->at[i]);
    }
    built = built && add_revoked(root, people);
    return json_file_write(path.text, root, built, failure);
}

static bool read_revoked(const cJSON *root, struct people *people)
{
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(root, "revoked");
    if (list == NULL) {
        return true;
    }
    if (!cJSON_IsArray(list) || cJSON_GetArraySize(list) > REVOKED_MOST) {
        return false;
    }
    for (const cJSON *item = list->child; item != NULL; item = item->next) {
        const char *serial = cJSON_GetStringValue(item);
        const size_t length = serial == NULL ? 0 : strlen(serial);
        if (length == 0 || length > SERIAL_MOST) {
            return false;
        }
        memcpy(people->revoked[people->revoked_count++].text, serial, length + 1);
    }
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
        struct person one;
        if (!person_read_json(person, &one)) {
            return failure_say(failure, "%s is damaged at person %d; put it back from a backup",
                               path, people.count + 1);
        }
        if (!people_add(&people, &one, failure)) {
            return false;
        }
    }
    if (!read_revoked(root, &people)) {
        return failure_say(failure,
                           "%s is damaged: what it calls revoked is no list of serial numbers; put "
                           "it back from a backup",
                           path);
    }
    *out = people;
    return true;
}

bool people_read(const char *folder, struct people *out, struct failure *failure)
{
    struct path path;
    cJSON *root = NULL;
    if (!path_join(folder, "people.json", &path, failure) ||
        !json_file_read(path.text, PEOPLE_FILE_MOST, &root, failure)) {
        return false;
    }
    const bool sound = read_list(root, path.text, out, failure);
    cJSON_Delete(root);
    return sound;
}
