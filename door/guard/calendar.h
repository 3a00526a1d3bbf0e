// When an entry's limits let its key act: days and minutes of the local calendar.
#ifndef DOOR_GUARD_CALENDAR_H
#define DOOR_GUARD_CALENDAR_H

#include "base/must_use.h"
#include "protocol/roster.h"

#include <stdbool.h>

struct local_time {
    uint32_t day;    // since 1970
    uint16_t minute; // of that day
};

struct local_time local_time_of(uint64_t unix_seconds, int16_t offset_minutes);

// All four of days, from, to and last 0: the entry names no window.
MUST_USE bool calendar_has_window(const struct roster_entry *entry);

// from is inclusive, to exclusive, equal the whole day; a window that runs past midnight belongs to
// the day it began.
MUST_USE bool calendar_is_within(const struct roster_entry *entry, struct local_time local);

#endif
