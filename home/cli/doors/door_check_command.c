// door check: somebody moves the door by its wall button, and what the door says of itself shows
// whether its switches and its profile are right.
#include "home/cli/commands.h"
#include "home/cli/doors/checked.h"
#include "home/cli/doors/door_word.h"
#include "home/doors/door_image.h"
#include "home/link/conversation.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const char teaches[] =
    "Checks a door with you standing in front of it. It asks you to move the door by its wall\n"
    "button (nothing is pressed by us), watches what the door says of itself, signed, and tells\n"
    "  - which limit switch closes where, and whether one is exchanged or the wrong way round,\n"
    "  - how long the door takes to open and to close,\n"
    "  - what a press does while it moves, which is its profile,\n"
    "and ends with the `portcullis door set` line that says so, where it differs. Run it when a\n"
    "door is new, and after any work on it. Keep everybody out of the doorway.\n"
    "\n"
    "  portcullis door check garage\n"
    "  portcullis door check garage --only-switches\n"
    "\n"
    "Exit codes: 0 all is as it is set; 1 something differs, or it was broken off; 2 wrong use;\n"
    "3 no word from the door.\n";

enum {
    WORD_WITHIN = 5000,  // ms: the door's first Epoch
    SETTLES = 2500,      // ms: an Epoch comes at most a second after a change
    FAULT_GOES = 65000,  // ms: a fault is cleared after a minute of quiet
    LEAST_TRAVEL = 1000, // ms
};

struct checking {
    const char *home_option;
    bool only_switches;
    bool json;
    FILE *to; // where the guiding words go: with --json the answer has standard output for itself
    struct home home;
    char door[NAME_MOST + 1];
    struct operator_settings settings;
    struct conversation with;
    enum seen last;   // that was seen at a limit
    millis left_at;   // when it was left
    millis travelled; // from that limit to the other, the last time; 0: not seen
    bool on_its_way;
    enum seen seen[PLACES];
    struct checked found;
};

static enum seen now_seen(const struct checking *it)
{
    return seen_in(&it->with.view.epoch);
}

// Keeps the time between the limits.
static void watch(struct checking *it)
{
    const enum seen seen = now_seen(it);
    const bool at_limit = seen == SEEN_CLOSED_SWITCH || seen == SEEN_OPEN_SWITCH;
    if (at_limit && it->on_its_way && seen != it->last) {
        it->travelled = session_now() - it->left_at;
    }
    if (!at_limit && !it->on_its_way) {
        it->left_at = session_now();
        it->on_its_way = true;
    }
    if (at_limit) {
        it->last = seen;
        it->on_its_way = false;
    }
}

static void look_on(struct checking *it, millis at_most)
{
    const struct stopwatch since = stopwatch_started(session_now());
    while (!session_interrupted() && !stopwatch_reached(since, session_now(), at_most)) {
        conversation_wait(&it->with, 50);
        watch(it);
    }
}

// A line of standard input; what stands in it is not looked at. False: it has ended.
static bool swallow_line(bool *out)
{
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    char letter = 0;
    *out = false;
    while (poll(&input, 1, 0) > 0) {
        if (read(STDIN_FILENO, &letter, 1) != 1) {
            return false;
        }
        if (letter == '\n') {
            *out = true;
            return true;
        }
    }
    return true;
}

static bool broken_off(struct failure *failure)
{
    return failure_say(failure, "the check was broken off; nothing is changed");
}

// Says what to do, and watches until Enter is typed and what it brought has been told by the door.
static bool guide(struct checking *it, const char *words, struct failure *failure)
{
    bool done = false;
    (void)fprintf(it->to, "\n%s, then press Enter here. ", words);
    (void)fflush(it->to); // the line is not finished, and has to be seen
    while (!done) {
        look_on(it, 50);
        if (session_interrupted() || !swallow_line(&done)) {
            return broken_off(failure);
        }
    }
    look_on(it, SETTLES);
    return !session_interrupted() || broken_off(failure);
}

