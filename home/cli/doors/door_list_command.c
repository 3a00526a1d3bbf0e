// door list: the doors of the home, and what each of them says of itself where the broker is there.
#include "home/broker/acl.h"
#include "home/cli/commands.h"
#include "home/cli/report.h"
#include "home/cli/words.h"
#include "home/doors/door_image.h"
#include "home/doors/door_settings.h"
#include "home/folder/json_file.h"
#include "home/link/session.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static const char teaches[] =
    "Lists the doors of the home: their operator and limit switches as door set shows them, the\n"
    "roster that was last signed for each and whether the door has confirmed it, and the state as\n"
    "the door last told it, signed, with its age. A state that is not fresh is called unproven.\n"
    "Without a broker the list is told all the same.\n"
    "\n"
    "  portcullis door list\n"
    "  portcullis door list --json\n"
    "\n"
    "Exit codes: 0 told; 2 wrong use; 3 a door's files could not be read.\n";

enum {
    WORDS_WITHIN = 1000 // ms: what the broker remembers comes at once
};

// What the list tells of one door.
struct listed {
    const char *name;
    const char *profile;
    const char *switches;
    bool unattended_close;
    EVP_PKEY *identity;
    struct door_view view;
    struct report report;
};

struct list {
    struct home home;
    struct doors doors;
    struct listed door[DOORS_MOST];
    struct failure unreachable; // why there are no states, or ""
};

static bool look_at(const struct home *home, struct listed *listed, struct failure *failure)
{
    static struct door_image opened; // large, and there is one
    struct path path;
    if (!door_image_open(home, listed->name, &opened, failure)) {
        return false;
    }
    listed->profile = operator_profile_name(opened.image.operator_settings.profile);
    listed->switches = limit_switches_name(opened.image.operator_settings.switches);
    listed->unattended_close = (opened.head.policy & POLICY_UNATTENDED_CLOSE) != 0;
    door_image_close(&opened);
    listed->report = (struct report){.door = listed->name, .epoch = &listed->view.epoch};
    if (!report_fill_roster(&listed->report, home, failure) ||
        !home_door_path(home, listed->name, "identity.pub", &path, failure) ||
        !key_load_public(path.text, &listed->identity, failure)) {
        return false;
    }
    return door_view_init(&listed->view, listed->identity) ||
           failure_say(failure, "OpenSSL refused %s; put it back from a backup", path.text);
}

// Whose word it is, its signature says; the topic is the broker's.
static void receive(void *self, const struct session_message *message)
{
    struct list *list = self;
    for (size_t i = 0; i < list->doors.count; i++) {
        if (door_view_take(&list->door[i].view, message->payload) != EPOCH_REFUSED) {
            return;
        }
    }
}

static bool all_told(const struct list *list)
{
    for (size_t i = 0; i < list->doors.count; i++) {
        if (!list->door[i].view.known) {
            return false;
        }
    }
    return true;
}

static bool hear(struct list *list, struct session *session, struct failure *failure)
{
    char topic[SESSION_TOPIC_ROOM];
    (void)snprintf(topic, sizeof(topic), "%s/+/epoch", list->home.settings.topic_root);
    if (!session_init(session, &list->home, failure)) {
        return false;
    }
    session->receive = receive;
    session->self = list;
    if (!session_add_topic(session, topic, failure) || !session_connect(session, failure)) {
        return false;
    }
    const struct stopwatch since = stopwatch_started(session_now());
    while (!all_told(list) && !session_interrupted() &&
           !stopwatch_reached(since, session_now(), WORDS_WITHIN)) {
        session_wait(session, 100);
    }
    return true;
}

static void ask_states(struct list *list)
{
    struct session session = {.client = NULL};
    list->unreachable.text[0] = '\0';
    if (list->doors.count > 0) {
        session_stop_at_interrupt();
        (void)hear(list, &session, &list->unreachable); // why not is told under the list
        session_close(&session);
    }
    for (size_t i = 0; i < list->doors.count; i++) {
        list->door[i].report.now = time(NULL);
    }
}

