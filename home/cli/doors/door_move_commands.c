// door rename, door replace, door remove.
#include "home/broker/reload.h"
#include "home/cli/answer.h"
#include "home/cli/commands.h"
#include "home/cli/doors/door_word.h"
#include "home/cli/doors/move_door.h"
#include "home/cli/passphrase.h"
#include "home/cli/question.h"
#include "home/link/door_topics.h"
#include "home/link/session.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static const char rename_teaches[] =
    "Gives a door another name. Its topics carry the name, so the controller needs its new image "
    "by\n"
    "cable; until it has it, it is not heard of. Its identity stays, and with it who may open it.\n"
    "What the broker keeps under the old name is cleared, and the old name's certificate is "
    "revoked.\n"
    "\n"
    "  portcullis door rename garage street-side\n"
    "\n"
    "Exit codes: 0 renamed; 1 refused; 2 wrong use; 3 no broker, or a file could not be written.\n";

static const char replace_teaches[] =
    "Makes a door anew under its old name: for new hardware, and for a controller that was stolen\n"
    "or sold. It gets a new identity, a new secret, a new key and certificate for the broker; the\n"
    "old ones are good for nothing once the broker has its new rules. Its settings stay. Its "
    "roster\n"
    "begins anew from the people of this home; closing from afar has to be allowed again.\n"
    "\n"
    "  portcullis door replace garage\n"
    "\n"
    "Afterwards give the new image to the new controller by cable, with an empty flash.\n"
    "\n"
    "Exit codes: 0 made anew; 1 refused; 2 wrong use; 3 no broker, or a file could not be "
    "written.\n";

static const char remove_teaches[] =
    "Removes a door for good: its files in the home, its rules at the broker and what the broker\n"
    "keeps of it; its certificate is revoked. It asks first. The controller goes on working as it\n"
    "is, with the wall button, but nobody reaches it any more: take its relay off the operator.\n"
    "\n"
    "  portcullis door remove garage\n"
    "\n"
    "Exit codes: 0 removed; 1 refused, or not confirmed; 2 wrong use; 3 no broker, or a file "
    "could\n"
    "not be changed.\n";

struct moving {
    const char *home_option;
    const char *passphrase_file;
    bool without_broker;
    bool yes;
    bool json;
    struct home home;
    char door[NAME_MOST + 1];
    char address[HOST_MOST + 1];
    struct passphrase passphrase;
    struct door_image opened;
};

struct move {
    const char *usage;
    const char *teaches;
    size_t words;
    bool asks; // else it needs the passphrase
    // What was cut off, the command that finishes it opens.
    bool (*open)(const struct home *home, const char *door, struct door_image *out,
                 struct failure *failure);
    enum cli_exit (*run)(struct moving *it, const char *name);
};

static bool settle(const struct move *move, struct moving *it, const char *word,
                   struct failure *failure)
{
    if (!door_word_settle(it->home_option, word, &it->home, it->door, failure) ||
        !move->open(&it->home, it->door, &it->opened, failure)) {
        return false;
    }
    const struct bytes address = it->opened.image.broker_address;
    (void)snprintf(it->address, sizeof(it->address), "%.*s", (int)address.count,
                   (const char *)address.at);
    return true;
}

// While the broker's rules are still the old ones.
static bool clear_topics(struct moving *it, struct failure *failure)
{
    struct failure why;
    session_stop_at_interrupt();
    if (it->without_broker || door_topics_clear(&it->home, &it->opened.image, &why)) {
        return true;
    }
    return failure_say(failure,
                       "%.300s. Nothing is changed. --without-broker goes on, and leaves at the "
                       "broker what %s has said last",
                       why.text, it->door);
}

static struct door_request request_of(const struct moving *it, const char *name)
{
    return (struct door_request){
        .home = &it->home,
        .passphrase = &it->passphrase,
        .name = name,
        .broker_address = it->address,
        .settings = it->opened.image.operator_settings,
        .now = time(NULL),
    };
}

// name: of the door as it is called now; NULL: there is none any more.
static enum cli_exit tell_json(const struct moving *it, const char *what, const char *name)
{
    cJSON *root = cJSON_CreateObject();
    const bool built =
        cJSON_AddStringToObject(root, "door", name == NULL ? it->door : name) != NULL &&
        cJSON_AddStringToObject(root, "change", what) != NULL &&
        (name == NULL || strcmp(name, it->door) == 0 ||
         cJSON_AddStringToObject(root, "was", it->door) != NULL) &&
        (name == NULL || answer_add_door_file(root, "image", &it->home, name, "door.image")) &&
        answer_add_broker(root, &it->home);
    return answer_json(root, built);
}

static void tell_next(const struct moving *it, const char *door)
{
    broker_tell_reload(&it->home, stdout);
    (void)printf(
        "Then give %s/doors/%s/door.image to the controller by cable; on Linux and in the\n"
        "simulator start portcullis-door again with --image and this file.\n",
        it->home.folder.text, door);
}

