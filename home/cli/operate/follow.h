// When a command's travel is over, told from the door's Epochs and, where it says so, its Event.
// It keeps no clock and prints nothing.
#ifndef HOME_CLI_OPERATE_FOLLOW_H
#define HOME_CLI_OPERATE_FOLLOW_H

#include "base/must_use.h"
#include "base/stopwatch.h"
#include "protocol/epoch.h"

enum {
    FOLLOW_AT_MOST = 240000 // ms: two warned attempts and the longest travel
};

enum follow_verdict {
    FOLLOW_GOING,
    FOLLOW_REACHED,
    FOLLOW_MISSED // the door is still, and not where it should be
};

struct follow {
    uint8_t action; // enum action
    uint8_t state;  // the door's, as it was last looked at
    bool moved;     // it has been seen somewhere else than it began
    struct stopwatch since_change;
    struct stopwatch since_began;
};

// state is the door's when the command was accepted.
struct follow follow_begun(uint8_t action, uint8_t state, millis now);

MUST_USE enum follow_verdict follow_look(struct follow *follow, uint8_t state, millis now);

// An Event's word about the end: it ends the matter, either way.
MUST_USE enum follow_verdict follow_event(uint8_t result);

#endif
