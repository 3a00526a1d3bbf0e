// How much verifying the door does for whom: a verification is the dearest thing it can be asked for.
//
// Eight tokens for each user, one back every 4 s; a Roster and a Time every 30 s; and after a
// verification that failed and took d, none for anybody for 3 d: so that forged input costs at most
// a quarter of the processor.
#ifndef DOOR_GUARD_BUDGET_H
#define DOOR_GUARD_BUDGET_H

#include "base/stopwatch.h"
#include "protocol/roster.h"

enum {
    BUDGET_TOKENS = 8,
    BUDGET_REFILL = 4000, // ms for one token
    BUDGET_RARE = 30000,  // ms between two Rosters, and between two Times
    BUDGET_REST = 3       // times as long as the failed verification took
};

struct budget {
    uint8_t spent[ROSTER_ENTRIES_MOST];    // tokens, by user
    millis refilling[ROSTER_ENTRIES_MOST]; // since then; counts while any is spent
    struct stopwatch roster;               // since the last one
    struct stopwatch time;
    struct stopwatch resting;
    millis rest;
};

void budget_init(struct budget *budget);

// Called often: stops the stopwatches that have fired.
void budget_run(struct budget *budget, millis now);

// Takes one token of the user, whose number is below ROSTER_ENTRIES_MOST. False: none is left, or the
// door rests.
MUST_USE bool budget_take(struct budget *budget, size_t user, millis now);
MUST_USE bool budget_take_roster(struct budget *budget, millis now);
MUST_USE bool budget_take_time(struct budget *budget, millis now);

// A verification that took so long had failed.
void budget_failed(struct budget *budget, millis took, millis now);

// The users have other numbers now: who has spent what is forgotten, rests and rarities are not.
void budget_renumber(struct budget *budget);

#endif