// Yes or no, from a line.
static bool guide_yes(struct checking *it, const char *words, bool *out, struct failure *failure)
{
    char letter = 0;
    char first = 0;
    (void)fprintf(it->to, "\n%s (yes or no) ", words);
    (void)fflush(it->to);
    while (letter != '\n') {
        if (read(STDIN_FILENO, &letter, 1) != 1) {
            return broken_off(failure);
        }
        if (first == 0) {
            first = letter;
        }
    }
    *out = first == 'y' || first == 'Y';
    return true;
}

// A fault that another place has left behind is waited for.
static void note_place(struct checking *it, enum place place)
{
    const bool before = place != PLACE_CLOSED && it->seen[place - 1] == SEEN_BOTH;
    const struct stopwatch since = stopwatch_started(session_now());
    if (before && now_seen(it) == SEEN_BOTH) {
        (void)fprintf(it->to, "A fault is shown for a minute; waiting for it to go …\n");
    }
    while (before && now_seen(it) == SEEN_BOTH && !session_interrupted() &&
           !stopwatch_reached(since, session_now(), FAULT_GOES)) {
        look_on(it, 200);
    }
    it->seen[place] = now_seen(it);
    (void)fprintf(it->to, "  seen: %s\n", seen_words(it->seen[place]));
}

static bool check_switches(struct checking *it, struct failure *failure)
{
    static const char *const where[PLACES] = {
        [PLACE_CLOSED] = "Close the door fully with its wall button",
        [PLACE_MIDWAY] = ("Bring it to stand somewhere in the middle; by hand, with the emergency "
                          "release, where it does not stop"),
        [PLACE_OPEN] = "Open it fully",
    };
    for (enum place place = PLACE_CLOSED; place < PLACES; place++) {
        if (!guide(it, where[place], failure)) {
            return false;
        }
        note_place(it, place);
    }
    it->found.wiring = wiring_of(it->settings.switches, it->seen);
    (void)fprintf(it->to, "  %s\n", it->found.wiring.words);
    return true;
}

// The door is brought to that limit, and asked again until it is there.
static bool bring_to(struct checking *it, enum place place, struct failure *failure)
{
    const enum seen wanted = place == PLACE_CLOSED ? SEEN_CLOSED_SWITCH : SEEN_OPEN_SWITCH;
    const char *words = place == PLACE_CLOSED ? "Close the door fully with its wall button"
                                              : "Open the door fully with its wall button";
    for (int tries = 0; now_seen(it) != wanted; tries++) {
        if (tries == 3) {
            return failure_say(failure,
                               "%s was not seen at that limit; run the check again and look at "
                               "the switch",
                               it->door);
        }
        if (!guide(it, words, failure)) {
            return false;
        }
    }
    return true;
}

static bool time_one_way(struct checking *it, enum place to, millis *out, struct failure *failure)
{
    it->travelled = 0;
    if (!guide(it,
               to == PLACE_OPEN ? "Press the wall button once and let the door open to its end"
                                : "Press the wall button once and let the door close to its end",
               failure)) {
        return false;
    }
    if (it->travelled == 0) {
        return failure_say(failure,
                           "%s was not seen to go from one limit to the other; run the check "
                           "again",
                           it->door);
    }
    *out = it->travelled < LEAST_TRAVEL ? LEAST_TRAVEL : it->travelled;
    (void)fprintf(it->to, "  about %u s\n", (unsigned)((*out + 500) / 1000));
    return true;
}

static bool check_travel(struct checking *it, struct failure *failure)
{
    return bring_to(it, PLACE_CLOSED, failure) &&
           time_one_way(it, PLACE_OPEN, &it->found.opening, failure) &&
           time_one_way(it, PLACE_CLOSED, &it->found.closing, failure);
}

