#include "door/operator/limits.h"
#include "test/support/check.h"

static struct limit_levels hold(struct limits *limits, bool open, bool closed, millis *now,
                                millis lasting)
{
    struct limit_levels levels = {false, false, false};
    for (millis i = 0; i < lasting; i++) {
        (*now)++;
        levels = limits_see(limits, open, closed, *now);
    }
    return levels;
}

static void each_switch_speaks_for_its_limit(void)
{
    millis now = UINT32_MAX - 500;
    struct limits limits = limits_at_boot(SWITCHES_BOTH, now);
    struct limit_levels levels = hold(&limits, false, true, &now, 101);
    CHECK(levels.at_closed && !levels.at_open && !levels.fault);
    levels = hold(&limits, false, false, &now, 51);
    CHECK(!levels.at_closed && !levels.at_open && !levels.fault);
    levels = hold(&limits, true, false, &now, 101);
    CHECK(!levels.at_closed && levels.at_open && !levels.fault);
}

static void a_switch_that_is_not_fitted_says_nothing(void)
{
    static const enum limit_switches sets[] = {SWITCHES_NONE, SWITCHES_OPEN_ONLY,
                                               SWITCHES_CLOSED_ONLY, SWITCHES_BOTH};
    for (unsigned i = 0; i < 4; i++) {
        millis now = 0;
        struct limits limits = limits_at_boot(sets[i], now);
        const struct limit_levels levels = hold(&limits, true, true, &now, 1000);
        CHECK_SAME(levels.at_open, sets[i] == SWITCHES_OPEN_ONLY || sets[i] == SWITCHES_BOTH);
        CHECK_SAME(levels.at_closed, sets[i] == SWITCHES_CLOSED_ONLY || sets[i] == SWITCHES_BOTH);
        CHECK_SAME(levels.fault, sets[i] == SWITCHES_BOTH);
    }
}

static void a_contradiction_lasts_60_s_beyond_its_end(void)
{
    millis now = UINT32_MAX - 30000;
    struct limits limits = limits_at_boot(SWITCHES_BOTH, now);
    CHECK(hold(&limits, true, true, &now, 302).fault);
    CHECK(!hold(&limits, true, false, &now, 51).at_closed);
    CHECK(hold(&limits, true, false, &now, CONTRADICTION_QUIET - 52).fault);
    CHECK(!hold(&limits, true, false, &now, 60).fault);
}

static void both_for_less_than_200_ms_is_forgotten_when_it_ends(void)
{
    millis now = 0;
    struct limits limits = limits_at_boot(SWITCHES_BOTH, now);
    CHECK(!hold(&limits, true, false, &now, 500).fault);
    (void)hold(&limits, true, true, &now, 101 + 148);
    CHECK(!hold(&limits, true, false, &now, 51).fault);
    (void)hold(&limits, true, true, &now, 101 + 151);
    CHECK(hold(&limits, true, false, &now, 51).fault);
}

static void a_contradiction_of_fifty_days_is_one_all_the_time(void)
{
    millis now = 0;
    struct limits limits = limits_at_boot(SWITCHES_BOTH, now);
    CHECK(hold(&limits, true, true, &now, 400).fault);
    for (unsigned i = 0; i < 60 * 24; i++) {
        now += 3600000;
        CHECK(limits_see(&limits, true, true, now).fault);
        CHECK(hold(&limits, true, true, &now, 3).fault);
    }
}

static void flutter_of_either_switch_is_a_fault(void)
{
    for (unsigned which = 0; which < 2; which++) {
        millis now = 0;
        struct limits limits = limits_at_boot(SWITCHES_BOTH, now);
        struct limit_levels levels = {false, false, false};
        for (unsigned i = 0; i < 10; i++) {
            const bool level = i % 2 == 0;
            levels = hold(&limits, which == 0 && level, which == 1 && level, &now, 40);
        }
        CHECK(levels.fault);
        CHECK(!levels.at_open && !levels.at_closed);
    }
}

int main(void)
{
    RUN(each_switch_speaks_for_its_limit);
    RUN(a_switch_that_is_not_fitted_says_nothing);
    RUN(a_contradiction_lasts_60_s_beyond_its_end);
    RUN(both_for_less_than_200_ms_is_forgotten_when_it_ends);
    RUN(a_contradiction_of_fifty_days_is_one_all_the_time);
    RUN(flutter_of_either_switch_is_a_fault);
    return check_verdict();
}
