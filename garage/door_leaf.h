// The door itself: where it is and how fast this run is. Fixed point, no floating point.
#ifndef GARAGE_DOOR_LEAF_H
#define GARAGE_DOOR_LEAF_H

#include "garage/chance.h"
#include "garage/motion.h"
#include "garage/settings.h"

// Position of the open limit; the closed limit is 0.
#define DOOR_LEAF_OPEN (UINT32_C(1) << 30)

struct door_leaf {
    uint32_t position;
    uint32_t speed; // of this run, per millisecond
    uint32_t runs;  // so far: age makes it slower
};

// Permille of the travel to a position (rounded up) and back (rounded down): there and back again is
// the same permille.
uint32_t door_leaf_at(uint32_t permille);
uint32_t door_leaf_permille(const struct door_leaf *leaf);

// A run begins: its speed is drawn, so that limit to limit takes the set time, give or take the
// drift, longer by the age.
void door_leaf_start(struct door_leaf *leaf, const struct garage_settings *settings,
                     struct chance *chance, enum garage_motion motion);

// One millisecond of that run, never beyond a limit; slow is half speed, as it is near the limit.
void door_leaf_move(struct door_leaf *leaf, const struct garage_settings *settings,
                    enum garage_motion motion, bool slow);

// One millisecond by hand towards the target. True when it is there.
bool door_leaf_push(struct door_leaf *leaf, const struct garage_settings *settings,
                    uint32_t target);

#endif
