// door set: shows the settings of a door, or writes them into its image.
#include "home/cli/commands.h"
#include "home/cli/doors/door_word.h"
#include "home/doors/door_image.h"
#include "home/doors/door_settings.h"
#include "home/folder/json_file.h"
#include "home/page/page.h"

#include <stdio.h>
#include <string.h>

static const char teaches[] =
    "Shows the settings of a door, what each means and what it can be; or changes them in the\n"
    "door's image, and shows before and after. Nothing over the network changes a door's "
    "settings:\n"
    "a board takes the image by cable (door image). On Linux and in the simulator it is the file\n"
    "that portcullis-door was given with --image; start that program again.\n"
    "\n"
    "  portcullis door set garage\n"
    "  portcullis door set garage profile=stop-both switches=both\n"
    "  portcullis door set garage warning=8 photo-eye=yes\n"
    "  portcullis door set garage --broker-address 192.168.1.5\n"
    "\n"
    "What could hurt somebody is refused, with the reason. After any change the controller asks "
    "for\n"
    "the press on the device again before it closes from afar (door allow-unattended-close).\n"
    "\n"
    "Exit codes: 0 shown or written; 1 refused, nothing is changed; 2 wrong use; 3 a file could "
    "not\n"
    "be read or written.\n";

struct setting_it {
    const char *home_option;
    const char *broker_address; // NULL: stays
    bool json;
    bool writes;
    char door[NAME_MOST + 1];
    struct home home;
    struct operator_settings before;
    char address_before[HOST_MOST + 1];
    char address_after[HOST_MOST + 1];
};

static void print_all(const struct setting_it *it)
{
    (void)printf("%s:\n", it->door);
    for (size_t i = 0; i < DOOR_SETTINGS; i++) {
        (void)printf("  %-18s  %-12s  %s\n  %-18s  %-12s  (%s)\n", door_setting_name(i),
                     door_setting_text(&it->before, i).text, door_setting_meaning(i), "", "",
                     door_setting_values(i));
    }
    (void)printf("  %-18s  %-12s  where the door finds the broker; empty: by its name\n",
                 "--broker-address", it->address_before);
}

static void print_change(const struct setting_it *it, const char *name, const char *before,
                         const char *after)
{
    (void)printf("%s: %-18s  %s -> %s\n", it->door, name, before, after);
}

static void print_changes(const struct setting_it *it, const struct door_image *opened)
{
    const struct operator_settings *after = &opened->image.operator_settings;
    bool changed = false;
    for (size_t i = 0; i < DOOR_SETTINGS; i++) {
        const struct setting_text was = door_setting_text(&it->before, i);
        const struct setting_text is = door_setting_text(after, i);
        if (strcmp(was.text, is.text) != 0) {
            print_change(it, door_setting_name(i), was.text, is.text);
            changed = true;
        }
    }
    struct failure why;
    if (changed && (opened->head.policy & POLICY_UNATTENDED_CLOSE) != 0) {
        (void)printf("%s\n", door_settings_may_close(after, &why)
                                 ? "It closes from afar again after a press on the device, held "
                                   "for 3 s: test the photo-eye first."
                                 : "With these settings it closes from afar no more.");
    }
    if (strcmp(it->address_before, it->address_after) != 0) {
        print_change(it, "--broker-address", it->address_before, it->address_after);
        changed = true;
    }
    if (!changed) {
        (void)printf("%s: nothing changes; it is so already\n", it->door);
    }
}

static void print_how(const struct setting_it *it)
{
    (void)printf("\nWritten: %s/doors/%s/door.image\n"
                 "Nothing over the network changes a door's settings. A board takes them by cable "
                 "(portcullis\ndoor image --help says how it forgets nothing); on Linux and in the "
                 "simulator start "
                 "portcullis-door again with\n--image and this file.\n",
                 it->home.folder.text, it->door);
}

static bool add_changes(cJSON *root, const struct setting_it *it,
                        const struct operator_settings *after)
{
    cJSON *changes = cJSON_AddArrayToObject(root, "changed");
    bool built = changes != NULL;
    for (size_t i = 0; built && i < DOOR_SETTINGS; i++) {
        const struct setting_text was = door_setting_text(&it->before, i);
        const struct setting_text is = door_setting_text(after, i);
        if (strcmp(was.text, is.text) == 0) {
            continue;
        }
        cJSON *change = cJSON_CreateObject();
        built = cJSON_AddStringToObject(change, "setting", door_setting_name(i)) != NULL &&
                cJSON_AddStringToObject(change, "before", was.text) != NULL &&
                cJSON_AddStringToObject(change, "after", is.text) != NULL &&
                cJSON_AddItemToArray(changes, change);
    }
    return built;
}

