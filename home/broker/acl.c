#include "home/broker/acl.h"

#include <dirent.h>
#include <stdio.h>
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

static void print_door(FILE *text, const char *root, const char *door)
{
    static const char *const writes[] = {"epoch", "state", "availability", "ack/+", "event"};
    static const char *const reads[] = {"command/+", "roster", "stored", "time"};
    (void)fprintf(text, "\nuser door-%s\n", door);
    for (size_t i = 0; i < sizeof(writes) / sizeof(writes[0]); i++) {
        (void)fprintf(text, "topic write %s/%s/%s\n", root, door, writes[i]);
    }
    for (size_t i = 0; i < sizeof(reads) / sizeof(reads[0]); i++) {
        (void)fprintf(text, "topic read %s/%s/%s\n", root, door, reads[i]);
    }
}

// The owner's command line at one door. It writes others' command topics to clear retained messages.
static void print_owner_at(FILE *text, const struct home_settings *settings, const char *door)
{
    static const char *const reads[] = {"epoch", "state", "availability", "event"};
    static const char *const writes[] = {"command/+", "roster", "time"};
    const char *root = settings->topic_root;
    for (size_t i = 0; i < sizeof(reads) / sizeof(reads[0]); i++) {
        (void)fprintf(text, "topic read %s/%s/%s\n", root, door, reads[i]);
    }
    (void)fprintf(text, "topic read %s/%s/ack/%s\n", root, door, settings->owner);
    for (size_t i = 0; i < sizeof(writes) / sizeof(writes[0]); i++) {
        (void)fprintf(text, "topic write %s/%s/%s\n", root, door, writes[i]);
    }
}

char *acl_text(const struct home_settings *settings, const struct doors *doors)
{
    char *written = NULL;
    size_t count = 0;
    FILE *text = open_memstream(&written, &count);
    if (text == NULL) {
        return NULL;
    }
    (void)fprintf(text,
                  "# Made by portcullis from people and doors; what is changed here by hand "
                  "is lost.\n"
                  "# No row above the first user: whoever is not named may nothing.\n"
                  "\nuser %s\n",
                  settings->owner);
    for (size_t i = 0; i < doors->count; i++) {
        print_owner_at(text, settings, doors->name[i]);
    }
    (void)fprintf(text, "topic readwrite %s/enrol/+\n", settings->topic_root);
    (void)fprintf(text, "topic write %s/enrol/+/login\n", settings->topic_root);
    for (size_t i = 0; i < doors->count; i++) {
        print_door(text, settings->topic_root, doors->name[i]);
    }
    const bool failed = ferror(text) != 0;
    if (fclose(text) != 0 || failed) {
        free(written);
        return NULL;
    }
    return written;
}