static bool check_reaction(struct checking *it, enum place from, enum reaction *out,
                           struct failure *failure)
{
    if (!bring_to(it, from, failure) ||
        !guide(it,
               from == PLACE_CLOSED
                   ? "Press the wall button, and once more while the door is half-way open. Wait "
                     "until it stands still"
                   : "Press the wall button, and once more while the door is half-way closed. "
                     "Wait until it stands still",
               failure)) {
        return false;
    }
    *out = reaction_from(from, now_seen(it));
    (void)fprintf(it->to, "  a press while it %s: it %s\n",
                  from == PLACE_CLOSED ? "opens" : "closes", reaction_words(*out));
    return true;
}

static bool check_profile(struct checking *it, struct failure *failure)
{
    bool by_itself = false;
    enum reaction while_opening = REACTION_STOPPED;
    enum reaction while_closing = REACTION_STOPPED;
    if (!check_reaction(it, PLACE_CLOSED, &while_opening, failure) ||
        !check_reaction(it, PLACE_OPEN, &while_closing, failure) ||
        !guide_yes(it, "Does the operator close an open door by itself after a while?", &by_itself,
                   failure)) {
        return false;
    }
    it->found.profile = profile_from(while_opening, while_closing, by_itself);
    it->found.profiled = true;
    return true;
}

static bool hear_door(struct checking *it, struct failure *failure)
{
    const struct stopwatch since = stopwatch_started(session_now());
    while (!epoch_is_fresh(&it->with.view.epoch, time(NULL)) && !session_interrupted() &&
           !stopwatch_reached(since, session_now(), WORD_WITHIN)) {
        conversation_wait(&it->with, 100);
    }
    return epoch_is_fresh(&it->with.view.epoch, time(NULL)) ||
           failure_say(failure,
                       "no fresh word from %s; is its controller on and connected? "
                       "`portcullis status %s`",
                       it->door, it->door);
}

static bool begin(struct checking *it, const char *word, struct failure *failure)
{
    static struct door_image opened; // large, and there is one
    if (!door_word_settle(it->home_option, word, &it->home, it->door, failure) ||
        !door_image_open(&it->home, it->door, &opened, failure)) {
        return false;
    }
    it->settings = opened.image.operator_settings;
    door_image_close(&opened);
    if (it->settings.switches == SWITCHES_NONE) {
        return failure_say(failure,
                           "%s has no limit switch set, so nothing of it can be seen; say which "
                           "there are: portcullis door set %s switches=both",
                           it->door, it->door);
    }
    session_stop_at_interrupt();
    return conversation_open(&it->with, &it->home, it->door, failure) && hear_door(it, failure);
}

static bool check(struct checking *it, struct failure *failure)
{
    (void)fprintf(it->to, "Nothing is pressed by us. Keep everybody out of the doorway.\n");
    if (!check_switches(it, failure)) {
        return false;
    }
    // What the switches do not tell cannot be timed.
    if (it->found.wiring.good && !it->only_switches && it->settings.switches == SWITCHES_BOTH) {
        return check_travel(it, failure) && check_profile(it, failure);
    }
    return true;
}

static enum cli_exit run(struct checking *it, const char *word)
{
    struct failure failure;
    const bool begun = begin(it, word, &failure);
    const bool checked = begun && check(it, &failure);
    conversation_close(&it->with);
    if (!checked) {
        return cli_fail(&failure, begun ? CLI_REFUSED : CLI_ENVIRONMENT);
    }
    it->found.door = it->door;
    it->found.profile_set = it->settings.profile;
    if (!checked_tell(&it->found, it->json, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    return checked_is_well(&it->found) ? CLI_DONE : CLI_REFUSED;
}

enum cli_exit cli_door_check(int argc, char *const *argv)
{
    static struct checking it; // its conversation may not move
    const struct option_row rows[] = {
        {"only-switches", OPTION_FLAG, &it.only_switches, NULL,
         "neither travel nor what a press does"},
        {"json", OPTION_FLAG, &it.json, NULL, "the findings as one JSON object"},
        {"home", OPTION_TEXT, &it.home_option, "DIR", "where the home is"},
    };
    const struct arguments arguments = {
        .usage = "portcullis door check DOOR",
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
    it.to = it.json ? stderr : stdout;
    return run(&it, words.at[0]);
}
