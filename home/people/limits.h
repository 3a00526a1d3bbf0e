// Limits of a key as a person says and reads them: hours of the week, a last day, a number of openings.
//
//     "mon-fri 7:00-9:00"   those days, from 7:00 until just before 9:00
//     "sat,sun"             those days, around the clock
//     "22:00-6:30"          every day; past midnight belongs to the day it began
#ifndef HOME_PEOPLE_LIMITS_H
#define HOME_PEOPLE_LIMITS_H

#include "base/must_use.h"
#include "home/failure.h"
#include "protocol/roster.h"

#include <time.h>

// Sets days, from and to. Refuses what is every day around the clock: that is no limit.
MUST_USE bool limits_take_window(const char *text, struct roster_entry *entry,
                                 struct failure *failure);

// Sets the last day, as "2026-12-24", local and inclusive. Refuses one that is over at now.
MUST_USE bool limits_take_until(const char *text, time_t now, struct roster_entry *entry,
                                struct failure *failure);

// Makes the local day in which that time ends the last one, where none is earlier: a roster knows days.
void limits_take_end(time_t end, struct roster_entry *entry);

// Sets the number of openings, 1 to 255.
MUST_USE bool limits_take_uses(long uses, struct roster_entry *entry, struct failure *failure);

// The key is limited by something: a guest's without is without power (docs/protocol.md).
MUST_USE bool limits_are_there(const struct roster_entry *entry);

// The last day is over.
MUST_USE bool limits_are_over(const struct roster_entry *entry, time_t now);

// "mon-fri 7:00-9:00, until 2026-12-24, 3 openings"; "" where there is no limit.
struct limits_text {
    char text[112];
};
struct limits_text limits_words(const struct roster_entry *entry);

#endif