static bool add_state(cJSON *door, const struct report *report)
{
    const struct epoch *epoch = report->epoch;
    const bool aged = epoch->unix_seconds != 0;
    return cJSON_AddStringToObject(door, "state", state_word(epoch->state)) != NULL &&
           cJSON_AddStringToObject(door, "ground", ground_word(epoch->state, epoch->position)) !=
               NULL &&
           cJSON_AddBoolToObject(door, "fresh", epoch_is_fresh(epoch, report->now)) != NULL &&
           (!aged || cJSON_AddNumberToObject(door, "age_seconds",
                                             (double)epoch_age(epoch, report->now)) != NULL) &&
           cJSON_AddBoolToObject(door, "roster_confirmed", report_roster_confirmed(report)) != NULL;
}

static bool add_door(cJSON *list, const struct listed *listed)
{
    cJSON *door = cJSON_CreateObject();
    return cJSON_AddItemToArray(list, door) &&
           cJSON_AddStringToObject(door, "door", listed->name) != NULL &&
           cJSON_AddStringToObject(door, "profile", listed->profile) != NULL &&
           cJSON_AddStringToObject(door, "switches", listed->switches) != NULL &&
           cJSON_AddNumberToObject(door, "roster", listed->report.roster_version) != NULL &&
           cJSON_AddBoolToObject(door, "unattended_close", listed->unattended_close) != NULL &&
           (!listed->view.known || add_state(door, &listed->report));
}

static bool print_json(const struct list *list, struct failure *failure)
{
    cJSON *array = cJSON_CreateArray();
    bool built = array != NULL;
    for (size_t i = 0; built && i < list->doors.count; i++) {
        built = add_door(array, &list->door[i]);
    }
    return json_print(array, built) ||
           failure_say(failure, "cannot print the list: out of memory; try again");
}

static void print_state(const struct listed *listed)
{
    const struct epoch *epoch = &listed->view.epoch;
    const struct report *report = &listed->report;
    if (!listed->view.known) {
        (void)printf("not heard of\n");
        return;
    }
    const char *state = (epoch->flags & EPOCH_FAULT) != 0 ? "fault" : state_word(epoch->state);
    if (epoch->unix_seconds == 0) {
        (void)printf("%s, unproven: its clock is not set\n", state);
        return;
    }
    (void)printf("%s, %s%s old\n", state, epoch_is_fresh(epoch, report->now) ? "" : "unproven: ",
                 span_words(epoch_age(epoch, report->now)).text);
}

static void print_table(const struct list *list)
{
    if (list->doors.count == 0) {
        (void)printf("No doors yet; make one with `portcullis door add NAME`.\n");
        return;
    }
    (void)printf("%-16s  %-12s  %-8s  %-16s  %-16s  %s\n", "DOOR", "PROFILE", "SWITCHES",
                 "UNATTENDED CLOSE", "ROSTER", "STATE");
    for (size_t i = 0; i < list->doors.count; i++) {
        const struct listed *door = &list->door[i];
        char roster[32];
        const char *standing =
            report_roster_confirmed(&door->report) ? "confirmed" : "not confirmed";
        (void)snprintf(roster, sizeof(roster), "%u%s%s", (unsigned)door->report.roster_version,
                       door->view.known ? " " : "", door->view.known ? standing : "");
        (void)printf("%-16s  %-12s  %-8s  %-16s  %-16s  ", door->name, door->profile,
                     door->switches, door->unattended_close ? "allowed" : "no", roster);
        print_state(door);
    }
    if (list->unreachable.text[0] != '\0') {
        (void)printf("No states: %s\n", list->unreachable.text);
    }
}

static bool tell(struct list *list, const char *home_option, bool json, struct failure *failure)
{
    struct path folder;
    if (!home_choose(home_option, &folder, failure) ||
        !home_open(folder.text, &list->home, failure) ||
        !doors_list(&list->home, &list->doors, failure)) {
        return false;
    }
    for (size_t i = 0; i < list->doors.count; i++) {
        list->door[i].name = list->doors.name[i];
        if (!look_at(&list->home, &list->door[i], failure)) {
            return false;
        }
    }
    ask_states(list);
    if (json) {
        return print_json(list, failure);
    }
    print_table(list);
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
    static struct list list; // of 64 doors: large, and there is one
    struct words words;
    struct failure failure;
    enum cli_exit answer = CLI_DONE;
    if (!cli_arguments(&arguments, argc, argv, &words, &answer)) {
        return answer;
    }
    const bool told = tell(&list, home, json, &failure);
    for (size_t i = 0; i < list.doors.count; i++) {
        EVP_PKEY_free(list.door[i].identity);
    }
    return told ? CLI_DONE : cli_fail(&failure, CLI_ENVIRONMENT);
}
