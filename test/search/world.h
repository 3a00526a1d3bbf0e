// The smallest garage there is: four positions, one tick a segment. A search walks through every
// order of events in it, with the door's own planner at the button.
//
// It is the C companion of planner_model.py: the same operators, faults and checks, but the planner
// is the one that runs in the garage.
#ifndef TEST_SEARCH_WORLD_H
#define TEST_SEARCH_WORLD_H

#include "door/operator/planner.h"

enum {
    WORLD_TOP = 3,   // positions 0, closed, to 3, open
    WORLD_NOW = 1000 // the instant in which each step is played
};

enum motion {
    STANDS = 0,
    RISES = 1,
    SINKS = 2
};

enum memory { // which way it went last
    LAST_UP = 0,
    LAST_DOWN = 1,
    LAST_FORGOTTEN = 2 // a power cut: taken as either
};

enum stuck {
    NOT_STUCK = 0,
    STUCK_AT_LIMIT = 1,
    STUCK_AWAY = 2
};

// How the operator in the garage really reacts; the planner may believe something else.
struct operator_reactions {
    const char *name;
    char opening; // S stops, R reverses, I ignores
    char closing; // S, R
    char stopped; // O opposite, C closes, U opens
    bool closes_when_open;
};

struct world {
    uint8_t position;
    enum motion motion;
    enum memory last;
    enum stuck closed_switch;
    enum stuck open_switch;
    bool beam_blocked;
    bool vacation_lock;
    bool mark_on_flash; // the closing mark, as the network floor keeps it
    bool press_unseen;  // truth: a closing press was made and its goal has not ended
    bool sinks_for_us;  // truth: our own press started this closing movement
    uint8_t faults_left;
    uint8_t commands_left;
    struct planner planner; // all its stopwatches seen at WORLD_NOW
};

// One number for one world: what differs in no way that matters has the same number.
uint64_t world_pack(const struct world *world);
struct world world_unpack(uint64_t packed);

struct motion_outcome {
    enum motion motion;
    enum memory last;
};

// All that one press may lead to; gives how many (1 or 2).
unsigned world_press(const struct operator_reactions *operator_reactions, uint8_t position,
                     struct motion_outcome before, struct motion_outcome outcomes[2]);

// The door moves one segment.
void world_move(struct world *world);

#endif