static bool print_json(const struct setting_it *it, const struct operator_settings *after,
                       struct failure *failure)
{
    cJSON *root = cJSON_CreateObject();
    const bool built = cJSON_AddStringToObject(root, "door", it->door) != NULL &&
                       cJSON_AddStringToObject(root, "broker_address", it->address_after) != NULL &&
                       (!it->writes || add_changes(root, it, after)) &&
                       door_settings_add_json(root, after);
    return json_print(root, built) ||
           failure_say(failure, "cannot print the settings: out of memory; try again");
}

static bool keep_address(char into[HOST_MOST + 1], struct bytes address, struct failure *failure)
{
    if (address.count > HOST_MOST) {
        return failure_say(failure,
                           "the broker's address is longer than %d characters; choose a "
                           "shorter one",
                           HOST_MOST);
    }
    memcpy(into, address.at, address.count);
    into[address.count] = '\0';
    return true;
}

static bool assign_all(struct setting_it *it, const struct words *words, struct image *image,
                       struct failure *failure)
{
    for (size_t i = 1; i < words->count; i++) {
        if (!door_settings_assign(&image->operator_settings, words->at[i], failure)) {
            return false;
        }
    }
    if (it->broker_address != NULL) {
        image->broker_address = bytes_of_text(it->broker_address);
    }
    return keep_address(it->address_after, image->broker_address, failure) &&
           (words->count == 1 || door_settings_agree(&image->operator_settings, failure));
}

static enum cli_exit change(struct setting_it *it, const struct words *words,
                            struct door_image *opened)
{
    struct failure failure;
    if (!assign_all(it, words, &opened->image, &failure)) {
        return cli_fail(&failure, CLI_REFUSED);
    }
    if (!door_image_write(&it->home, it->door, opened, &failure) ||
        !page_write(&it->home, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    if (it->json) {
        return print_json(it, &opened->image.operator_settings, &failure)
                   ? CLI_DONE
                   : cli_fail(&failure, CLI_ENVIRONMENT);
    }
    print_changes(it, opened);
    print_how(it);
    return CLI_DONE;
}

static enum cli_exit show(const struct setting_it *it)
{
    struct failure failure;
    if (!it->json) {
        print_all(it);
        return CLI_DONE;
    }
    return print_json(it, &it->before, &failure) ? CLI_DONE : cli_fail(&failure, CLI_ENVIRONMENT);
}

static enum cli_exit run(struct setting_it *it, const struct words *words)
{
    static struct door_image opened; // large, and there is one
    struct failure failure;
    int lock = -1;
    if (!door_word_settle(it->home_option, words->at[0], &it->home, it->door, &failure) ||
        !home_lock(it->home.folder.text, &lock, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    enum cli_exit answer = CLI_ENVIRONMENT;
    if (!door_image_open(&it->home, it->door, &opened, &failure) ||
        !keep_address(it->address_before, opened.image.broker_address, &failure)) {
        (void)cli_fail(&failure, CLI_ENVIRONMENT);
    } else {
        it->before = opened.image.operator_settings;
        memcpy(it->address_after, it->address_before, sizeof(it->address_after));
        answer = it->writes ? change(it, words, &opened) : show(it);
    }
    door_image_close(&opened);
    home_unlock(lock);
    return answer;
}

enum cli_exit cli_door_set(int argc, char *const *argv)
{
    struct setting_it it = {.json = false};
    const struct option_row rows[] = {
        {"broker-address", OPTION_TEXT, &it.broker_address, "ADDRESS",
         "where the door finds the broker; empty: by its name"},
        {"json", OPTION_FLAG, &it.json, NULL, "as one JSON object"},
        {"home", OPTION_TEXT, &it.home_option, "DIR", "where the home is"},
    };
    const struct arguments arguments = {
        .usage = "portcullis door set DOOR [SETTING=VALUE…]",
        .teaches = teaches,
        .options = rows,
        .option_count = sizeof(rows) / sizeof(rows[0]),
        .words_least = 1,
        .words_most = 1 + DOOR_SETTINGS,
    };
    struct words words;
    enum cli_exit answer = CLI_DONE;
    if (!cli_arguments(&arguments, argc, argv, &words, &answer)) {
        return answer;
    }
    it.writes = words.count > 1 || it.broker_address != NULL;
    return run(&it, &words);
}
