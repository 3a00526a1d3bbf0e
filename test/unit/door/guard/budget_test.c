#include "door/guard/budget.h"
#include "test/support/check.h"

static const millis starts[] = {0, UINT32_MAX - 100, 123456789};

static void a_user_has_eight_tokens_and_gets_one_back_each_four_seconds(void)
{
    for (size_t i = 0; i < 3; i++) {
        const millis now = starts[i];
        struct budget budget;
        budget_init(&budget);
        for (int taken = 0; taken < 8; taken++) {
            CHECK(budget_take(&budget, 3, now));
        }
        CHECK(!budget_take(&budget, 3, now));
        CHECK(!budget_take(&budget, 3, now + 3999));
        CHECK(budget_take(&budget, 3, now + 4000));
        CHECK(!budget_take(&budget, 3, now + 4001));
        CHECK(budget_take(&budget, 3, now + 12000));
        CHECK(budget_take(&budget, 3, now + 12000));
        CHECK(!budget_take(&budget, 3, now + 12000));
    }
}

// How many he takes until there is none, at most 20.
static int tokens_of(struct budget *budget, size_t user, millis now)
{
    int taken = 0;
    while (taken < 20 && budget_take(budget, user, now)) {
        taken++;
    }
    return taken;
}

static void he_starves_only_himself(void)
{
    struct budget budget;
    budget_init(&budget);
    (void)tokens_of(&budget, 3, 0);
    CHECK(budget_take(&budget, 4, 0));
}

static void tokens_do_not_grow_beyond_eight(void)
{
    struct budget budget;
    budget_init(&budget);
    CHECK(budget_take(&budget, 0, 0));
    CHECK_SAME(tokens_of(&budget, 0, 1000000), 8);
}

static void a_roster_and_a_time_come_every_thirty_seconds(void)
{
    struct budget budget;
    budget_init(&budget);
    CHECK(budget_take_roster(&budget, 100));
    CHECK(!budget_take_roster(&budget, 30099));
    CHECK(budget_take_roster(&budget, 30100));
    CHECK(budget_take_time(&budget, 100));
    CHECK(!budget_take_time(&budget, 30099));
    CHECK(budget_take_time(&budget, 30100));
}

static void after_a_failure_nobody_has_a_token_for_three_times_as_long(void)
{
    struct budget budget;
    budget_init(&budget);
    budget_failed(&budget, 366, 1000);
    CHECK(!budget_take(&budget, 0, 1000 + 3 * 366));
    CHECK(!budget_take_roster(&budget, 1000 + 3 * 366));
    CHECK(!budget_take_time(&budget, 1000 + 3 * 366));
    CHECK(budget_take(&budget, 0, 1000 + 3 * 367));
}

static void a_rest_is_over_for_good(void)
{
    struct budget budget;
    budget_init(&budget);
    budget_failed(&budget, 100, 0);
    budget_run(&budget, 1000);
    // The clock has gone round: the rest does not come back.
    CHECK(budget_take(&budget, 0, 10));
}

static void a_failure_that_took_for_ever_does_not_overflow(void)
{
    struct budget budget;
    budget_init(&budget);
    budget_failed(&budget, UINT32_MAX, 0);
    CHECK(!budget_take(&budget, 0, 1000000));
}

int main(void)
{
    RUN(a_user_has_eight_tokens_and_gets_one_back_each_four_seconds);
    RUN(he_starves_only_himself);
    RUN(tokens_do_not_grow_beyond_eight);
    RUN(a_roster_and_a_time_come_every_thirty_seconds);
    RUN(after_a_failure_nobody_has_a_token_for_three_times_as_long);
    RUN(a_rest_is_over_for_good);
    RUN(a_failure_that_took_for_ever_does_not_overflow);
    return check_verdict();
}
