// What may happen next to a protocol_world, as numbers a search can keep.
#ifndef TEST_SEARCH_PROTOCOL_EVENTS_H
#define TEST_SEARCH_PROTOCOL_EVENTS_H

#include "test/search/protocol_world.h"

enum event_kind {
    EVENT_START = 0, // none: the beginning
    EVENT_DELIVER,   // which: the command
    EVENT_DELIVER_LATE,
    EVENT_DELIVER_AND_HAND,
    EVENT_ROSTER, // which: the version
    EVENT_TURN,
    EVENT_WALL,
    EVENT_GO_ON,
    EVENT_CRASH,
    EVENT_DAMAGE
};

enum {
    EVENTS_MOST = 1024,
    EVENT_NEW = 0xff,   // which: none that was delivered before, but one that wish describes
    EVENT_CUT_KINDS = 3 // before the operation, within it, after it
};

// An event, perhaps with a power cut in it.
struct protocol_event {
    uint8_t kind;
    uint8_t which;
    uint8_t wish; // person and action
    uint8_t view;
    uint8_t place;
    uint8_t cut_at; // the flash operation of this event, from 1; 0: no cut
    uint8_t cut_kind;
};

struct protocol_limits {
    uint8_t commands;
    uint8_t turns;
    uint8_t crashes;
    uint8_t hands;
};

// All events without a cut that are possible now; gives how many.
unsigned protocol_events(const struct protocol_world *world, const struct protocol_limits *limits,
                         struct protocol_event events[EVENTS_MOST]);

// True for an event that delivers a command that nobody has delivered before.
MUST_USE bool protocol_event_is_new(const struct protocol_event *event);

// Plays it; gives how many flash operations there were, each of which could have been cut.
unsigned protocol_play(struct protocol_world *world, const struct protocol_event *event);

// "broker delivers #1: B close, and the power goes within write 2"; before: the world it is played in.
void protocol_event_text(const struct protocol_world *before, const struct protocol_event *event,
                         char *text, size_t size);

#endif