static enum cli_exit rename_it(struct moving *it, const char *name)
{
    struct failure failure;
    const struct door_request request = request_of(it, name);
    if (!door_name_is_free(&it->home, name, &failure)) {
        return cli_fail(&failure, CLI_REFUSED);
    }
    if (!passphrase_get(it->passphrase_file, PASSPHRASE_KNOWN, &it->passphrase, &failure) ||
        !clear_topics(it, &failure) || !rename_door(&request, it->door, &it->opened, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    if (it->json) {
        return tell_json(it, "renamed", name);
    }
    (void)printf("%s is %s now. Who may open it has not changed.\n", it->door, name);
    tell_next(it, name);
    return CLI_DONE;
}

static enum cli_exit replace_it(struct moving *it, const char *name)
{
    struct failure failure;
    const struct door_request request = request_of(it, it->door);
    (void)name;
    if (!passphrase_get(it->passphrase_file, PASSPHRASE_KNOWN, &it->passphrase, &failure) ||
        !clear_topics(it, &failure) || !replace_door(&request, &it->opened, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    if (it->json) {
        return tell_json(it, "replaced", it->door);
    }
    (void)printf("%s is made anew: another identity, another certificate, roster version 1.\n"
                 "The old controller is no door of this home any more.\n",
                 it->door);
    tell_next(it, it->door);
    (void)printf("Closing from afar has to be allowed again: `portcullis door "
                 "allow-unattended-close %s`\n",
                 it->door);
    return CLI_DONE;
}

static bool is_sure(const struct moving *it)
{
    char answer[32];
    return it->yes ||
           (question_line("This cannot be taken back. Type the door's name to remove it:", answer,
                          sizeof(answer)) &&
            strcmp(answer, it->door) == 0);
}

static enum cli_exit remove_it(struct moving *it, const char *name)
{
    struct failure failure;
    (void)name;
    if (!is_sure(it)) {
        (void)failure_say(&failure, "%s stays: it was not confirmed", it->door);
        return cli_fail(&failure, CLI_REFUSED);
    }
    if (!door_is_nobodys_only(&it->home, it->door, &failure)) {
        return cli_fail(&failure, CLI_REFUSED);
    }
    if (!clear_topics(it, &failure) || !remove_door(&it->home, it->door, &it->opened, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    if (it->json) {
        return tell_json(it, "removed", NULL);
    }
    (void)printf("%s is removed. Take the controller's relay off the operator.\n", it->door);
    broker_tell_reload(&it->home, stdout);
    return CLI_DONE;
}

static enum cli_exit run_move(const struct move *move, int argc, char *const *argv)
{
    static struct moving it; // large, and there is one
    const struct option_row yes = {"yes", OPTION_FLAG, &it.yes, NULL, "do not ask"};
    const struct option_row known = {"passphrase-file", OPTION_TEXT, &it.passphrase_file, "FILE",
                                     "its first line is the passphrase, for scripts"};
    const struct option_row rows[] = {
        {"without-broker", OPTION_FLAG, &it.without_broker, NULL,
         "go on though the broker cannot be asked to clear the door's last words"},
        move->asks ? yes : known,
        {"json", OPTION_FLAG, &it.json, NULL, "the outcome as one JSON object"},
        {"home", OPTION_TEXT, &it.home_option, "DIR", "where the home is"},
    };
    const struct arguments arguments = {
        .usage = move->usage,
        .teaches = move->teaches,
        .options = rows,
        .option_count = sizeof(rows) / sizeof(rows[0]),
        .words_least = move->words,
        .words_most = move->words,
    };
    struct words words;
    struct failure failure;
    enum cli_exit answer = CLI_DONE;
    if (!cli_arguments(&arguments, argc, argv, &words, &answer)) {
        return answer;
    }
    answer = settle(move, &it, words.at[0], &failure) ? move->run(&it, words.at[words.count - 1])
                                                      : cli_fail(&failure, CLI_ENVIRONMENT);
    door_image_close(&it.opened);
    wipe(&it.passphrase, sizeof(it.passphrase));
    return answer;
}

enum cli_exit cli_door_rename(int argc, char *const *argv)
{
    const struct move move = {"portcullis door rename DOOR NEW-NAME",
                              rename_teaches,
                              2,
                              false,
                              door_image_open_to_rename,
                              rename_it};
    return run_move(&move, argc, argv);
}

enum cli_exit cli_door_replace(int argc, char *const *argv)
{
    const struct move move = {
        "portcullis door replace DOOR", replace_teaches, 1, false, door_image_open_any, replace_it};
    return run_move(&move, argc, argv);
}

enum cli_exit cli_door_remove(int argc, char *const *argv)
{
    const struct move move = {
        "portcullis door remove DOOR", remove_teaches, 1, true, door_image_open, remove_it};
    return run_move(&move, argc, argv);
}
