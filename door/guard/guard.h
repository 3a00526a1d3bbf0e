// The guard: who may have his way with the door, now. It verifies, and hands out permits; whether the
// door can do what is asked is the operator's to say.
//
// A Command goes through in two calls: guard_hear verifies its signature, which takes long, and at
// the loop's next step, with the time it is then, guard_decide goes through the rest. So the guard
// knows how long a verification took without a clock of its own, and an epoch that died meanwhile
// is dead.
//
//     verdict = guard_hear(&guard, &heard, now);          GUARD_VERIFIED, or a silent refusal
//     verdict = guard_decide(&guard, locked, now)         GUARD_GRANTED, or a refusal
//     ... write to flash what must be there before a pulse ...
//     permit = guard_permit(&guard, mark);
#ifndef DOOR_GUARD_GUARD_H
#define DOOR_GUARD_GUARD_H

#include "door/guard/budget.h"
#include "door/guard/nonces.h"
#include "door/guard/roster_in_force.h"
#include "door/guard/roster_judge.h"
#include "door/guard/turns.h"
#include "door/guard/verdict.h"
#include "door/guard/wall_clock.h"
#include "door/operator/permit.h"
#include "door/store/store.h"
#include "protocol/command.h"

// A message on one of the topics a user may write, with what MQTT said of it. Borrowed.
struct heard {
    struct bytes user; // the last level of its topic
    struct bytes payload;
    bool retained;
};

// A Command whose signature held and that was not decided yet, or was granted.
struct guard_case {
    enum guard_verdict verdict; // GUARD_VERIFIED or GUARD_GRANTED; anything else: there is none
    struct command command;
    struct roster_entry entry;
    uint8_t command8[COMMAND8_SIZE];
};

struct guard {
    struct roster_law law;
    struct turns turns;
    struct roster_in_force roster;
    struct budget budget;
    struct nonces nonces;
    struct wall_clock clock;
    struct guard_case open;
    struct stopwatch verifying;        // since a verification began that has not been paid for
    bool failed;                       // that one did not hold
    uint32_t refused;                  // silent refusals of this boot, Commands and Times
    uint32_t verdicts[GUARD_VERDICTS]; // how often each was given in this boot
};

// secret is borrowed from the door's image, store too. No roster and no epoch yet.
void guard_init(struct guard *guard, const struct roster_law *law, const uint8_t *secret,
                const struct store *store);

// At each step of the loop, first of all.
void guard_run(struct guard *guard, millis now);

// Order of checks 1 to 3.
MUST_USE enum guard_verdict guard_hear(struct guard *guard, const struct heard *heard, millis now);

// Order of checks 4, up to what the operator answers. guard->open says who and what.
MUST_USE enum guard_verdict guard_decide(struct guard *guard, bool vacation_lock, millis now);

// The permit for the open case, which must be granted; closes it.
struct permit guard_permit(struct guard *guard, bool closing_mark);

// Closes the case without one.
void guard_close_case(struct guard *guard);

// ROSTER_ACCEPTED and ROSTER_TAKEN_BACK: write it to flash, commit, then guard_obey.
MUST_USE enum roster_verdict guard_hear_roster(struct guard *guard, struct bytes payload,
                                               uint64_t certificate_end, millis now);

// The Roster is committed, and stands in the store's slot: from now on it is the one.
void guard_obey(struct guard *guard, struct bytes roster);

// A timekeeper's word; GUARD_GRANTED: the wall clock was set.
MUST_USE enum guard_verdict guard_hear_time(struct guard *guard, struct bytes payload,
                                            bool retained, millis now);

// Seconds since 1970, or 0.
uint64_t guard_unix(const struct guard *guard, millis now);

// The guard wants guard_run called at least then.
millis guard_next_wake(const struct guard *guard, millis now);

#endif
