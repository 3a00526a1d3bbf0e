#include "door/operator/pulse.h"
#include "door/operator/travel.h"
#include "test/support/check.h"

static struct travel nothing_learned(void)
{
    struct travel travel;
    const struct travel_record record = {.decades = {0, 0}};
    travel_init(&travel, &record, 0);
    return travel;
}

static struct travel learned(millis opening, millis closing)
{
    struct travel travel = nothing_learned();
    travel_learn_run(&travel, WAY_OPENING, opening);
    travel_learn_run(&travel, WAY_CLOSING, closing);
    return travel;
}

static void before_anything_is_learned_the_slowest_is_expected(void)
{
    const struct travel travel = nothing_learned();
    const struct planner_timing timing = travel_timing(&travel, 5000, 50);
    CHECK_SAME(timing.start_limit, 5000);
    CHECK_SAME(timing.travel_limit, 60000);
    CHECK_SAME(timing.still, 65000);
    CHECK_SAME(timing.young, 4000);
    CHECK_SAME(timing.warning, 5000);
    CHECK_SAME(timing.gap, PULSE_GAP);
    CHECK_SAME(timing.retry, 30000);
    CHECK_SAME(timing.vent, 0);
}

static void one_way_alone_teaches_nothing_of_the_other(void)
{
    struct travel travel = nothing_learned();
    travel_learn_run(&travel, WAY_OPENING, 12000);
    const struct planner_timing timing = travel_timing(&travel, 5000, 50);
    CHECK_SAME(timing.travel_limit, 60000);
    CHECK_SAME(timing.young, 4000);
    CHECK_SAME(timing.vent, 0);
}

static void times_follow_the_slowest_and_the_fastest_run(void)
{
    struct travel travel = learned(12000, 15000);
    travel_learn_run(&travel, WAY_OPENING, 11000);
    const struct planner_timing timing = travel_timing(&travel, 30000, 10);
    CHECK_SAME(timing.travel_limit, 15000 * 13 / 10 + 3000);
    CHECK_SAME(timing.still, timing.travel_limit + 5000);
    CHECK_SAME(timing.young, 8800);
    CHECK_SAME(timing.vent, 1100);
    CHECK_SAME(travel_timing(&travel, 30000, 50).vent, 5500);
    travel = learned(20000, 8000);
    CHECK_SAME(travel_timing(&travel, 5000, 50).vent, 4000);
}

static void a_vent_that_could_not_be_stopped_in_time_has_no_time(void)
{
    struct travel travel = learned(5999, 12000);
    CHECK_SAME(travel_timing(&travel, 5000, 10).vent, 0);
    travel = learned(6000, 12000);
    CHECK_SAME(travel_timing(&travel, 5000, 10).vent, 600);
}

static void t_start_follows_the_learned_delay_but_is_never_below_5_s(void)
{
    struct travel travel = nothing_learned();
    travel_learn_delay(&travel, 1400);
    CHECK_SAME(travel_timing(&travel, 5000, 0).start_limit, 5000);
    travel_learn_delay(&travel, 9000);
    travel_learn_delay(&travel, 8000);
    CHECK_SAME(travel_timing(&travel, 5000, 0).start_limit, 18000);
}

static void no_run_of_under_2_s_or_over_2_minutes_is_learned(void)
{
    struct travel travel = nothing_learned();
    travel_learn_run(&travel, WAY_OPENING, TRAVEL_RUN_LEAST - 1);
    travel_learn_run(&travel, WAY_OPENING, TRAVEL_RUN_MOST + 1);
    CHECK_SAME(travel_median(&travel, WAY_OPENING), 0);
    travel_learn_run(&travel, WAY_OPENING, TRAVEL_RUN_LEAST);
    CHECK_SAME(travel_median(&travel, WAY_OPENING), TRAVEL_RUN_LEAST);
}

static void outliers_of_over_30_percent_are_dropped_until_eight_come_in_a_row(void)
{
    struct travel travel = learned(10000, 10000);
    travel_learn_run(&travel, WAY_OPENING, 13000);
    CHECK_SAME(travel.record.runs[WAY_OPENING].count, 2);
    travel = learned(10000, 10000);
    for (unsigned i = 0; i < 7; i++) {
        travel_learn_run(&travel, WAY_OPENING, 13001);
        CHECK_SAME(travel_median(&travel, WAY_OPENING), 10000);
    }
    travel_learn_run(&travel, WAY_OPENING, 13001);
    CHECK_SAME(travel_median(&travel, WAY_OPENING), 13001);
    CHECK_SAME(travel_median(&travel, WAY_CLOSING), 10000);
    // One that fits begins the count anew.
    travel = learned(10000, 10000);
    for (unsigned i = 0; i < 20; i++) {
        travel_learn_run(&travel, WAY_OPENING, i % 7 == 6 ? 10000 : 14000);
    }
    CHECK_SAME(travel_median(&travel, WAY_OPENING), 10000);
}

