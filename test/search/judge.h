// One step of a world, and what may never be true of it (safety.md, C1, C2, C3, C5, C13, C21 to C25).
#ifndef TEST_SEARCH_JUDGE_H
#define TEST_SEARCH_JUDGE_H

#include "test/search/events.h"

enum violation {
    V_C1_UNWARNED,      // our press starts a closing movement without permission or warning
    V_C1_UNWARNED_TURN, // the same by a press that was to stop or turn a movement (R3, R4)
    V_C1_SAME_INSTANT,  // OPEN and another press at once, on an operator that was not known (R2)
    V_C1_LOCKED_OUT,    // a closing press while locked out
    V_C2_NO_GOAL,       // a press without a goal
    V_C2_THREE_PRESSES,
    V_C2_NO_END,           // a goal does not end
    V_C3_CLOSE_LIES,       // "done" for CLOSE, but not closed
    V_C3_OPEN_LIES,        // "done" for OPEN, but not open
    V_C5_PRESS_FORGOTTEN,  // a reset in mid-close does not boot locked out
    V_C5_LOCK_OUT_LOST,    // a reset lifts the lock-out
    V_C13_OBSTRUCTED,      // a closing press while something stands in the beam
    V_C16_STILL_BUT_MOVES, // STOP says "still" of a door that moves for us
    V_C16_STOP_PRESSES,    // STOP presses at a standing door (R4)
    V_C21_NOT_LOCKED_OUT,  // a CLOSE that pressed and did not end closed does not lock out
    V_C21_ABANDONED,       // a CLOSE that pressed ends without a word
    V_C23_WALL_DEFIED,     // a press in the instant of a wall press
    V_C24_VACATION,        // a press, not STOP's, under the vacation lock
    V_C25_SILENT,          // a closing movement of ours without sound and light
    V_COUNT
};

const char *violation_name(enum violation violation);
struct judged {
    unsigned count; // of worlds that may follow
    struct world next[8];
    uint32_t violations; // bit set of enum violation
    enum press press;
    unsigned presses; // of the goal, after this step
};

// Plays one tick.
void judge_step(const struct search_config *config, const struct world *before, enum event event,
                struct judged *out);

// Ticks until the running goal ends when nothing else happens; above most: it does not.
unsigned judge_ticks_to_end(const struct search_config *config, const struct world *world,
                            unsigned most);

#endif
