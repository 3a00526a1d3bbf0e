// The referee watches a stage in every step and says which claim was broken first. What it knows of
// the door comes from the pins, the snapshot and what was told, what it knows of the world from the
// garage.
#ifndef TEST_SIMULATION_REFEREE_H
#define TEST_SIMULATION_REFEREE_H

#include "test/support/stage.h"

struct referee {
    bool loud;          // whoever plays the tape says what happens
    const char *broken; // the rule that was broken first, NULL: none
    uint64_t broken_at;

    // What it has seen, so that a tape in which nothing happens is noticed.
    uint32_t presses;
    uint32_t warned_closings;
    uint32_t goals_ended;
    uint32_t done;
    uint32_t lock_outs;
    uint32_t boots;

    // What it remembers of the step before.
    bool relay;
    bool lock_out;
    bool vacation_lock;
    bool closing_goal_pressed; // a CLOSE that has pressed is under way
    uint64_t blocked_since;    // the beam; 0: it is clear
    uint64_t busy_since;       // 0: no goal
    uint64_t hand_at;          // somebody has last pressed a button that is fitted
    bool pressed_at_closed;    // our last press was made at the closed limit
    uint64_t counted_at;       // when the operator's presses were counted, each second
    uint32_t counted[2];       // that count, and the one before it
    uint32_t presses_before;   // a second or two before our last press
    bool few_centimetres;      // our last closing movement is one of R2 or R6
    uint64_t upset_at;         // a reset, a wall press: the warning may end in mid-close
    uint32_t closings;
    uint32_t broken_warnings;
    uint32_t presses_this_boot;
    uint32_t presses_told;
    unsigned told;
    unsigned boots_seen;
};

void referee_init(struct referee *referee, const struct stage *stage);

// After every stage_step or stage_leap.
void referee_watch(struct referee *referee, const struct stage *stage);

#endif