static void a_run_fits_within_20_percent_of_the_learned_time(void)
{
    const struct travel travel = learned(10000, 20000);
    CHECK(travel_fits(&travel, WAY_OPENING, 8000));
    CHECK(travel_fits(&travel, WAY_OPENING, 12000));
    CHECK(!travel_fits(&travel, WAY_OPENING, 7999));
    CHECK(!travel_fits(&travel, WAY_OPENING, 12001));
    CHECK(!travel_fits(&travel, WAY_CLOSING, 12000));
    const struct travel nothing = nothing_learned();
    CHECK(!travel_fits(&nothing, WAY_OPENING, 10000));
}

static void a_median_is_kept_each_ten_days_and_ninety_days_are_remembered(void)
{
    struct travel travel = learned(10000, 10000);
    millis now = 0;
    for (unsigned decade = 0; decade < 12; decade++) {
        for (unsigned day = 0; day < 10; day++) {
            now += 86400000;
            travel_grow_older(&travel, now);
        }
        CHECK_SAME(travel.record.decades[WAY_OPENING], decade < 8 ? decade + 1 : 9);
    }
    CHECK(!travel_is_slow(&travel, WAY_OPENING));
    for (unsigned i = 0; i < 8; i++) {
        travel_learn_run(&travel, WAY_OPENING, 12500);
    }
    CHECK(travel_is_slow(&travel, WAY_OPENING));
    CHECK(!travel_is_slow(&travel, WAY_CLOSING));
}

enum flaw {
    FLAW_COUNT,
    FLAW_NEXT,
    FLAW_TOO_SHORT,
    FLAW_TOO_LONG,
    FLAW_DELAYS_COUNT,
    FLAW_DELAYS_NEXT,
    FLAW_DECADES,
    FLAW_NONE
};

static void spoil(struct travel_record *record, enum flaw flaw)
{
    switch (flaw) {
    case FLAW_COUNT:
        record->runs[WAY_OPENING].count = TRAVEL_RUNS + 1;
        break;
    case FLAW_NEXT:
        record->runs[WAY_CLOSING].next = TRAVEL_RUNS;
        break;
    case FLAW_TOO_SHORT:
        record->runs[WAY_CLOSING].times[0] = 0;
        break;
    case FLAW_TOO_LONG:
        record->runs[WAY_OPENING].times[0] = UINT32_MAX;
        break;
    case FLAW_DELAYS_COUNT:
        record->delays.count = 255;
        break;
    case FLAW_DELAYS_NEXT:
        record->delays.next = 200;
        break;
    case FLAW_DECADES:
        record->decades[WAY_OPENING] = TRAVEL_DECADES + 1;
        break;
    case FLAW_NONE:
        break;
    }
}

static void a_record_that_can_not_be_true_is_forgotten(void)
{
    const struct travel good = learned(12000, 12000);
    for (enum flaw flaw = FLAW_COUNT; flaw <= FLAW_NONE; flaw++) {
        struct travel_record record = good.record;
        spoil(&record, flaw);
        struct travel travel;
        travel_init(&travel, &record, 0);
        const bool kept = flaw == FLAW_NONE;
        CHECK_SAME(travel_median(&travel, WAY_OPENING), kept ? 12000 : 0);
        CHECK_SAME(travel_timing(&travel, 5000, 0).travel_limit, kept ? 18600 : 60000);
    }
}

int main(void)
{
    RUN(before_anything_is_learned_the_slowest_is_expected);
    RUN(one_way_alone_teaches_nothing_of_the_other);
    RUN(times_follow_the_slowest_and_the_fastest_run);
    RUN(a_vent_that_could_not_be_stopped_in_time_has_no_time);
    RUN(t_start_follows_the_learned_delay_but_is_never_below_5_s);
    RUN(no_run_of_under_2_s_or_over_2_minutes_is_learned);
    RUN(outliers_of_over_30_percent_are_dropped_until_eight_come_in_a_row);
    RUN(a_run_fits_within_20_percent_of_the_learned_time);
    RUN(a_median_is_kept_each_ten_days_and_ninety_days_are_remembered);
    RUN(a_record_that_can_not_be_true_is_forgotten);
    return check_verdict();
}
