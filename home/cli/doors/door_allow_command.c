// door allow-unattended-close: the owner's half of the permission to close from afar (safety.md, C29).
#include "home/cli/answer.h"
#include "home/cli/commands.h"
#include "home/cli/doors/door_word.h"
#include "home/cli/passphrase.h"
#include "home/cli/question.h"
#include "home/doors/door_image.h"
#include "home/doors/door_settings.h"
#include "home/folder/json_file.h"
#include "home/link/confirm.h"
#include "home/link/session.h"
#include "home/people/issue_rosters.h"

#include <stdio.h>
#include <time.h>

static const char teaches[] =
    "Your half of the permission to close a door from afar, where nobody may be looking. It asks\n"
    "what has to be so for that to be safe, one by one, with the reasons; a single no ends it and\n"
    "changes nothing. The answers are written down in the door's folder. Then the door gets a new\n"
    "roster that says so. The other half is a press on the controller's own button, held for 3 s:\n"
    "no message can give it. Both lapse when the door's settings change.\n"
    "\n"
    "  portcullis door allow-unattended-close garage\n"
    "  portcullis door allow-unattended-close garage --off\n"
    "\n"
    "Exit codes: 0 the door has confirmed it; 1 refused, or not confirmed yet; 2 wrong use; 3 a "
    "file\n"
    "could not be read or written.\n";

struct safety_question {
    const char *asks;
    const char *why; // and what follows from a no
};

static const struct safety_question questions[] = {
    {"Is it a sectional door: panels that run up under the ceiling?",
     "A one-piece or swinging door moves out or down upon people at once; it may never be closed "
     "unattended (16 CFR 1211.14)."},
    {"Does the operator itself have a photo-eye or a safety edge, and reverse when it meets "
     "something?",
     "What protects a child under the door is the operator's own protection. This controller is a "
     "wall button and replaces none of it."},
    {"Have you laid a board of 4 cm on the floor today, and did the closing door reverse on it?",
     "A reversal that is set wrong is found in no other way. Do it each month."},
    {"Have you put something into the photo-eye's beam today, and did the closing door stop or "
     "reverse?",
     "Eyes get dirty, knocked and blinded by the sun."},
    {"Does a short press close the door to its end? (No, if the button has to be held.)",
     "Hold-to-run means that somebody watches and lets go; closing such a door from afar defeats "
     "its only protection."},
    {"In the garage, did you hear the beeper well 3 m away from it, and see the lamp?",
     "Five seconds of both are all that anybody under the door gets: 45 dB and 360 lm at least."},
};

enum {
    QUESTIONS = sizeof(questions) / sizeof(questions[0])
};

struct allowing {
    const char *home_option;
    const char *passphrase_file;
    bool off;
    bool json;
    struct home home;
    char door[NAME_MOST + 1];
    struct passphrase passphrase;
    struct door_image opened;
};

static bool ask_all(struct failure *failure)
{
    (void)fprintf(stderr,
                  "Closing a door that nobody looks at can kill. Answer for this very door.\n\n");
    for (size_t i = 0; i < QUESTIONS; i++) {
        (void)fprintf(stderr, "%zu of %d. %s\n", i + 1, (int)QUESTIONS, questions[i].why);
        switch (question_yes(questions[i].asks)) {
        case QUESTION_YES:
            break;
        case QUESTION_NO:
            return failure_say(failure,
                               "then it may not be closed from afar, and nothing is "
                               "changed: %s",
                               questions[i].why);
        case QUESTION_NOBODY:
            return failure_say(failure, "nobody answered; nothing is changed");
        }
        (void)fprintf(stderr, "\n");
    }
    return true;
}

// Refused before anybody is asked: what the door would refuse for ever.
static bool may_be_allowed(const struct allowing *it, struct failure *failure)
{
    const struct operator_settings *settings = &it->opened.image.operator_settings;
    struct failure why;
    if (!door_settings_may_close(settings, &why)) {
        return failure_say(failure, "%s may not be closed from afar: %s (portcullis door set %s)",
                           it->door, why.text, it->door);
    }
    if (!settings->device_button) {
        return failure_say(failure,
                           "%s may not be closed from afar: half of the permission is a press on "
                           "the controller's own button, and none is fitted; say portcullis door "
                           "set %s device-button=yes when there is one",
                           it->door, it->door);
    }
    return true;
}

static bool add_answers(cJSON *root)
{
    cJSON *answers = cJSON_AddArrayToObject(root, "confirmed");
    bool built = answers != NULL;
    for (size_t i = 0; built && i < QUESTIONS; i++) {
        cJSON *asked = cJSON_CreateString(questions[i].asks);
        built = asked != NULL && cJSON_AddItemToArray(answers, asked);
    }
    return built;
}

// Who said yes to what, when, and for which settings.
static bool write_answers(const struct allowing *it, time_t now, struct failure *failure)
{
    char clock[32] = "";
    struct tm parts;
    struct path path;
    if (gmtime_r(&now, &parts) != NULL) {
        (void)strftime(clock, sizeof(clock), "%Y-%m-%dT%H:%M:%SZ", &parts);
    }
    if (!home_door_path(&it->home, it->door, "unattended-close.json", &path, failure)) {
        return false;
    }
    cJSON *root = cJSON_CreateObject();
    const bool built = cJSON_AddStringToObject(root, "at", clock) != NULL &&
                       cJSON_AddStringToObject(root, "by", it->home.settings.owner) != NULL &&
                       add_answers(root) &&
                       door_settings_add_json(root, &it->opened.image.operator_settings);
    return json_file_write(path.text, root, built, failure);
}

