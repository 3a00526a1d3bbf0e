// portcullis time: the time for the doors, and what a home needs now and then; and the systemd timer that
// does it every hour.
#include "home/broker/reload.h"
#include "home/broker/time_unit.h"
#include "home/cli/answer.h"
#include "home/cli/commands.h"
#include "home/cli/household/tend_home.h"
#include "home/link/session.h"
#include "home/link/tell_time.h"
#include "home/page/nginx_reload.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char teaches[] =
    "Tells every door the time, signed, and waits until the door itself shows it: at most 35 s. A\n"
    "guest's hours hold only at a door that was told within a day, and `status` calls fresh only "
    "what\n"
    "a door with a clock has said. Every other word with a door tells it the time too, if it needs "
    "it.\n"
    "\n"
    "It also settles what is over: guests and invitations whose time has run out are no more known "
    "to\n"
    "the broker, and certificates that end within 60 days are made anew. It needs no passphrase.\n"
    "\n"
    "  portcullis time\n"
    "  portcullis time --unit        writes the systemd timer that does it every hour\n"
    "\n"
    "Each of these stands for itself: what one fails of is said at the end, and the others are "
    "done.\n"
    "\n"
    "Exit codes: 0 every door agrees; 1 a door has not said so; 3 something around us is wrong.\n";

struct time_options {
    const char *home;
    bool unit;
    bool json;
};

enum {
    FAILURES_MOST = TEND_STEPS + DOORS_MOST + 1
};

struct telling {
    struct home home;
    struct doors doors;
    struct tended tended;
    bool untold; // the broker, of a change of before or of now
    struct time_told told[DOORS_MOST];
    size_t failure_count; // of all that was done, each once
    const struct failure *failure[FAILURES_MOST];
    struct failure no_doors; // why they could not be listed
};

static const char *answer_name(enum time_answer answer)
{
    switch (answer) {
    case TIME_NO_WORD:
        return "no-word";
    case TIME_REFUSED:
        return "refused";
    case TIME_AGREES:
        return "agrees";
    case TIME_NOT_ASKED:
        return "not-asked";
    }
    return "no-word";
}

static void print_door(const char *door, const struct time_told *told)
{
    switch (told->answer) {
    case TIME_AGREES:
        (void)printf("%s: its clock agrees with ours\n", door);
        return;
    case TIME_REFUSED:
        (void)printf("%s: the broker does not carry it; `portcullis broker config` gives it the "
                     "rules, and where there is a keeper, he tells the time\n",
                     door);
        return;
    case TIME_NOT_ASKED:
        (void)printf("%s: could not be asked; why is said below\n", door);
        return;
    case TIME_NO_WORD:
        break;
    }
    (void)printf("%s: no word that it knows the time; is its controller on and connected?\n", door);
}

static bool all_agree(const struct telling *telling)
{
    for (size_t i = 0; i < telling->doors.count; i++) {
        if (telling->told[i].answer != TIME_AGREES) {
            return false;
        }
    }
    return true;
}

static void tell_tended(const struct telling *telling)
{
    const struct tended *tended = &telling->tended;
    if (tended->broker_certificate) {
        (void)printf("The broker's certificate would have ended soon, and is made anew.\n");
    }
    if (tended->page_certificate) {
        (void)printf("The page's certificate would have ended soon, and is made anew.\n%s\n",
                     nginx_reload_words(&telling->home));
    }
    if (tended->over > 0) {
        (void)printf("The time of %zu is over: the broker lets him in no more. He goes from the "
                     "rosters with the next one: portcullis roster sign\n",
                     tended->over);
    }
    if (telling->untold && !tended->rules && !tended->broker_certificate) {
        (void)printf("The broker's rules were changed before this, and it may not have heard of it "
                     "yet.\n");
    }
    if (telling->untold) {
        broker_tell_reload(&telling->home, stdout);
    }
    (void)fflush(stdout); // a door may keep us waiting
}

static bool add_door(cJSON *list, const char *door, const struct time_told *told)
{
    cJSON *object = cJSON_CreateObject();
    if (cJSON_AddStringToObject(object, "door", door) == NULL ||
        cJSON_AddStringToObject(object, "answer", answer_name(told->answer)) == NULL ||
        (told->known &&
         cJSON_AddNumberToObject(object, "seconds_ahead", (double)told->ahead) == NULL) ||
        !cJSON_AddItemToArray(list, object)) {
        cJSON_Delete(object);
        return false;
    }
    return true;
}

static bool add_failures(cJSON *root, const struct telling *telling)
{
    cJSON *list = cJSON_AddArrayToObject(root, "failures");
    bool added = list != NULL;
    for (size_t i = 0; added && i < telling->failure_count; i++) {
        cJSON *text = cJSON_CreateString(telling->failure[i]->text);
        added = text != NULL && cJSON_AddItemToArray(list, text);
    }
    return added;
}

