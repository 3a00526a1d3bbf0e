// The planner: from a goal, a belief and the time to a press or none (safety.md, section 5).
//
// Only at the proven closed limit is one press known not to close the door. Every other press is a
// closing press, whatever was asked for, and needs permission and a completed warning (C1).
//
// No clock, no pin, no flash: a step is a function of the planner's own state and its inputs, so
// that a search can try every order of events.
#ifndef DOOR_OPERATOR_PLANNER_H
#define DOOR_OPERATOR_PLANNER_H

#include "door/operator/belief.h"
#include "door/operator/mailbox.h"
#include "door/operator/profile.h"
#include "protocol/operator_settings.h"

enum goal {
    GOAL_NONE = 0,
    GOAL_OPEN,
    GOAL_CLOSE,
    GOAL_STOP,
    GOAL_VENT
};

enum phase {
    PHASE_PENDING = 0, // waiting for a limit, or for stillness
    PHASE_WARNING,     // sound and light before the press
    PHASE_STARTING,    // pressed at a limit; the door has not left it yet
    PHASE_TRAVELLING,  // on its way, or still where it was
    PHASE_AWAITING,    // STOP or OPEN has replaced a goal whose press is not answered yet
    PHASE_REOPENING,   // pressed against our own closing movement
    PHASE_WATCHING,    // stopped by our press; watched to see whether it stays so
    PHASE_PAUSING      // between two attempts to close
};

// All in ms, but the planner only compares them: a search may count in ticks.
struct planner_timing {
    millis start_limit;  // T_start: a press is answered by then, or was not heard
    millis travel_limit; // T_travel: no run lasts longer
    millis still;        // no edge and no press for so long: it stands
    millis young;        // too soon for a movement to have reached the other limit
    millis warning;      // uninterrupted, before a closing press
    millis gap;          // from the beginning of a press of the relay to the next
    millis settle;       // after a press, before a limit switch is believed to answer it
    millis retry;        // from the first press of a CLOSE to its second
    millis vent;         // how long an opening lasts that ends as VENT; 0: not known
};

struct planner_rules {
    const struct profile *profile;
    enum limit_switches switches;
    bool recover;            // owner's option
    bool stop_while_opening; // owner's option
    struct planner_timing timing;
};

struct planner_inputs {
    struct limit_levels levels;
    bool permission; // C1, as far as it is not the planner's own: enabled, sectional, outputs sound
    bool obstructed; // C13
    bool vacation_lock; // C24: nothing but a STOP is pressed
    bool local_press;   // somebody pressed the wall button, or the button on the device
    enum goal command;  // GOAL_NONE: nothing new
    bool closing_mark;  // with a command: the mark is on flash
};

enum press {
    PRESS_NONE = 0,
    PRESS_OPEN,    // at the proven closed limit: not a closing press
    PRESS_CLOSE,   // all others are
    PRESS_RECOVER, // from midway, to whichever limit
    PRESS_STOP_OPENING,
    PRESS_STOP_CLOSING,
    PRESS_REOPEN,
    PRESS_VENT_STOP
};

struct ending {
    enum goal goal;
    enum outcome outcome;
    uint8_t presses;
};

enum {
    ENDINGS_MOST = 2 // the one that gave way, and the new one
};

struct planner_decision {
    enum press press;
    // With a command: DONE where it was taken up, else why it began nothing or was over at once.
    enum outcome command_outcome;
    uint8_t endings_count;
    struct ending endings[ENDINGS_MOST]; // goals that ended in this step, presses made or not
};

struct planner {
    enum goal goal;
    enum phase phase;
    struct stopwatch in_phase;
    struct stopwatch since_press; // of the relay
    struct stopwatch warning;     // running: sound and light are on
    uint8_t presses;              // of this goal, or of the one it awaits
    bool closing_mark;            // on flash for this goal
    bool press_unanswered;        // pressed at a limit that the door has not left yet
    bool blind_close;             // we pressed to close from "not closed": its direction is ours
    bool lock_out;                // C21
    struct belief belief;
};

// At boot: the door is UNKNOWN, no goal survives (C4); lock_out is what was kept (C5).
struct planner planner_at_boot(bool lock_out, millis now);

// One step. Presses are decided on the belief of this instant.
struct planner_decision planner_step(struct planner *planner, const struct planner_rules *rules,
                                     const struct planner_inputs *inputs, millis now);

// Nobody has stepped for so long that sound and light stood still: the warning before a press begins
// anew (C4, C25).
void planner_lost_time(struct planner *planner, millis now);

// A goal that has not pressed, or waits to press once more: it can be dropped without a trace.
MUST_USE bool planner_waits_to_press(const struct planner *planner);

// The warning has run for as long as a closing press needs.
MUST_USE bool planner_has_warned(const struct planner *planner, const struct planner_rules *rules,
                                 millis now);

#endif