static bool sign(const struct allowing *it, EVP_PKEY *admin, struct failure *failure)
{
    static struct people people; // large, as is the next, and there is one of each
    static struct issued issued;
    const time_t now = time(NULL);
    const struct roster_issue issue = {
        .home = &it->home,
        .people = &people,
        .signer = admin,
        .now = now,
        .policy_door = it->door,
        .policy = it->off ? 0 : POLICY_UNATTENDED_CLOSE,
    };
    int lock = -1;
    if (!home_lock(it->home.folder.text, &lock, failure)) {
        return false;
    }
    // A run that was cut off is finished before people.json is looked at.
    const bool signed_now = rosters_settle(&it->home, &issued, failure) &&
                            people_read(it->home.folder.text, &people, failure) &&
                            (it->off || write_answers(it, now, failure)) &&
                            rosters_issue(&issue, &issued, failure);
    home_unlock(lock);
    return signed_now;
}

static bool issue(struct allowing *it, struct failure *failure)
{
    struct path path;
    EVP_PKEY *admin = NULL;
    if (!passphrase_get(it->passphrase_file, PASSPHRASE_KNOWN, &it->passphrase, failure) ||
        !home_path(&it->home, "keys/admin.key", &path, failure) ||
        !key_load(path.text, &it->passphrase, &admin, failure)) {
        return false;
    }
    const bool signed_now = sign(it, admin, failure);
    EVP_PKEY_free(admin);
    return signed_now;
}

static void say_slow(const char *door)
{
    (void)fprintf(stderr, "%s takes one roster in 30 s; waiting for it …\n", door);
}

static enum cli_exit tell_json(const struct allowing *it, const struct confirmed *confirmed)
{
    cJSON *root = cJSON_CreateObject();
    const bool built = cJSON_AddStringToObject(root, "door", it->door) != NULL &&
                       cJSON_AddBoolToObject(root, "allowed", !it->off) != NULL &&
                       cJSON_AddNumberToObject(root, "roster", confirmed->version) != NULL &&
                       cJSON_AddBoolToObject(root, "press_is_due", !it->off) != NULL;
    return answer_json(root, built);
}

static enum cli_exit confirm(const struct allowing *it)
{
    struct failure failure;
    struct confirmed confirmed;
    char words[256];
    const struct confirm_request request = {.home = &it->home, .door = it->door, .slow = say_slow};
    session_stop_at_interrupt();
    if (!roster_confirm(&request, &confirmed, &failure)) {
        (void)cli_fail(&failure, CLI_REFUSED);
        (void)failure_say(&failure,
                          "the roster is signed, but %s has not confirmed it yet; "
                          "`portcullis roster send` sends it again",
                          it->door);
        return cli_fail(&failure, CLI_REFUSED);
    }
    if (confirmed.answer != ROSTER_CONFIRMED) {
        confirmed_words(&confirmed, it->door, words, sizeof(words));
        (void)failure_say(&failure, "%s: %s", it->door, words);
        return cli_fail(&failure, CLI_REFUSED);
    }
    if (it->json) {
        return tell_json(it, &confirmed);
    }
    (void)printf("%s\n", it->off ? "The door has confirmed it: it closes from afar no more."
                                 : "The door has confirmed your half.");
    if (!it->off) {
        (void)printf("Now go to the controller and hold its button for 3 s: that is the other "
                     "half, and no message can\ngive it. It is asked for again when a setting "
                     "changes; test the board each month.\n");
    }
    return CLI_DONE;
}

static enum cli_exit run(struct allowing *it, const char *word)
{
    struct failure failure;
    if (!door_word_settle(it->home_option, word, &it->home, it->door, &failure) ||
        !door_image_open(&it->home, it->door, &it->opened, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    if (!it->off && (!may_be_allowed(it, &failure) || !ask_all(&failure))) {
        return cli_fail(&failure, CLI_REFUSED);
    }
    return issue(it, &failure) ? confirm(it) : cli_fail(&failure, CLI_ENVIRONMENT);
}

enum cli_exit cli_door_allow(int argc, char *const *argv)
{
    static struct allowing it; // large, and there is one
    const struct option_row rows[] = {
        {"off", OPTION_FLAG, &it.off, NULL, "take the permission back; nothing is asked"},
        {"passphrase-file", OPTION_TEXT, &it.passphrase_file, "FILE",
         "its first line is the passphrase, for scripts"},
        {"json", OPTION_FLAG, &it.json, NULL, "the outcome as one JSON object"},
        {"home", OPTION_TEXT, &it.home_option, "DIR", "where the home is"},
    };
    const struct arguments arguments = {
        .usage = "portcullis door allow-unattended-close DOOR",
        .teaches = teaches,
        .options = rows,
        .option_count = sizeof(rows) / sizeof(rows[0]),
        .words_least = 1,
        .words_most = 1,
    };
    struct words words;
    enum cli_exit answer = CLI_DONE;
    if (!cli_arguments(&arguments, argc, argv, &words, &answer)) {
        return answer;
    }
    answer = run(&it, words.at[0]);
    door_image_close(&it.opened);
    wipe(&it.passphrase, sizeof(it.passphrase));
    return answer;
}