static bool print_json(const struct telling *telling, bool done)
{
    const struct tended *tended = &telling->tended;
    cJSON *root = cJSON_CreateObject();
    bool built =
        cJSON_AddBoolToObject(root, "done", done) != NULL &&
        cJSON_AddBoolToObject(root, "rules_settled", tended->rules) != NULL &&
        cJSON_AddBoolToObject(root, "broker_certificate_renewed", tended->broker_certificate) !=
            NULL &&
        cJSON_AddBoolToObject(root, "page_certificate_renewed", tended->page_certificate) != NULL &&
        cJSON_AddNumberToObject(root, "over", (double)tended->over) != NULL &&
        add_failures(root, telling);
    cJSON *list = built ? cJSON_AddArrayToObject(root, "doors") : NULL;
    built = list != NULL;
    for (size_t i = 0; built && i < telling->doors.count; i++) {
        built = add_door(list, telling->doors.name[i], &telling->told[i]);
    }
    return answer_json(root, built) == CLI_DONE;
}

static void add_failure(struct telling *telling, const struct failure *failure)
{
    for (size_t i = 0; i < telling->failure_count; i++) {
        if (strcmp(telling->failure[i]->text, failure->text) == 0) {
            return;
        }
    }
    telling->failure[telling->failure_count++] = failure;
}

static void gather_failures(struct telling *telling)
{
    if (telling->no_doors.text[0] != '\0') {
        add_failure(telling, &telling->no_doors);
    }
    for (size_t i = 0; i < telling->tended.failure_count; i++) {
        add_failure(telling, &telling->tended.failure[i]);
    }
    for (size_t i = 0; i < telling->doors.count; i++) {
        if (telling->told[i].answer == TIME_NOT_ASKED) {
            add_failure(telling, &telling->told[i].failure);
        }
    }
}

static enum cli_exit tell_told(const struct telling *telling, bool json)
{
    const bool agree = all_agree(telling);
    const bool done = agree && telling->failure_count == 0;
    enum cli_exit answer = agree ? CLI_DONE : CLI_REFUSED;
    if (json && !print_json(telling, done)) {
        return CLI_ENVIRONMENT;
    }
    for (size_t i = 0; !json && i < telling->doors.count; i++) {
        print_door(telling->doors.name[i], &telling->told[i]);
    }
    for (size_t i = 0; i < telling->failure_count; i++) {
        answer = cli_fail(telling->failure[i], CLI_ENVIRONMENT);
    }
    return answer;
}

// Each step stands for itself: what one of them fails of is said at the end.
static enum cli_exit tell(struct telling *telling, bool json)
{
    session_stop_at_interrupt();
    tend_home(&telling->home, time(NULL), &telling->tended);
    telling->untold = broker_is_untold(&telling->home);
    if (!json) {
        tell_tended(telling);
    } else if (telling->untold) {
        (void)broker_reload(&telling->home); // `broker config` says what is left to do
    }
    if (json && telling->tended.page_certificate) {
        const bool told = nginx_reload(&telling->home, &nginx_of_the_system);
        (void)told; // `doctor` says what is left to do
    }
    time_tell(&telling->home, &telling->doors, TIME_TOLD_WITHIN, telling->told);
    gather_failures(telling);
    return tell_told(telling, json);
}

static enum cli_exit write_unit(const struct home *home, bool json)
{
    struct failure failure;
    char program[PATH_ROOM] = "";
    const char *folder = home->folder.text;
    if (readlink("/proc/self/exe", program, sizeof(program) - 1) <= 0) {
        (void)failure_of_system(&failure, "read", "/proc/self/exe");
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    if (!time_unit_write(home, program, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    if (json) {
        char path[PATH_ROOM + sizeof(TIME_UNIT_NAME) + 16];
        (void)snprintf(path, sizeof(path), "%s/%s.timer", folder, TIME_UNIT_NAME);
        cJSON *root = cJSON_CreateObject();
        return answer_json(root, cJSON_AddStringToObject(root, "timer", path) != NULL);
    }
    (void)printf("%s/%s.service and .timer are written. Install them, and start the timer at every "
                 "boot, with\n"
                 "  sudo install -m 644 %s/%s.service %s/%s.timer /etc/systemd/system/\n"
                 "  sudo systemctl daemon-reload && sudo systemctl enable --now %s.timer\n",
                 folder, TIME_UNIT_NAME, folder, TIME_UNIT_NAME, folder, TIME_UNIT_NAME,
                 TIME_UNIT_NAME);
    return CLI_DONE;
}

static enum cli_exit run(const struct time_options *options)
{
    static struct telling telling; // large, and there is one
    struct failure failure;
    struct path folder;
    if (!home_choose(options->home, &folder, &failure) ||
        !home_open(folder.text, &telling.home, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    if (!doors_list(&telling.home, &telling.doors, &telling.no_doors)) {
        telling.doors.count = 0;
    }
    return options->unit ? write_unit(&telling.home, options->json) : tell(&telling, options->json);
}

enum cli_exit cli_time(int argc, char *const *argv)
{
    struct time_options options = {.home = NULL};
    const struct option_row rows[] = {
        {"unit", OPTION_FLAG, &options.unit, NULL,
         "write the systemd service and timer instead, and say how to install them"},
        {"json", OPTION_FLAG, &options.json, NULL, "the outcome as one JSON object"},
        {"home", OPTION_TEXT, &options.home, "DIR", "where the home is"},
    };
    const struct arguments arguments = {
        .usage = "portcullis time",
        .teaches = teaches,
        .options = rows,
        .option_count = sizeof(rows) / sizeof(rows[0]),
    };
    struct words words;
    enum cli_exit answer = CLI_DONE;
    if (!cli_arguments(&arguments, argc, argv, &words, &answer)) {
        return answer;
    }
    return run(&options);
}
