#include "home/folder/migrate.h"
#include "home/folder/home.h"
#include "home/folder/json_file.h"

#include <stdio.h>

// Every format but the last has a way to the next one.
struct step {
    int from;
    bool (*run)(const char *folder, struct failure *failure);
};

static bool read_json(const char *folder, const char *name, cJSON **out, struct failure *failure)
{
    struct path path;
    cJSON *root = NULL;
    if (!path_join(folder, name, &path, failure) ||
        !json_file_read(path.text, FILE_MOST, &root, failure)) {
        return false;
    }
    if (root == NULL) {
        return failure_say(failure, "%s is damaged; put it back from a backup", path.text);
    }
    *out = root;
    return true;
}

// A copy beside, which an older run may have left already: it is made anew, for an older program may
// have changed the file since.
static bool keep_as_it_was(const char *folder, const char *name, int format,
                           struct failure *failure)
{
    struct path from;
    struct path to;
    char copy[64];
    uint8_t room[FILE_MOST];
    struct bytes content;
    (void)snprintf(copy, sizeof(copy), "%s.format-%d", name, format);
    return path_join(folder, name, &from, failure) && path_join(folder, copy, &to, failure) &&
           file_read(from.text, room, sizeof(room), &content, failure) &&
           file_write(to.text, content, failure);
}

// The last write of a step: from here on the home is of the new format.
static bool write_format(const char *folder, int format, struct failure *failure)
{
    struct path path;
    cJSON *root = NULL;
    if (!path_join(folder, "home.json", &path, failure) ||
        !read_json(folder, "home.json", &root, failure)) {
        return false;
    }
    cJSON *number = cJSON_CreateNumber(format);
    const bool set =
        number != NULL && cJSON_ReplaceItemInObjectCaseSensitive(root, "format", number);
    return json_file_write(path.text, root, set, failure);
}

// What format 1 says of a key, format 2 understands as it is.
static bool from_1_to_2(const char *folder, struct failure *failure)
{
    return keep_as_it_was(folder, "people.json", 1, failure) &&
           keep_as_it_was(folder, "home.json", 1, failure) && write_format(folder, 2, failure);
}

static const struct step steps[] = {
    {1, from_1_to_2},
};

// 0 where nothing names one.
static int format_of(const char *folder)
{
    struct failure nobody_asks;
    cJSON *root = NULL;
    if (!read_json(folder, "home.json", &root, &nobody_asks)) {
        return 0;
    }
    const cJSON *format = cJSON_GetObjectItemCaseSensitive(root, "format");
    const int number = cJSON_IsNumber(format) ? format->valueint : 0;
    cJSON_Delete(root);
    return number;
}

bool home_migrate(const char *folder, struct failure *failure)
{
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        if (format_of(folder) == steps[i].from && !steps[i].run(folder, failure)) {
            return false;
        }
    }
    return true;
}
