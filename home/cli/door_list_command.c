#include "home/broker/acl.h"
#include "home/cli/commands.h"
#include "protocol/image.h"
#include "protocol/roster.h"

#include <cjson/cJSON.h>
#include <stdio.h>

static const char teaches[] =
    "Lists the doors of the home as they were made: their operator, their limit switches, and the\n"
    "roster that was last signed for each. What a door says of itself: portcullis status.\n";

// What the list tells of one door.
struct listed {
    const char *name;
    const char *profile;
    const char *switches;
    uint32_t roster_version;
    bool unattended_close;
};

static const char *switches_name(enum limit_switches switches)
{
    switch (switches) {
    case SWITCHES_NONE:
        return "none";
    case SWITCHES_OPEN_ONLY:
        return "open";
    case SWITCHES_CLOSED_ONLY:
        return "closed";
    case SWITCHES_BOTH:
        return "both";
    }
    return "?";
}

// A file of a door and the room it is read into.
struct door_file {
    uint8_t room[IMAGE_MOST + 1];
    struct bytes content;
};

static bool read_door_file(const char *folder, const char *name, struct door_file *out,
                           struct failure *failure)
{
    struct path path;
    return path_join(folder, name, &path, failure) &&
           file_read(path.text, out->room, sizeof(out->room), &out->content, failure);
}

static bool is_damaged(const char *folder, const char *name, struct failure *failure)
{
    return failure_say(failure, "%s/%s is damaged; put it back from a backup", folder, name);
}

static bool look_at(const char *folder, const char *door, struct listed *out,
                    struct failure *failure)
{
    struct door_file file;
    struct image image;
    struct roster_message roster;
    struct listed listed = {.name = door};
    if (!read_door_file(folder, "door.image", &file, failure)) {
        return false;
    }
    if (!image_decode(file.content, &image)) {
        return is_damaged(folder, "door.image", failure);
    }
    listed.profile = operator_profile_name(image.operator_settings.profile);
    listed.switches = switches_name(image.operator_settings.switches);
    wipe(&image, sizeof(image));
    if (!read_door_file(folder, "roster", &file, failure)) {
        return false;
    }
    if (!roster_decode(file.content, &roster)) {
        return is_damaged(folder, "roster", failure);
    }
    listed.roster_version = roster.head.version;
    listed.unattended_close = (roster.head.policy & POLICY_UNATTENDED_CLOSE) != 0;
    *out = listed;
    return true;
}

static bool print_json(const struct listed *listed, size_t count)
{
    cJSON *list = cJSON_CreateArray();
    bool built = list != NULL;
    for (size_t i = 0; built && i < count; i++) {
        cJSON *door = cJSON_CreateObject();
        built =
            cJSON_AddStringToObject(door, "door", listed[i].name) != NULL &&
            cJSON_AddStringToObject(door, "profile", listed[i].profile) != NULL &&
            cJSON_AddStringToObject(door, "switches", listed[i].switches) != NULL &&
            cJSON_AddNumberToObject(door, "roster", listed[i].roster_version) != NULL &&
            cJSON_AddBoolToObject(door, "unattended_close", listed[i].unattended_close) != NULL &&
            cJSON_AddItemToArray(list, door);
    }
    char *text = built ? cJSON_PrintUnformatted(list) : NULL;
    cJSON_Delete(list);
    if (text == NULL) {
        return false;
    }
    (void)printf("%s\n", text);
    cJSON_free(text);
    return true;
}

static void print_table(const struct listed *listed, size_t count)
{
    if (count == 0) {
        (void)printf("No doors yet; make one with `portcullis door add NAME`.\n");
        return;
    }
    (void)printf("%-16s  %-12s  %-8s  %-6s  %s\n", "DOOR", "PROFILE", "SWITCHES", "ROSTER",
                 "UNATTENDED CLOSE");
    for (size_t i = 0; i < count; i++) {
        (void)printf("%-16s  %-12s  %-8s  %-6u  %s\n", listed[i].name, listed[i].profile,
                     listed[i].switches, (unsigned)listed[i].roster_version,
                     listed[i].unattended_close ? "allowed" : "no");
    }
}

static bool list(const char *home_option, bool json, struct failure *failure)
{
    struct path folder;
    struct home home;
    struct doors doors = {.count = 0};
    struct listed listed[DOORS_MOST] = {{.name = NULL}};
    if (!home_choose(home_option, &folder, failure) || !home_open(folder.text, &home, failure) ||
        !doors_list(&home, &doors, failure)) {
        return false;
    }
    for (size_t i = 0; i < doors.count; i++) {
        struct path door;
        if (!home_door_path(&home, doors.name[i], NULL, &door, failure) ||
            !look_at(door.text, doors.name[i], &listed[i], failure)) {
            return false;
        }
    }
    if (json && !print_json(listed, doors.count)) {
        return failure_say(failure, "cannot print the list: out of memory; try again");
    }
    if (!json) {
        print_table(listed, doors.count);
    }
    return true;
}

enum cli_exit cli_door_list(int argc, char *const *argv)
{
    const char *home = NULL;
    bool json = false;
    const struct option_row rows[] = {
        {"json", OPTION_FLAG, &json, NULL, "as one JSON array"},
        {"home", OPTION_TEXT, &home, "DIR", "where the home is"},
    };
    const struct arguments arguments = {
        .usage = "portcullis door list",
        .teaches = teaches,
        .options = rows,
        .option_count = sizeof(rows) / sizeof(rows[0]),
    };
    struct words words;
    struct failure failure;
    enum cli_exit answer = CLI_DONE;
    if (!cli_arguments(&arguments, argc, argv, &words, &answer)) {
        return answer;
    }
    return list(home, json, &failure) ? CLI_DONE : cli_fail(&failure, CLI_ENVIRONMENT);
}
