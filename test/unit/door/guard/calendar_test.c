#include "door/guard/calendar.h"
#include "test/support/check.h"

enum {
    MONDAY = 4, // 5 January 1970
    TUESDAY = 5,
    SUNDAY = 10
};

static struct local_time at(uint32_t day, unsigned hour, unsigned minute)
{
    return (struct local_time){.day = day, .minute = (uint16_t)(hour * 60 + minute)};
}

static void local_time_is_shifted_by_the_offset(void)
{
    // 22 November 2026, 23:30 UTC, a Sunday; in Berlin it is Monday.
    const uint64_t unix_seconds = 1795390200;
    const struct local_time utc = local_time_of(unix_seconds, 0);
    CHECK_SAME(utc.day, 20779);
    CHECK_SAME(utc.minute, 23 * 60 + 30);
    const struct local_time berlin = local_time_of(unix_seconds, 60);
    CHECK_SAME(berlin.day, 20780);
    CHECK_SAME(berlin.minute, 30);
    const struct local_time new_york = local_time_of(unix_seconds, -300);
    CHECK_SAME(new_york.day, 20779);
    CHECK_SAME(new_york.minute, 18 * 60 + 30);
    CHECK_SAME(local_time_of(100, -600).day, 0);
}

static void no_limits_are_no_window(void)
{
    CHECK(!calendar_has_window(&(struct roster_entry){.uses = 3}));
    CHECK(calendar_has_window(&(struct roster_entry){.days = 1}));
    CHECK(calendar_has_window(&(struct roster_entry){.from = 1}));
    CHECK(calendar_has_window(&(struct roster_entry){.to = 1}));
    CHECK(calendar_has_window(&(struct roster_entry){.last = 1}));
}

static void from_is_inclusive_and_to_exclusive(void)
{
    const struct roster_entry entry = {.from = 9 * 60, .to = 17 * 60};
    CHECK(!calendar_is_within(&entry, at(MONDAY, 8, 59)));
    CHECK(calendar_is_within(&entry, at(MONDAY, 9, 0)));
    CHECK(calendar_is_within(&entry, at(MONDAY, 16, 59)));
    CHECK(!calendar_is_within(&entry, at(MONDAY, 17, 0)));
}

static void equal_times_are_the_whole_day(void)
{
    const struct roster_entry entry = {.days = 1, .from = 600, .to = 600};
    CHECK(calendar_is_within(&entry, at(MONDAY, 0, 0)));
    CHECK(calendar_is_within(&entry, at(MONDAY, 23, 59)));
    CHECK(!calendar_is_within(&entry, at(TUESDAY, 10, 0)));
}

static void bit_0_is_monday_and_bit_6_is_sunday(void)
{
    for (uint32_t day = MONDAY; day <= SUNDAY; day++) {
        const struct roster_entry entry = {.days = (uint8_t)(1U << (day - MONDAY))};
        for (uint32_t other = MONDAY; other <= SUNDAY; other++) {
            CHECK(calendar_is_within(&entry, at(other, 12, 0)) == (other == day));
        }
    }
}

static void a_window_past_midnight_belongs_to_the_day_it_began(void)
{
    const struct roster_entry entry = {.days = 1, .from = 22 * 60, .to = 2 * 60};
    CHECK(!calendar_is_within(&entry, at(MONDAY, 1, 0)));
    CHECK(!calendar_is_within(&entry, at(MONDAY, 21, 59)));
    CHECK(calendar_is_within(&entry, at(MONDAY, 22, 0)));
    CHECK(calendar_is_within(&entry, at(TUESDAY, 1, 59)));
    CHECK(!calendar_is_within(&entry, at(TUESDAY, 2, 0)));
    CHECK(!calendar_is_within(&entry, at(TUESDAY, 22, 0)));
}

static void the_last_day_is_inclusive(void)
{
    const struct roster_entry entry = {.last = MONDAY};
    CHECK(calendar_is_within(&entry, at(MONDAY, 23, 59)));
    CHECK(!calendar_is_within(&entry, at(TUESDAY, 0, 0)));
    const struct roster_entry night = {.from = 22 * 60, .to = 2 * 60, .last = MONDAY};
    CHECK(calendar_is_within(&night, at(TUESDAY, 1, 0)));
    CHECK(!calendar_is_within(&night, at(TUESDAY, 22, 0)));
}

static void a_window_within_the_day_is_shut_on_other_days(void)
{
    const struct roster_entry mondays = {.days = 1, .from = 9 * 60, .to = 17 * 60};
    CHECK(calendar_is_within(&mondays, at(MONDAY, 12, 0)));
    CHECK(!calendar_is_within(&mondays, at(TUESDAY, 12, 0)));
}

static void before_the_first_day_there_is_no_yesterday(void)
{
    const struct roster_entry nights = {.from = 22 * 60, .to = 2 * 60};
    CHECK(!calendar_is_within(&nights, at(0, 1, 0)));
    CHECK(calendar_is_within(&nights, at(0, 23, 0)));
    CHECK(calendar_is_within(&nights, at(1, 1, 0)));
}

int main(void)
{
    RUN(a_window_within_the_day_is_shut_on_other_days);
    RUN(before_the_first_day_there_is_no_yesterday);
    RUN(local_time_is_shifted_by_the_offset);
    RUN(no_limits_are_no_window);
    RUN(from_is_inclusive_and_to_exclusive);
    RUN(equal_times_are_the_whole_day);
    RUN(bit_0_is_monday_and_bit_6_is_sunday);
    RUN(a_window_past_midnight_belongs_to_the_day_it_began);
    RUN(the_last_day_is_inclusive);
    return check_verdict();
}
