#include "home/page/page_file.h"
#include "home/doors/door_image.h"
#include "home/folder/doors.h"
#include "home/folder/json_file.h"

#include <stdio.h>

static bool add_door(cJSON *list, const char *name, const struct image *image)
{
    char point[2 * POINT_SIZE + 1];
    cJSON *door = cJSON_CreateObject();
    for (size_t i = 0; i < POINT_SIZE; i++) {
        (void)snprintf(point + 2 * i, 3, "%02x", (unsigned)image->identity_point[i]);
    }
    if (cJSON_AddStringToObject(door, "name", name) == NULL ||
        cJSON_AddStringToObject(door, "point", point) == NULL ||
        cJSON_AddNumberToObject(door, "warning", image->operator_settings.warning_seconds) ==
            NULL ||
        !cJSON_AddItemToArray(list, door)) {
        cJSON_Delete(door);
        return false;
    }
    return true;
}

static bool add_doors(cJSON *list, const struct home *home, const struct doors *doors)
{
    static struct door_image opened; // large, and there is one
    bool added = true;
    for (size_t i = 0; added && i < doors->count; i++) {
        struct failure unread; // the doctor tells of it
        if (door_image_open(home, doors->name[i], &opened, &unread)) {
            added = add_door(list, doors->name[i], &opened.image);
        }
        door_image_close(&opened);
    }
    return added;
}

char *page_file_text(const struct home *home, struct failure *failure)
{
    struct doors doors;
    if (!doors_list(home, &doors, failure)) {
        return NULL;
    }
    const struct home_settings *settings = &home->settings;
    cJSON *root = cJSON_CreateObject();
    bool built = cJSON_AddNumberToObject(root, "format", 1) != NULL &&
                 cJSON_AddStringToObject(root, "organisation", settings->organisation) != NULL &&
                 cJSON_AddStringToObject(root, "root", settings->topic_root) != NULL;
    cJSON *list = built ? cJSON_AddArrayToObject(root, "doors") : NULL;
    built = list != NULL && add_doors(list, home, &doors);
    char *text = built ? cJSON_PrintUnformatted(root) : NULL;
    cJSON_Delete(root);
    if (text == NULL) {
        (void)failure_say(failure, "cannot write the page's home.json: out of memory; try again");
    }
    return text;
}
