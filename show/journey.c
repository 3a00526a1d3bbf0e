#include "show/journey.h"

#include "show/moment.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

enum {
    TYPED_MOST = 60000, // ms: no command of the journey takes so long
    WORD_WITHIN = 3000  // ms: a change is told at most once a second
};

static bool breaks(struct journey *journey, const struct failure *failure)
{
    story_breaks(&journey->story, failure->text);
    return false;
}

// Keeps the words and shows them.
static void take_words(struct journey *journey)
{
    char line[CHILD_LINE_MOST];
    while (child_next_line(&journey->typed, line)) {
        const size_t used = strlen(journey->said);
        (void)snprintf(journey->said + used, sizeof(journey->said) - used, "%s\n", line);
        if (line[0] != '\0') {
            story_says(&journey->story, line);
        }
    }
}

bool journey_goes_on(struct journey *journey)
{
    struct failure failure;
    ledger_listen(&journey->stage->ledger, 3);
    moment_sleep(2);
    hall_look(&journey->stage->hall, &journey->view);
    take_words(journey);
    if (stage_must_end()) {
        story_breaks(&journey->story, "interrupted");
        return false;
    }
    if (!stage_sound(journey->stage, &failure)) {
        return breaks(journey, &failure);
    }
    if (!thief_listen(&journey->thief)) {
        story_breaks(&journey->story, "the broker has left the thief; look into broker.log");
        return false;
    }
    return true;
}

bool journey_waits(struct journey *journey, uint32_t milliseconds)
{
    const uint64_t began = moment_now();
    do {
        if (!journey_goes_on(journey)) {
            return false;
        }
    } while (moment_now() - began < milliseconds);
    return true;
}

bool journey_until(struct journey *journey, bool (*holds)(const struct journey *),
                   uint32_t milliseconds)
{
    const uint64_t began = moment_now();
    do {
        if (!journey_goes_on(journey)) {
            return false;
        }
        if (holds(journey)) {
            return true;
        }
    } while (moment_now() - began < milliseconds);
    return false;
}

bool journey_begins(struct journey *journey, const char *const *words)
{
    struct child_order order;
    struct failure failure;
    stage_command(journey->stage, words, &order);
    story_runs(&journey->story, order.arguments);
    journey->said[0] = '\0';
    journey->typed_at = moment_now();
    return child_start(&journey->typed, &order, &failure) || breaks(journey, &failure);
}

bool journey_hears_out(struct journey *journey, uint32_t milliseconds)
{
    const uint64_t began = moment_now();
    while (child_runs(&journey->typed)) {
        if (!journey_goes_on(journey)) {
            return false;
        }
        if (moment_now() - began > milliseconds) {
            story_breaks(&journey->story, "the command does not end");
            return false;
        }
    }
    take_words(journey);
    journey->answer = child_exit_code(&journey->typed);
    return true;
}

bool journey_types(struct journey *journey, const char *const *words)
{
    return journey_begins(journey, words) && journey_hears_out(journey, TYPED_MOST);
}

void journey_interrupts(struct journey *journey)
{
    if (journey->typed.pid != 0) {
        (void)kill(journey->typed.pid, SIGINT);
    }
}

bool journey_answered(struct journey *journey, int code, const char *words)
{
    const bool said = words == NULL || strstr(journey->said, words) != NULL;
    if (journey->answer == code && said) {
        return true;
    }
    return story_sees(&journey->story, false, "it ends with %d%s%s%s; it ended with %d", code,
                      words == NULL ? "" : " and says \"", words == NULL ? "" : words,
                      words == NULL ? "" : "\"", journey->answer);
}

void journey_presses(struct journey *journey, enum garage_doing button, uint32_t lasting)
{
    const struct garage_action press = {.doing = button, .lasting = lasting};
    hall_act(&journey->stage->hall, &press);
}

bool journey_status(struct journey *journey, bool (*said)(const struct journey *),
                    const char *words)
{
    const char *const status[] = {"status", STAGE_DOOR, NULL};
    if (!journey_until(journey, said, WORD_WITHIN)) {
        return story_sees(&journey->story, false, "the door says within %u s: %s",
                          (unsigned)WORD_WITHIN / 1000, words);
    }
    return journey_types(journey, status) && journey_answered(journey, 0, words);
}

bool journey_door_is_open(const struct journey *journey)
{
    return journey->view.truth.permille == 1000 && journey->view.truth.motion == GARAGE_STILL;
}

bool journey_door_is_closed(const struct journey *journey)
{
    return journey->view.truth.permille == 0 && journey->view.truth.motion == GARAGE_STILL;
}

bool journey_door_says_open(const struct journey *journey)
{
    return journey->stage->ledger.view.epoch.state == DOOR_OPEN;
}

bool journey_door_says_closed(const struct journey *journey)
{
    return journey->stage->ledger.view.epoch.state == DOOR_CLOSED;
}

bool journey_play(struct stage *stage, size_t chapters)
{
    static bool (*const all[])(struct journey *) = {
        chapter_home,         chapter_first_light,      chapter_open,
        chapter_close,        chapter_wall_button,      chapter_beam,
        chapter_fob,          chapter_stranger,         chapter_thief_replays,
        chapter_thief_forges, chapter_thief_holds_back, chapter_broker_returns,
        chapter_power_cut,    chapter_ledger,
    };
    struct journey journey = {
        .stage = stage, .story = story_begun(), .typed = child_none(), .thief = {.session = NULL}};
    bool right = true;
    story_opens(
        stage->on_board
            ? "The firmware on an emulated board of 64 KB, wired to the garage by its pins, a real "
              "mosquitto and the\nreal command line, on this machine alone; board and garage are "
              "simulated. On the left the seconds;\nwhat follows \"seen\" was checked."
            : "The real door program, a real mosquitto and the real command line, on this machine "
              "alone; only the\ngarage around them is simulated. On the left the seconds; "
              "what follows \"seen\" was checked.");
    const size_t most = sizeof(all) / sizeof(all[0]);
    for (size_t i = 0; right && i < (chapters == 0 || chapters > most ? most : chapters); i++) {
        right = all[i](&journey);
    }
    right = right && (!stage_has_page(stage) || chapter_page(&journey));
    child_end(&journey.typed);
    thief_end(&journey.thief);
    return right && !journey.story.wrong;
}
