// What the door is believed to do, from two switches and from what we did (C10).
//
// A limit switch proves; leaving a limit is a movement by inference, for as long as a whole travel
// may take; everything else is unknown.
#ifndef DOOR_OPERATOR_BELIEF_H
#define DOOR_OPERATOR_BELIEF_H

#include "base/must_use.h"
#include "base/stopwatch.h"

enum believed {
    BELIEVED_UNKNOWN = 0,
    BELIEVED_CLOSED,  // proven
    BELIEVED_OPEN,    // proven
    BELIEVED_OPENING, // left the closed limit and is not yet proven elsewhere
    BELIEVED_CLOSING, // left the open limit and is not yet proven elsewhere
    BELIEVED_FAULT    // the switches contradict each other, or flutter
};

struct belief {
    enum believed is;
    struct stopwatch since; // the age of the belief
    struct stopwatch quiet; // since the last edge of a switch or press of anybody
    bool ours;              // the movement believed in was started by our own press
};

// What the debounced switches say; false where one is not fitted.
struct limit_levels {
    bool at_open;
    bool at_closed;
    bool fault;
};

struct belief belief_unknown(millis now);

// Takes in the switches. ours: our own press waits for the door to leave, so a movement that begins
// now is ours. A movement that has lasted travel_limit becomes unknown.
void belief_see(struct belief *belief, const struct limit_levels *levels, bool ours,
                millis travel_limit, millis now);

// A press was made that leaves open where the door goes.
void belief_forget(struct belief *belief, millis now);

// Somebody at the door pressed: a movement is no longer ours, and nothing is quiet.
void belief_overtaken(struct belief *belief, millis now);

MUST_USE bool belief_is_moving(const struct belief *belief);

#endif
