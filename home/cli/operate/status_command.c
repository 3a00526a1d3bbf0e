#include "home/cli/commands.h"
#include "home/cli/doors/door_word.h"
#include "home/cli/report.h"
#include "home/link/conversation.h"

#include <stdio.h>
#include <time.h>

static const char status_teaches[] =
    "What the door says of itself, signed; what the broker says counts for nothing. A state is\n"
    "called\n"
    "  fresh      when the door's clock and ours agree that it was said within 150 s,\n"
    "  unproven   otherwise: a broker can show an old word, so its age is told and no more;\n"
    "and it is\n"
    "  proven     when a limit switch says so,\n"
    "  inferred   when it follows from the last switch and the time since,\n"
    "  unknown    otherwise.\n"
    "\n"
    "  portcullis status\n"
    "  portcullis status garage --json\n"
    "\n"
    "Exit codes: 0 told, and fresh; 1 told, but unproven; 2 wrong use; 3 no word from the door.\n";

static const char watch_teaches[] = "Tells every change of the door until Ctrl-C, one line each. A "
                                    "broker that goes away is waited\n"
                                    "for.\n"
                                    "\n"
                                    "  portcullis watch\n"
                                    "  portcullis watch garage --json | jq .state\n";

struct look {
    const char *home_option;
    bool json;
    bool fresh; // what was told at last
    struct home home;
    char door[NAME_MOST + 1];
    struct conversation with;
    struct report report;
};

enum {
    FIRST_WORD_WITHIN = 5000, // ms
    FRESH_WORD_WITHIN = 3000  // after the first: the door is told the time, and says it back
};

static bool begin(struct look *look, const char *word, struct failure *failure)
{
    session_stop_at_interrupt();
    if (!door_word_settle(look->home_option, word, &look->home, look->door, failure)) {
        return false;
    }
    look->report.door = look->door;
    look->report.epoch = &look->with.view.epoch;
    return conversation_open(&look->with, &look->home, look->door, failure) &&
           report_fill_roster(&look->report, &look->home, failure);
}

static bool wait_for_word(struct look *look, struct failure *failure)
{
    const struct stopwatch since = stopwatch_started(session_now());
    while (!look->with.view.known && !session_interrupted() &&
           !stopwatch_reached(since, session_now(), FIRST_WORD_WITHIN)) {
        conversation_wait(&look->with, 100);
    }
    return look->with.view.known ||
           failure_say(failure,
                       "no word from %s: it has never been at this broker, or its word is "
                       "not signed by it; is its controller on and connected?",
                       look->door);
}

static void wait_for_freshness(struct look *look)
{
    const struct stopwatch since = stopwatch_started(session_now());
    while (!epoch_is_fresh(&look->with.view.epoch, time(NULL)) && !session_interrupted() &&
           !stopwatch_reached(since, session_now(), FRESH_WORD_WITHIN)) {
        conversation_wait(&look->with, 100);
    }
}

static bool tell(struct look *look, void (*print)(const struct report *), struct failure *failure)
{
    look->report.now = time(NULL);
    look->fresh = epoch_is_fresh(look->report.epoch, look->report.now);
    if (!look->json) {
        print(&look->report);
        return true;
    }
    return report_print_json(&look->report) ||
           failure_say(failure, "cannot print the state: out of memory; try again");
}

static bool look_once(struct look *look, struct failure *failure)
{
    if (!wait_for_word(look, failure)) {
        return false;
    }
    wait_for_freshness(look);
    return tell(look, report_print, failure);
}

static bool look_on(struct look *look, struct failure *failure)
{
    bool was_up = true;
    while (!session_interrupted()) {
        if (look->with.changed) {
            look->with.changed = false;
            if (!tell(look, report_print_line, failure)) {
                return false;
            }
        }
        if (look->with.session.up != was_up) {
            was_up = look->with.session.up;
            (void)fprintf(stderr, "portcullis: the broker %s\n",
                          was_up ? "is back" : "went away; waiting for it");
        }
        conversation_wait(&look->with, 500);
    }
    return true;
}

// A script that goes on after `status` believes what it told: only a fresh word is worth that.
static enum cli_exit verdict_once(const struct look *look)
{
    return look->fresh ? CLI_DONE : CLI_REFUSED;
}

static enum cli_exit verdict_on(const struct look *look)
{
    (void)look;
    return CLI_DONE;
}

static enum cli_exit run(int argc, char *const *argv, struct arguments arguments,
                         bool (*see)(struct look *, struct failure *),
                         enum cli_exit (*verdict)(const struct look *))
{
    struct look look = {.json = false};
    const struct option_row rows[] = {
        {"json", OPTION_FLAG, &look.json, NULL, "as JSON, one object a line"},
        {"home", OPTION_TEXT, &look.home_option, "DIR", "where the home is"},
    };
    struct words words;
    struct failure failure;
    enum cli_exit answer = CLI_DONE;
    arguments.options = rows;
    arguments.option_count = sizeof(rows) / sizeof(rows[0]);
    arguments.words_most = 1;
    if (!cli_arguments(&arguments, argc, argv, &words, &answer)) {
        return answer;
    }
    const bool seen =
        begin(&look, words.count > 0 ? words.at[0] : NULL, &failure) && see(&look, &failure);
    conversation_close(&look.with);
    return seen ? verdict(&look) : cli_fail(&failure, CLI_ENVIRONMENT);
}

enum cli_exit cli_status(int argc, char *const *argv)
{
    const struct arguments arguments = {
        .usage = "portcullis status [DOOR]",
        .teaches = status_teaches,
    };
    return run(argc, argv, arguments, look_once, verdict_once);
}

enum cli_exit cli_watch(int argc, char *const *argv)
{
    const struct arguments arguments = {
        .usage = "portcullis watch [DOOR]",
        .teaches = watch_teaches,
    };
    return run(argc, argv, arguments, look_on, verdict_on);
}
