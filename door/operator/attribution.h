// Who moved it (C15). Said only as far as it is known, never guessed further.
#ifndef DOOR_OPERATOR_ATTRIBUTION_H
#define DOOR_OPERATOR_ATTRIBUTION_H

#include "door/operator/belief.h"
#include "door/operator/mailbox.h"
#include "door/operator/travel.h"

enum {
    WALL_PRESS_ANSWERED = 1000 // ms from a wall press to leaving the limit
};

// The movement that is under way.
struct run {
    bool going;
    bool disturbed; // a press, an obstruction or a fault came in between: nothing to learn from
    enum believed from;
    struct stopwatch began;
    enum mover mover;
    uint8_t key8[KEY8_SIZE];
    uint8_t command8[COMMAND8_SIZE];
};

struct attribution {
    struct run run;
    enum believed was; // the belief of the step before
    struct stopwatch our_press;
    struct stopwatch wall_press;
    struct stopwatch since_boot;
    uint8_t key8[KEY8_SIZE]; // of our last press
    uint8_t command8[COMMAND8_SIZE];
    enum mover mover; // of the movement that is under way, as far as it is known; else of the last
    uint8_t mover_key8[KEY8_SIZE];
};

// A movement that has come to an end, or was seen to begin where that says it all.
struct movement {
    enum mover mover;
    uint8_t key8[KEY8_SIZE];
    uint8_t command8[COMMAND8_SIZE];
    enum believed from;
    enum believed to;
    millis took;
    bool undisturbed; // from limit to limit without an event: travel may learn from it
};

struct attribution attribution_at_boot(millis now);

void attribution_our_press(struct attribution *attribution, const struct permit *permit,
                           millis now);
void attribution_wall_press(struct attribution *attribution, millis now);

// Something else happened that makes a run worthless for learning.
void attribution_disturb(struct attribution *attribution);

// Takes in the belief. Learns into travel. True when a movement is to be
// told.
bool attribution_see(struct attribution *attribution, enum believed belief, struct travel *travel,
                     struct movement *out, millis now);

#endif
