// The words for how a door moves and who made it move.
#ifndef GARAGE_MOTION_H
#define GARAGE_MOTION_H

#include <stdint.h>

enum garage_motion {
    GARAGE_STILL,
    GARAGE_OPENING,
    GARAGE_CLOSING
};

// Whose doing a movement is. The operator's own reversal is BY_OBSTRUCTION, whoever started the run
// that was reversed.
enum garage_cause {
    GARAGE_BY_NOBODY,
    GARAGE_BY_RELAY,
    GARAGE_BY_WALL,
    GARAGE_BY_FOB,
    GARAGE_BY_HAND,
    GARAGE_BY_TIMER, // the operator's own auto-close timer
    GARAGE_BY_OBSTRUCTION
};

enum {
    GARAGE_CAUSES = GARAGE_BY_OBSTRUCTION + 1
};

// An instant of virtual time that does not come.
#define GARAGE_NEVER UINT64_MAX

#endif
