#include "door/guard/calendar.h"

enum {
    MINUTE = 60,
    DAY = 24 * 60 * MINUTE,
    UNIT = 128, // s
    DAYS_IN_WEEK = 7,
    FIRST_OF_1970 = 3 // a Thursday, counted from Monday
};

struct local_time local_time_of(uint64_t unix_seconds, int16_t offset_minutes)
{
    // An offset west of a time within the first day of 1970 has no local day: that day, then.
    const int64_t shifted = (int64_t)unix_seconds + (int64_t)offset_minutes * MINUTE;
    const uint64_t local = shifted > 0 ? (uint64_t)shifted : 0;
    // A day is 675 times 128 s: in these units there is no 64-bit division, which small processors do
    // not have. They last for 17,000 years.
    const uint32_t units = (uint32_t)(local / UNIT);
    const uint32_t rest = (uint32_t)(local % UNIT);
    const uint32_t second = units % (DAY / UNIT) * UNIT + rest;
    return (struct local_time){.day = units / (DAY / UNIT), .minute = (uint16_t)(second / MINUTE)};
}

bool calendar_has_window(const struct roster_entry *entry)
{
    return entry->days != 0 || entry->from != 0 || entry->to != 0 || entry->last != 0;
}

static bool day_counts(const struct roster_entry *entry, uint32_t day)
{
    const uint32_t weekday = (day + FIRST_OF_1970) % DAYS_IN_WEEK;
    const bool of_the_week = entry->days == 0 || (entry->days >> weekday & 1) != 0;
    return of_the_week && (entry->last == 0 || day <= entry->last);
}

bool calendar_is_within(const struct roster_entry *entry, struct local_time local)
{
    const bool today = day_counts(entry, local.day);
    if (entry->from == entry->to) {
        return today;
    }
    if (entry->from < entry->to) {
        return today && local.minute >= entry->from && local.minute < entry->to;
    }
    const bool began_yesterday = local.day > 0 && day_counts(entry, local.day - 1);
    return (today && local.minute >= entry->from) || (began_yesterday && local.minute < entry->to);
}
