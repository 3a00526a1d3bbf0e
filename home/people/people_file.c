#include "home/people/people.h"
#include "home/people/person_json.h"

#include <cjson/cJSON.h>
#include <string.h>

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
    char *text = built ? cJSON_Print(root) : NULL;
    cJSON_Delete(root);
    if (text == NULL) {
        return failure_say(failure, "cannot write %s: out of memory; try again", path.text);
    }
    const bool written = file_write(path.text, bytes_of_text(text), failure);
    cJSON_free(text);
    return written;
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
