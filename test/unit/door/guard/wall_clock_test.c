#include "door/guard/wall_clock.h"
#include "test/support/check.h"

static void nobody_has_said_the_time(void)
{
    const struct wall_clock clock = {0};
    CHECK_SAME(wall_clock_unix(&clock, 0, 5000), 0);
    CHECK(!wall_clock_is_trusted(&clock, 0));
}

static void the_boards_clock_serves_no_window(void)
{
    struct wall_clock clock = {0};
    wall_clock_from_board(&clock, 1800000000, 0);
    CHECK_SAME(wall_clock_unix(&clock, 0, 5999), 1800000005);
    CHECK(!wall_clock_is_trusted(&clock, 0));
}

static void the_boards_clock_does_not_count_before_the_roster_was_made(void)
{
    struct wall_clock clock = {0};
    wall_clock_from_board(&clock, 1000, 0);
    CHECK_SAME(wall_clock_unix(&clock, 1005, 4000), 0);
    CHECK_SAME(wall_clock_unix(&clock, 1005, 5000), 1005);
    wall_clock_from_board(&clock, 0, 0);
    CHECK_SAME(wall_clock_unix(&clock, 0, 5000), 0);
}

static void a_timekeeper_is_trusted_for_a_day(void)
{
    struct wall_clock clock = {0};
    wall_clock_from_timekeeper(&clock, 1800000000, 60, 500);
    CHECK(wall_clock_is_trusted(&clock, 500));
    CHECK(wall_clock_is_trusted(&clock, 500 + 86400U * 1000U));
    CHECK(!wall_clock_is_trusted(&clock, 500 + 86401U * 1000U));
}

static void it_runs_right_for_years(void)
{
    struct wall_clock clock = {0};
    millis now = UINT32_MAX - 5000;
    wall_clock_from_timekeeper(&clock, 1800000000, 0, now);
    const uint32_t days = 400;
    for (uint32_t day = 0; day < days; day++) {
        now += 86400000;
        wall_clock_run(&clock, now);
    }
    CHECK_SAME(wall_clock_unix(&clock, 0, now), 1800000000 + days * (uint64_t)86400);
    CHECK(!wall_clock_is_trusted(&clock, now));
}

static void milliseconds_are_not_lost_by_looking_often(void)
{
    struct wall_clock clock = {0};
    wall_clock_from_timekeeper(&clock, 1000, 0, 0);
    for (millis now = 0; now <= 60000; now += 7) {
        wall_clock_run(&clock, now);
    }
    CHECK_SAME(wall_clock_unix(&clock, 0, 60000), 1060);
}

// No roster lives so long; the age must not begin anew all the same.
static void an_age_that_fills_its_room_stays_there(void)
{
    struct wall_clock clock = {0};
    wall_clock_from_timekeeper(&clock, 1000, 0, 0);
    clock.age = UINT32_MAX - 5;
    wall_clock_run(&clock, 5000);
    CHECK_SAME(clock.age, UINT32_MAX);
    wall_clock_run(&clock, 15000);
    CHECK_SAME(clock.age, UINT32_MAX);
    CHECK(!wall_clock_is_trusted(&clock, 15000));
    CHECK_SAME(wall_clock_unix(&clock, 0, 15000), 1015);
}

int main(void)
{
    RUN(an_age_that_fills_its_room_stays_there);
    RUN(nobody_has_said_the_time);
    RUN(the_boards_clock_serves_no_window);
    RUN(the_boards_clock_does_not_count_before_the_roster_was_made);
    RUN(a_timekeeper_is_trusted_for_a_day);
    RUN(it_runs_right_for_years);
    RUN(milliseconds_are_not_lost_by_looking_often);
    return check_verdict();
}
