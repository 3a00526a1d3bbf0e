// An ordinary day: opening, closing, buttons, a cat.
#include "show/journey.h"

#include "show/moment.h"

#include <stdio.h>
#include <string.h>

enum {
    PULSE = 400,           // ms, as the door is told
    PULSE_OFF = 30,        // ms, and as much as the machine is late
    WARNING_LEAST = 5000,  // ms
    WARNING_OFF = 10,      // ms, as above
    LIMIT_WITHIN = 1500,   // ms: from a limit switch to the very end
    ARRIVES_WITHIN = 12000 // ms
};

static const char *const open_words[] = {"open", STAGE_DOOR, NULL};
static const char *const close_words[] = {"close", STAGE_DOOR, NULL};

static bool relay_pressed_once(struct journey *journey, uint32_t before)
{
    const uint64_t pulse = journey->view.onlooker.pulse;
    const uint64_t off = PULSE_OFF + journey->view.lateness + journey->view.controller_lateness;
    return story_sees(&journey->story,
                      journey->view.witness.relay_presses == before + 1 && pulse + off >= PULSE &&
                          pulse <= PULSE + off,
                      "the relay closed once, for %u ms", (unsigned)pulse);
}

static bool event_says(const struct journey *journey, enum what what, enum result result)
{
    const struct event *movement = &journey->stage->ledger.movement;
    return movement->what == what && movement->result == result;
}

static bool alice_did_it(const struct journey *journey)
{
    return event_says(journey, WHAT_GOAL_ENDED, RESULT_DONE) &&
           strcmp(ledger_mover(&journey->stage->ledger), STAGE_OWNER) == 0;
}

static bool wall_did_it(const struct journey *journey)
{
    return journey->stage->ledger.movement.what == WHAT_MOVED_BY_WALL;
}

static bool fob_did_it(const struct journey *journey)
{
    return journey->stage->ledger.movement.what == WHAT_MOVED_BY_FOB_OR_TIMER;
}

static bool event_names(struct journey *journey, bool (*mover)(const struct journey *))
{
    const bool named = journey_until(journey, mover, 3000);
    return story_sees(&journey->story, named, "the door's signed event says: moved by %s",
                      ledger_mover(&journey->stage->ledger));
}

bool journey_opens(struct journey *journey)
{
    const uint32_t before = journey->view.witness.relay_presses;
    hall_asked(&journey->stage->hall);
    if (!journey_types(journey, open_words) || !journey_answered(journey, 0, "done")) {
        return false;
    }
    const bool open = journey_until(journey, journey_door_is_open, LIMIT_WITHIN);
    hall_answered(&journey->stage->hall);
    return relay_pressed_once(journey, before) &&
           story_sees(&journey->story, open && journey->view.truth.cause == GARAGE_BY_RELAY,
                      "the door stands open, moved by the relay");
}

bool chapter_open(struct journey *journey)
{
    story_chapter(&journey->story, "Alice opens the door");
    return journey_opens(journey) &&
           journey_status(journey, journey_door_says_open, "open (proven), fresh") &&
           event_names(journey, alice_did_it);
}

bool chapter_close(struct journey *journey)
{
    story_chapter(&journey->story, "Alice closes it, and it warns first");
    const uint32_t before = journey->view.witness.relay_presses;
    hall_asked(&journey->stage->hall);
    if (!journey_types(journey, close_words) || !journey_answered(journey, 0, "done")) {
        return false;
    }
    const bool closed = journey_until(journey, journey_door_is_closed, LIMIT_WITHIN);
    hall_answered(&journey->stage->hall);
    const struct onlooker *onlooker = &journey->view.onlooker;
    const struct warning_seen *warning = &onlooker->before_press;
    const uint64_t tenths = (warning->lasted + 50) / 100;
    return story_sees(&journey->story,
                      warning->lasted + WARNING_OFF + journey->view.lateness >= WARNING_LEAST,
                      "%u.%u s of warning before the relay: %u beeps and %u flashes",
                      (unsigned)(tenths / 10), (unsigned)(tenths % 10), (unsigned)warning->beeps,
                      (unsigned)warning->flashes) &&
           relay_pressed_once(journey, before) &&
           story_sees(&journey->story, closed && onlooker->unwarned == 0,
                      "the door stands closed; sound and light went on until it did") &&
           journey_status(journey, journey_door_says_closed, "closed (proven), fresh");
}

bool chapter_wall_button(struct journey *journey)
{
    story_chapter(&journey->story, "Somebody presses the wall button");
    const uint32_t before = journey->view.witness.relay_presses;
    story_does(&journey->story, "Bob presses the button on the wall, which is wired to the "
                                "operator.");
    journey_presses(journey, GARAGE_WALL, 300);
    const bool open = journey_until(journey, journey_door_is_open, ARRIVES_WITHIN);
    return story_sees(&journey->story,
                      open && journey->view.witness.relay_presses == before &&
                          journey->view.truth.cause == GARAGE_BY_WALL,
                      "the door stands open, and the relay did nothing") &&
           event_names(journey, wall_did_it);
}

static bool warns(const struct journey *journey)
{
    return onlooker_warned(&journey->view.onlooker, journey->view.truth.now) >= 1500;
}

static bool is_silent(const struct journey *journey)
{
    return onlooker_warned(&journey->view.onlooker, journey->view.truth.now) == 0;
}

static void guest(struct journey *journey, enum garage_guest guest)
{
    const struct garage_action visit = {.doing = GARAGE_VISIT, .guest = guest};
    hall_act(&journey->stage->hall, &visit);
}

static bool cat_comes(struct journey *journey)
{
    if (!story_sees(&journey->story, journey_until(journey, warns, 8000),
                    "lamp and beeper are at it")) {
        return false;
    }
    story_does(&journey->story, "The cat sits down in the beam.");
    guest(journey, GARAGE_GUEST_CAT);
    return journey_hears_out(journey, 10000) && journey_answered(journey, 1, NULL);
}

bool chapter_beam(struct journey *journey)
{
    story_chapter(&journey->story, "Alice closes it, and the cat is in the way");
    const uint32_t before = journey->view.witness.relay_presses;
    hall_asked(&journey->stage->hall);
    if (!journey_until(journey, journey_door_says_open, 3000) ||
        !journey_begins(journey, close_words) || !cat_comes(journey)) {
        return false;
    }
    const bool silent = journey_until(journey, is_silent, 1000);
    hall_answered(&journey->stage->hall);
    const bool right = story_sees(
        &journey->story,
        silent && journey->view.witness.relay_presses == before && journey_door_is_open(journey),
        "the warning stopped, the relay did nothing, the door stands open");
    story_does(&journey->story, "The cat goes.");
    guest(journey, GARAGE_GUEST_NONE);
    return right && journey_waits(journey, 700);
}

bool journey_fob_closes(struct journey *journey)
{
    const uint32_t before = journey->view.witness.relay_presses;
    story_does(&journey->story, "Bob drives away and presses the fob.");
    journey_presses(journey, GARAGE_FOB, 0);
    const bool closed = journey_until(journey, journey_door_is_closed, ARRIVES_WITHIN);
    return story_sees(&journey->story,
                      closed && journey->view.witness.relay_presses == before &&
                          journey->view.truth.cause == GARAGE_BY_FOB,
                      "the door stands closed, and the relay did nothing");
}

bool chapter_fob(struct journey *journey)
{
    story_chapter(&journey->story, "Somebody uses the fob");
    return journey_fob_closes(journey) && event_names(journey, fob_did_it) &&
           journey_status(journey, journey_door_says_closed, "closed (proven), fresh");
}
