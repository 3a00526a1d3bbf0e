#include "home/people/admission.h"
#include "home/folder/json_file.h"
#include "home/people/person_json.h"

#include <stdlib.h>
#include <string.h>

static bool add_way_in(cJSON *root, const struct admission *admission)
{
    if (admission->certificate.text[0] != '\0') {
        return cJSON_AddStringToObject(root, "certificate", admission->certificate.text) != NULL;
    }
    return cJSON_AddStringToObject(root, "user", admission->user) != NULL &&
           cJSON_AddStringToObject(root, "password", admission->password) != NULL;
}

char *admission_text(const struct admission *admission)
{
    cJSON *root = cJSON_CreateObject();
    bool built = add_way_in(root, admission);
    cJSON *rosters = cJSON_AddObjectToObject(root, "rosters");
    for (size_t i = 0; built && i < admission->door_count; i++) {
        built = cJSON_AddNumberToObject(rosters, admission->door[i].name,
                                        admission->door[i].roster) != NULL;
    }
    char *text = built ? cJSON_PrintUnformatted(root) : NULL;
    cJSON_Delete(root);
    if (text != NULL && strlen(text) > ADMISSION_MOST) {
        cJSON_free(text);
        return NULL;
    }
    return text;
}

static bool read_all(const cJSON *root, struct admission *admission)
{
    const cJSON *rosters = cJSON_GetObjectItemCaseSensitive(root, "rosters");
    if (!json_read_text(root, "certificate", admission->certificate.text,
                        sizeof(admission->certificate.text)) ||
        !cJSON_IsObject(rosters) || cJSON_GetArraySize(rosters) > DOORS_MOST) {
        return false;
    }
    for (const cJSON *item = rosters->child; item != NULL; item = item->next) {
        struct admission_door *door = &admission->door[admission->door_count++];
        int64_t roster = 0;
        if (!name_is_plain(item->string) ||
            !json_read_number(rosters, item->string, UINT32_MAX, &roster)) {
            return false;
        }
        memcpy(door->name, item->string, strlen(item->string) + 1);
        door->roster = (uint32_t)roster;
    }
    return true;
}

bool admission_read(struct bytes text, struct admission *out)
{
    struct admission admission = {.door_count = 0};
    cJSON *root = cJSON_ParseWithLength((const char *)text.at, text.count);
    const bool sound = root != NULL && read_all(root, &admission);
    cJSON_Delete(root);
    if (sound) {
        *out = admission;
    }
    return sound;
}
