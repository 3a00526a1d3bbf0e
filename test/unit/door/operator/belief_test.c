#include "door/operator/belief.h"
#include "test/support/check.h"

static const struct limit_levels at_closed = {.at_closed = true};
static const struct limit_levels at_open = {.at_open = true};
static const struct limit_levels between = {.at_closed = false};
static const struct limit_levels both = {.at_open = true, .at_closed = true};
static const struct limit_levels fault = {.fault = true};

enum {
    TRAVEL = 10000
};

static void see(struct belief *belief, const struct limit_levels *levels, millis now)
{
    belief_see(belief, levels, false, TRAVEL, now);
}

static void it_is_unknown_until_a_switch_speaks(void)
{
    struct belief belief = belief_unknown(0);
    see(&belief, &between, 100000);
    CHECK_SAME(belief.is, BELIEVED_UNKNOWN);
    see(&belief, &at_closed, 100001);
    CHECK_SAME(belief.is, BELIEVED_CLOSED);
    belief = belief_unknown(0);
    see(&belief, &at_open, 5);
    CHECK_SAME(belief.is, BELIEVED_OPEN);
}

static void leaving_a_limit_is_a_movement_until_t_travel(void)
{
    static const millis starts[] = {0, UINT32_MAX - 5000};
    for (unsigned i = 0; i < 4; i++) {
        const millis start = starts[i / 2];
        const bool closed = i % 2 == 0;
        struct belief belief = belief_unknown(start);
        see(&belief, closed ? &at_closed : &at_open, start + 1);
        see(&belief, &between, start + 100);
        CHECK_SAME(belief.is, closed ? BELIEVED_OPENING : BELIEVED_CLOSING);
        see(&belief, &between, start + 100 + TRAVEL - 1);
        CHECK_SAME(belief.is, closed ? BELIEVED_OPENING : BELIEVED_CLOSING);
        see(&belief, &between, start + 100 + TRAVEL);
        CHECK_SAME(belief.is, BELIEVED_UNKNOWN);
        // The time is what has changed it, not an edge.
        CHECK_SAME(stopwatch_elapsed(belief.quiet, start + 100 + TRAVEL), TRAVEL);
    }
}

static void a_limit_outranks_every_belief_and_a_fault_every_limit(void)
{
    for (enum believed was = BELIEVED_UNKNOWN; was <= BELIEVED_FAULT; was++) {
        struct belief belief = {.is = was, .since = stopwatch_started(0)};
        see(&belief, &at_closed, 10);
        CHECK_SAME(belief.is, BELIEVED_CLOSED);
        belief.is = was;
        see(&belief, &at_open, 20);
        CHECK_SAME(belief.is, BELIEVED_OPEN);
        belief.is = was;
        see(&belief, &both, 30);
        CHECK_SAME(belief.is, BELIEVED_FAULT);
        belief.is = was;
        see(&belief, &fault, 40);
        CHECK_SAME(belief.is, BELIEVED_FAULT);
    }
}

static void after_a_fault_nothing_is_known(void)
{
    struct belief belief = belief_unknown(0);
    see(&belief, &at_closed, 1);
    see(&belief, &fault, 2);
    see(&belief, &between, 3);
    CHECK_SAME(belief.is, BELIEVED_UNKNOWN);
}

static void only_a_movement_that_leaves_a_limit_for_our_press_is_ours(void)
{
    struct belief belief = belief_unknown(0);
    belief_see(&belief, &at_closed, true, TRAVEL, 1);
    CHECK(!belief.ours);
    belief_see(&belief, &between, true, TRAVEL, 2);
    CHECK(belief.ours);
    belief_see(&belief, &between, false, TRAVEL, 3);
    CHECK(belief.ours);
    belief_see(&belief, &at_open, false, TRAVEL, 4);
    CHECK(!belief.ours);
    belief_see(&belief, &between, false, TRAVEL, 5);
    CHECK(!belief.ours);
    belief = belief_unknown(0);
    belief_see(&belief, &between, true, TRAVEL, 1);
    CHECK(!belief.ours);
}

static void a_press_at_the_door_takes_a_movement_from_us_and_ends_the_quiet(void)
{
    struct belief belief = belief_unknown(0);
    see(&belief, &at_closed, 1);
    belief_see(&belief, &between, true, TRAVEL, 1000);
    belief_overtaken(&belief, 3000);
    CHECK(!belief.ours);
    CHECK_SAME(belief.is, BELIEVED_OPENING);
    CHECK_SAME(stopwatch_elapsed(belief.quiet, 3500), 500);
}

int main(void)
{
    RUN(it_is_unknown_until_a_switch_speaks);
    RUN(leaving_a_limit_is_a_movement_until_t_travel);
    RUN(a_limit_outranks_every_belief_and_a_fault_every_limit);
    RUN(after_a_fault_nothing_is_known);
    RUN(only_a_movement_that_leaves_a_limit_for_our_press_is_ours);
    RUN(a_press_at_the_door_takes_a_movement_from_us_and_ends_the_quiet);
    return check_verdict();
}
