// C3: "ok" for CLOSE is said only while the closed switch reads closed, "ok" for OPEN only while the
// open switch reads open (without one: "left closed").
#include "test/claims/claim.h"

static void c03_open_and_close_are_done_only_at_their_proven_limits(void)
{
    FOR_EACH_PROFILE(profile)
    {
        FOR_EACH_SWITCHES(set)
        {
            struct stage stage;
            claim_begin_usual(&stage, profile, set, DOOR_CLOSED);
            stage_run(&stage, 40000);
            const enum outcome opened = claim_outcome(&stage, ACTION_OPEN);
            CHECK_SAME(opened == OUTCOME_DONE, set != SWITCHES_CLOSED_ONLY);
            CHECK(opened != OUTCOME_DONE || stage.garage.open_switch.reed);
            CHECK(set != SWITCHES_CLOSED_ONLY || opened == OUTCOME_LEFT_CLOSED);
            stage_run(&stage, 40000);
            const enum outcome closed = claim_outcome(&stage, ACTION_CLOSE);
            CHECK(closed != OUTCOME_DONE || stage.garage.closed_switch.reed);
            CHECK_SAME(closed == OUTCOME_DONE,
                       set != SWITCHES_OPEN_ONLY && profile != PROFILE_AUTO_CLOSE);
        }
    }
}

static void c03_a_close_whose_switch_never_speaks_is_not_ok_and_locks_out(void)
{
    FOR_EACH_PROFILE(profile)
    {
        struct stage_settings settings = claim_settings(profile, SWITCHES_BOTH);
        struct stage stage;
        claim_begin(&stage, &settings, DOOR_OPEN);
        stage_switch(&stage, GARAGE_CLOSED_LIMIT, GARAGE_SWITCH_STUCK_AWAY);
        const enum outcome outcome = claim_outcome(&stage, ACTION_CLOSE);
        CHECK(outcome != OUTCOME_DONE && outcome != OUTCOME_ALREADY);
        CHECK(profile == PROFILE_AUTO_CLOSE || stage_snapshot(&stage)->lock_out);
    }
}

static void c03_an_open_whose_switch_never_speaks_is_not_ok(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_CLOSED);
    stage_switch(&stage, GARAGE_OPEN_LIMIT, GARAGE_SWITCH_STUCK_AWAY);
    CHECK_SAME(claim_outcome(&stage, ACTION_OPEN), OUTCOME_FAILED_LOST);
}

static void c03_a_close_that_comes_up_again_is_not_ok(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_REV_CLOSING, SWITCHES_BOTH, DOOR_OPEN);
    CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_DONE);
    for (unsigned attempt = 0; attempt < 2; attempt++) {
        CHECK(stage_until_moving(&stage, 60000));
        stage_run(&stage, 3000);
        stage_act(&stage, &(struct garage_action){.doing = GARAGE_OBSTRUCT});
        stage_run(&stage, 15000);
    }
    CHECK(stage_until_goal_ends(&stage, 120000));
    CHECK_SAME(stage_ended(&stage), OUTCOME_FAILED_OPEN);
    CHECK(stage_snapshot(&stage)->lock_out);
}

// The wind at both switches, and reeds that bounce: what is said stays true.
static void c03_noise_makes_no_ok(void)
{
    for (uint64_t seed = 1; seed <= 40; seed++) {
        struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
        settings.garage.bounce = 20;
        settings.seed = seed;
        struct stage stage;
        claim_begin(&stage, &settings, DOOR_OPEN);
        CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_DONE);
        stage_run(&stage, 5000 + seed * 300);
        stage_act(&stage, &(struct garage_action){.doing = GARAGE_CHATTER,
                                                  .limit = GARAGE_CLOSED_LIMIT,
                                                  .lasting = 5000});
        stage_act(&stage, &(struct garage_action){.doing = GARAGE_CHATTER,
                                                  .limit = GARAGE_OPEN_LIMIT,
                                                  .lasting = 3000});
        for (unsigned i = 0; i < 90000 && stage_snapshot(&stage)->busy; i++) {
            stage_step(&stage);
        }
        CHECK(stage_ended(&stage) != OUTCOME_DONE || stage_permille(&stage) <= 5);
        CHECK(stage_snapshot(&stage)->state != DOOR_CLOSED || stage_permille(&stage) <= 5);
    }
}

int main(void)
{
    CLAIM(c03_open_and_close_are_done_only_at_their_proven_limits);
    CLAIM(c03_a_close_whose_switch_never_speaks_is_not_ok_and_locks_out);
    CLAIM(c03_an_open_whose_switch_never_speaks_is_not_ok);
    CLAIM(c03_a_close_that_comes_up_again_is_not_ok);
    CLAIM(c03_noise_makes_no_ok);
    return check_verdict();
}
