#include "home/folder/doors.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

static int by_name(const void *left, const void *right)
{
    return strcmp(left, right);
}

static bool add_door(struct doors *doors, const char *name, struct failure *failure)
{
    // What is not a door's name is a folder that is being made.
    if (!name_is_plain(name)) {
        return true;
    }
    if (doors->count == DOORS_MOST) {
        return failure_say(failure, "this home has more than %d doors; make a second home",
                           DOORS_MOST);
    }
    memcpy(doors->name[doors->count++], name, strlen(name) + 1);
    return true;
}

bool doors_list(const struct home *home, struct doors *out, struct failure *failure)
{
    struct doors doors = {.count = 0};
    struct path path;
    if (!home_path(home, "doors", &path, failure)) {
        return false;
    }
    DIR *folder = opendir(path.text);
    if (folder == NULL) {
        return failure_of_system(failure, "read the folder", path.text);
    }
    bool listed = true;
    for (const struct dirent *one = readdir(folder); listed && one != NULL; one = readdir(folder)) {
        listed = add_door(&doors, one->d_name, failure);
    }
    (void)closedir(folder); // was only read
    if (!listed) {
        return false;
    }
    qsort(doors.name, doors.count, sizeof(doors.name[0]), by_name);
    *out = doors;
    return true;
}

bool doors_have(const struct doors *doors, const char *name)
{
    for (size_t i = 0; i < doors->count; i++) {
        if (strcmp(doors->name[i], name) == 0) {
            return true;
        }
    }
    return false;
}
