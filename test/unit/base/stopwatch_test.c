#include "base/stopwatch.h"
#include "test/support/check.h"

static const millis starts[] = {0, UINT32_MAX - 100, 0x7fffff00, 123456789};

static void it_reaches_a_length_at_that_length(void)
{
    for (unsigned i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
        const struct stopwatch watch = stopwatch_started(starts[i]);
        CHECK(!stopwatch_reached(watch, starts[i] + 199, 200));
        CHECK(stopwatch_reached(watch, starts[i] + 200, 200));
        CHECK_SAME(stopwatch_elapsed(watch, starts[i] + 5000), 5000);
    }
}

static void a_stopped_one_reaches_nothing(void)
{
    CHECK(!stopwatch_reached(stopwatch_stopped(), 5000, 0));
    CHECK_SAME(stopwatch_elapsed(stopwatch_stopped(), 5000), 0);
}

static void one_that_is_held_does_not_start_over_at_the_wrap(void)
{
    struct stopwatch watch = stopwatch_started(42);
    millis now = 42;
    // A hundred days in steps of ten.
    for (int i = 0; i < 10; i++) {
        now += 864000000U;
        stopwatch_hold(&watch, now);
    }
    CHECK_SAME(stopwatch_elapsed(watch, now), STOPWATCH_MOST);
}

static void holding_a_young_one_changes_nothing(void)
{
    struct stopwatch watch = stopwatch_started(UINT32_MAX);
    stopwatch_hold(&watch, 10);
    CHECK_SAME(stopwatch_elapsed(watch, 10), 11);
}

int main(void)
{
    RUN(it_reaches_a_length_at_that_length);
    RUN(a_stopped_one_reaches_nothing);
    RUN(one_that_is_held_does_not_start_over_at_the_wrap);
    RUN(holding_a_young_one_changes_nothing);
    return check_verdict();
}
