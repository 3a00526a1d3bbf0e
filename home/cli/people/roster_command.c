// portcullis roster send and roster sign.
#include "home/cli/commands.h"
#include "home/cli/people/change_people.h"
#include "home/cli/people/tell_rosters.h"
#include "home/link/confirm.h"

#include <stdio.h>
#include <string.h>

static const char send_teaches[] =
    "Sends the stored rosters again, to the doors that have not confirmed them, and tells what "
    "each\n"
    "door says. It needs no passphrase: what is sent was signed before.\n"
    "\n"
    "  portcullis roster send\n"
    "  portcullis roster send garage\n"
    "\n"
    "Exit codes: 0 every door has its roster in force; 1 not yet, and what to do.\n";

static const char sign_teaches[] =
    "Signs what people.json says, for the doors whose rosters say something else: after the file "
    "was\n"
    "put back from elsewhere.\n"
    "\n"
    "With --over DOOR what stands here counts at that door, and not what another owner has put in\n"
    "force there; `portcullis people adopt DOOR` is the other way round.\n"
    "\n"
    "  portcullis roster sign\n"
    "  portcullis roster sign --over garage\n";

struct send_options {
    const char *home;
    bool json;
};

// What an interrupted run has left ready is put in its place first.
static bool settle(const struct home *home, struct failure *failure)
{
    int lock = -1;
    struct issued settled;
    if (!home_lock(home->folder.text, &lock, failure)) {
        return false;
    }
    const bool done = rosters_settle(home, &settled, failure);
    home_unlock(lock);
    return done;
}

// Nothing can be sent that was never signed.
static bool tell_behind(const struct home *home, struct failure *failure)
{
    struct people people;
    struct doors behind;
    if (!people_read(home->folder.text, &people, failure) ||
        !rosters_behind(home, &people, &behind, failure)) {
        return false;
    }
    for (size_t i = 0; i < behind.count; i++) {
        (void)fprintf(
            stderr,
            "portcullis: the roster of %s does not say what people.json says; `portcullis "
            "roster sign` signs that\n",
            behind.name[i]);
    }
    return true;
}

static bool choose_doors(const struct home *home, const char *word, struct doors *out,
                         struct failure *failure)
{
    struct doors all;
    if (!doors_list(home, &all, failure)) {
        return false;
    }
    if (word == NULL) {
        *out = all;
        return true;
    }
    if (!doors_have(&all, word)) {
        return failure_say(failure, "there is no door %.64s; `portcullis door list` names them",
                           word);
    }
    out->count = 1;
    memcpy(out->name[0], word, strlen(word) + 1);
    return true;
}

static enum cli_exit send_rosters(const struct send_options *options, const char *word)
{
    struct failure failure;
    struct path folder;
    struct home home;
    struct doors doors;
    if (!home_choose(options->home, &folder, &failure) ||
        !home_open(folder.text, &home, &failure) || !choose_doors(&home, word, &doors, &failure) ||
        !settle(&home, &failure) || !tell_behind(&home, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    const struct roster_round round = {.home = &home, .doors = &doors, .json = options->json};
    return tell_rosters(&round);
}

enum cli_exit cli_roster_send(int argc, char *const *argv)
{
    struct send_options options = {.json = false};
    const struct option_row rows[] = {
        {"json", OPTION_FLAG, &options.json, NULL, "the outcome as one JSON object"},
        {"home", OPTION_TEXT, &options.home, "DIR", "where the home is"},
    };
    const struct arguments arguments = {
        .usage = "portcullis roster send [DOOR]",
        .teaches = send_teaches,
        .options = rows,
        .option_count = sizeof(rows) / sizeof(rows[0]),
        .words_most = 1,
    };
    struct words words;
    enum cli_exit answer = CLI_DONE;
    if (!cli_arguments(&arguments, argc, argv, &words, &answer)) {
        return answer;
    }
    return send_rosters(&options, words.count > 0 ? words.at[0] : NULL);
}

static bool edit_nothing(struct people_change *change, struct people *people,
                         struct failure *failure)
{
    (void)people;
    (void)failure;
    (void)snprintf(change->what, sizeof(change->what), "signed what people.json says");
    return true;
}

// Above what the door itself says it has in force.
static bool look_above(const struct change_options *options, const char *door,
                       struct door_marks *out, struct failure *failure)
{
    struct path folder;
    struct home home;
    struct confirmed confirmed;
    if (!home_choose(options->home, &folder, failure) || !home_open(folder.text, &home, failure)) {
        return false;
    }
    const struct confirm_request request = {.home = &home, .door = door, .only_look = true};
    if (!roster_confirm(&request, &confirmed, failure)) {
        return false;
    }
    if (!confirmed.known) {
        return failure_say(failure,
                           "no word from %s, so what is in force there is not known; is its "
                           "controller on and connected?",
                           door);
    }
    struct door_mark *above = &out->at[out->count++];
    memcpy(above->door, door, strlen(door) + 1);
    above->mark.version = confirmed.door_version;
    memcpy(above->mark.hash8, confirmed.door_hash8, HASH8_SIZE);
    return true;
}

enum cli_exit cli_roster_sign(int argc, char *const *argv)
{
    struct change_options options = {.json = false};
    const char *over = NULL;
    const struct option_row rows[] = {
        {"over", OPTION_TEXT, &over, "DOOR", "what stands here counts there, not another owner's"},
        {"passphrase-file", OPTION_TEXT, &options.passphrase_file, "FILE",
         "its first line is the passphrase, for scripts"},
        {"json", OPTION_FLAG, &options.json, NULL, "the outcome as one JSON object"},
        {"home", OPTION_TEXT, &options.home, "DIR", "where the home is"},
    };
    const struct arguments arguments = {
        .usage = "portcullis roster sign",
        .teaches = sign_teaches,
        .options = rows,
        .option_count = sizeof(rows) / sizeof(rows[0]),
    };
    struct words words;
    struct failure failure;
    struct door_marks above = {.count = 0};
    enum cli_exit answer = CLI_DONE;
    if (!cli_arguments(&arguments, argc, argv, &words, &answer)) {
        return answer;
    }
    struct people_change change = {.options = &options, .edit = edit_nothing, .above = &above};
    if (over != NULL && !look_above(&options, over, &above, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    return change_people(&change);
}
