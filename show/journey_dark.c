// The broker dies and returns; the power goes in the middle of a close; and in the end, the count.
#include "show/journey.h"

#include "show/listening.h"
#include "show/moment.h"

#include <string.h>
#include <unistd.h>

enum {
    BACK_WITHIN = 60000, // ms: the longest that a door backs off
    MIDWAY = 600         // permille
};

static const char *const close_words[] = {"close", STAGE_DOOR, NULL};

static bool breaks(struct journey *journey, const struct failure *failure)
{
    story_breaks(&journey->story, failure->text);
    return false;
}

static bool door_is_back(const struct journey *journey)
{
    return journey->stage->ledger.heard_at > journey->typed_at;
}

static bool return_of_broker(struct journey *journey)
{
    struct failure failure;
    journey->typed_at = moment_now();
    if (!stage_broker_start(journey->stage, BROKER_HONEST, &failure)) {
        return breaks(journey, &failure);
    }
    const bool back = journey_until(journey, door_is_back, BACK_WITHIN);
    const uint64_t took = moment_now() - journey->typed_at;
    return story_sees(&journey->story, back,
                      "the door's own signed word, %u.%u s after the broker's start",
                      (unsigned)(took / 1000), (unsigned)(took % 1000 / 100));
}

bool chapter_broker_returns(struct journey *journey)
{
    story_chapter(&journey->story, "The broker dies, and comes back");
    story_does(&journey->story, "The thief is thrown out: the broker has its own configuration "
                                "again.");
    thief_end(&journey->thief);
    stage_broker_stop(journey->stage);
    if (!return_of_broker(journey)) {
        return false;
    }
    const struct hall_view before = journey->view;
    story_does(&journey->story, "The broker is killed, and started again.");
    stage_broker_kill(journey->stage);
    return return_of_broker(journey) &&
           story_sees(&journey->story,
                      journey->view.witness.relay_edges == before.witness.relay_edges,
                      "the relay did nothing") &&
           journey_status(journey, journey_door_says_closed, "closed (proven), fresh");
}

static bool closes_midway(const struct journey *journey)
{
    const struct garage_truth *truth = &journey->view.truth;
    return truth->motion == GARAGE_CLOSING && truth->permille < MIDWAY;
}

static bool cut_power_midway(struct journey *journey)
{
    struct failure failure;
    hall_asked(&journey->stage->hall);
    if (!journey_until(journey, journey_door_says_open, 3000) ||
        !journey_begins(journey, close_words) ||
        !story_sees(&journey->story, journey_until(journey, closes_midway, 15000),
                    "the door is on its way down")) {
        return false;
    }
    story_does(&journey->story, "The power goes.");
    hall_answered(&journey->stage->hall);
    if (!stage_mains(journey->stage, false, &failure)) {
        return breaks(journey, &failure);
    }
    return journey_waits(journey, 1500);
}

static bool has_told_interruption(const struct journey *journey)
{
    const struct event *ending = &journey->stage->ledger.ending;
    return ending->what == WHAT_GOAL_ENDED && ending->result == RESULT_INTERRUPTED;
}

static bool power_returns(struct journey *journey)
{
    struct failure failure;
    const struct hall_view before = journey->view;
    story_does(&journey->story, "The power comes back.");
    journey->typed_at = moment_now();
    if (!stage_mains(journey->stage, true, &failure)) {
        return breaks(journey, &failure);
    }
    const bool back = journey_until(journey, door_is_back, BACK_WITHIN);
    return story_sees(&journey->story, back, "the door's own signed word, of its boot number %u",
                      (unsigned)journey->stage->ledger.view.epoch.boot) &&
           story_sees(&journey->story, journey_until(journey, has_told_interruption, 3000),
                      "its signed event says that the close was interrupted") &&
           story_sees(&journey->story,
                      journey->view.witness.relay_edges == before.witness.relay_edges &&
                          journey->view.truth.permille == before.truth.permille,
                      "the relay did nothing, and the door still stands midway");
}

// The beam counts as obstructed until it has been heard for a while.
static bool is_locked_out_and_clear(const struct journey *journey)
{
    const uint8_t flags = journey->stage->ledger.view.epoch.flags;
    return (flags & EPOCH_LOCK_OUT) != 0 && (flags & EPOCH_OBSTRUCTED) == 0;
}

static bool refuses_to_close(struct journey *journey)
{
    const uint32_t before = journey->view.witness.relay_edges;
    return journey_hears_out(journey, 90000) &&
           journey_status(journey, is_locked_out_and_clear, "locked out") &&
           journey_types(journey, close_words) &&
           journey_answered(journey, 1, "refuses to close") &&
           story_sees(&journey->story, journey->view.witness.relay_edges == before,
                      "the relay did nothing");
}

bool chapter_power_cut(struct journey *journey)
{
    story_chapter(&journey->story, "The power goes in the middle of a close");
    if (!journey_opens(journey) || !cut_power_midway(journey) || !power_returns(journey) ||
        !refuses_to_close(journey)) {
        return false;
    }
    story_does(&journey->story, "Alice goes and looks, and presses the button on the wall.");
    journey_presses(journey, GARAGE_WALL, 300);
    return story_sees(&journey->story, journey_until(journey, journey_door_is_open, 12000),
                      "the door stands open") &&
           journey_status(journey, journey_door_says_open, "open (proven), fresh") &&
           story_sees(&journey->story, strstr(journey->said, "locked out") == NULL,
                      "it may close again");
}

static bool nobody_listens(struct journey *journey)
{
    const char *const watch_words[] = {"watch", STAGE_DOOR, NULL};
    struct failure failure;
    unsigned us = 0;
    unsigned door = 0;
    unsigned typed = 0;
    unsigned emulator = 0; // behind the board's pins
    unsigned broker = 0;
    if (!journey_begins(journey, watch_words) || !journey_waits(journey, 600)) {
        return false;
    }
    if (!listening_count(getpid(), &us, &failure) ||
        !listening_count(journey->stage->controller.pid, &door, &failure) ||
        !listening_count_of_children(journey->stage->controller.pid, &emulator, &failure) ||
        !listening_count(journey->typed.pid, &typed, &failure) ||
        !listening_count(journey->stage->broker.pid, &broker, &failure)) {
        return breaks(journey, &failure);
    }
    journey_interrupts(journey);
    return journey_hears_out(journey, 3000) &&
           story_sees(&journey->story,
                      us + door + emulator + typed == 0 &&
                          broker == (stage_has_page(journey->stage) ? 2U : 1U),
                      "listening ports: the door %u, the command line %u, the broker %u",
                      door + emulator, typed, broker);
}

bool chapter_ledger(struct journey *journey)
{
    story_chapter(&journey->story, "The count");
    if (!nobody_listens(journey)) {
        return false;
    }
    const struct witness *witness = &journey->view.witness;
    return story_sees(&journey->story,
                      witness->presses_unasked == 0 && witness->cut_off == 0 &&
                          witness->moved_unasked == 0,
                      "the relay pressed %u times, never unasked",
                      (unsigned)witness->relay_presses) &&
           story_sees(&journey->story,
                      witness->closings[GARAGE_BY_RELAY] == 2 &&
                          journey->view.onlooker.unwarned == 0,
                      "it closed the door %u times, never without its warning",
                      (unsigned)witness->closings[GARAGE_BY_RELAY]) &&
           story_sees(&journey->story, witness->touches == 0, "nobody was touched");
}
