// C17: CLOSE while opening never presses before the open limit.
#include "test/claims/claim.h"

static void c17_close_while_opening_waits_for_the_open_limit(void)
{
    FOR_EACH_PROFILE(profile)
    {
        for (uint64_t after = 300; after < 12000; after += 3900) {
            struct stage stage;
            claim_begin_usual(&stage, profile, SWITCHES_BOTH, DOOR_CLOSED);
            stage_wall(&stage);
            stage_run(&stage, after);
            const enum outcome taken = stage_ask(&stage, ACTION_CLOSE);
            CHECK_SAME(taken,
                       profile == PROFILE_AUTO_CLOSE ? OUTCOME_REFUSED_PROFILE : OUTCOME_DONE);
            while (stage_permille(&stage) < 995) {
                stage_step(&stage);
                CHECK_SAME(stage.witness.relay_edges, 0);
                CHECK_SAME(stage.outputs.lamp, false);
            }
            CHECK(stage_until_goal_ends(&stage, 60000));
            CHECK(profile == PROFILE_AUTO_CLOSE || stage_ended(&stage) == OUTCOME_DONE);
            CHECK_SAME(stage.witness.unwarned, 0);
        }
    }
}

static void c17_a_door_that_never_arrives_is_never_pressed(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_CLOSED);
    stage_fob(&stage);
    stage_run(&stage, 4000);
    CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_DONE);
    stage_fob(&stage); // it stops midway, unseen
    CHECK(stage_until_goal_ends(&stage, 90000));
    CHECK_SAME(stage_ended(&stage), OUTCOME_REFUSED_UNKNOWN);
    CHECK_SAME(stage.witness.relay_edges, 0);
}

int main(void)
{
    CLAIM(c17_close_while_opening_waits_for_the_open_limit);
    CLAIM(c17_a_door_that_never_arrives_is_never_pressed);
    return check_verdict();
}
