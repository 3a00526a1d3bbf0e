// What is known of a door from its own signed words: the newest Epoch, in the door's order, never
// back; and whether it is fresh (docs/protocol.md, "What clients must do").
#ifndef HOME_LINK_DOOR_VIEW_H
#define HOME_LINK_DOOR_VIEW_H

#include "home/authority/key.h"
#include "protocol/epoch.h"

#include <time.h>

enum {
    FRESH_SECONDS = 150,  // a signature alone does not make it fresh: a broker can replay a day
    TIME_OFF_SECONDS = 60 // a door's clock further off than this is told the time
};

struct door_view {
    EVP_PKEY *identity; // borrowed
    uint8_t door8[DOOR8_SIZE];
    bool known;         // an Epoch was taken
    struct epoch epoch; // the newest
};

enum epoch_answer {
    EPOCH_REFUSED, // no Epoch, another door's, or not signed by this one
    EPOCH_OLDER,   // or the same again
    EPOCH_TAKEN
};

// False when identity has no point.
MUST_USE bool door_view_init(struct door_view *view, EVP_PKEY *identity);

MUST_USE enum epoch_answer door_view_take(struct door_view *view, struct bytes message);

// Its clock and ours agree that the Epoch was signed just now. False where unix8 is 0.
MUST_USE bool epoch_is_fresh(const struct epoch *epoch, time_t now);

// The door has no clock, or one that is off.
MUST_USE bool epoch_wants_time(const struct epoch *epoch, time_t now);

#endif
