// A reed at a limit of the door: closed in its zone, bouncing when that changes, chattering in the
// wind, sticking when it is broken.
#ifndef GARAGE_LIMIT_SWITCH_H
#define GARAGE_LIMIT_SWITCH_H

#include "garage/chance.h"

enum garage_switch_condition {
    GARAGE_SWITCH_WORKS,
    GARAGE_SWITCH_STUCK_AWAY,    // reads "not at the limit": a cut wire, a lost magnet
    GARAGE_SWITCH_STUCK_AT_LIMIT // reads "at the limit": a short circuit, a second magnet
};

enum {
    LIMIT_SWITCH_BOUNCE_MOST = 20,  // ms
    LIMIT_SWITCH_CHATTER_LEAST = 2, // ms between two edges of chatter
    LIMIT_SWITCH_CHATTER_MOST = 60
};

struct limit_switch {
    uint64_t bounce_until;
    uint64_t chatter_until;
    uint64_t chatter_next;
    enum garage_switch_condition condition;
    bool at_limit; // the leaf is in the zone
    bool parted;   // by chatter
    bool reed;     // as it reads while it works
};

struct limit_switch limit_switch_resting(bool at_limit);

// For so many milliseconds from now the wind moves the leaf about: in the zone the reed opens and
// closes at random. Outside it stays open.
void limit_switch_chatter(struct limit_switch *limit, uint64_t now, uint32_t lasting);

// One millisecond; bounce is its longest bounce, 0 for none.
void limit_switch_step(struct limit_switch *limit, struct chance *chance, bool at_limit,
                       uint32_t bounce, uint64_t now);

// True: it reads "at the limit".
bool limit_switch_level(const struct limit_switch *limit);

// The first instant at which it may change though the leaf does not move.
uint64_t limit_switch_due(const struct limit_switch *limit, uint64_t now);

#endif
