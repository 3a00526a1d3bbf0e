// C18: after a power cut midway OPEN, CLOSE and VENT refuse ("unknown"), STOP does nothing, unless
// recover is on. Somebody at the door makes it known by one run to a limit.
#include "test/claims/claim.h"

static void cut_midway(struct stage *stage, enum operator_profile profile, bool recover)
{
    struct stage_settings settings = claim_settings(profile, SWITCHES_BOTH);
    settings.door.recover = recover;
    settings.garage.remembers = false;
    claim_begin(stage, &settings, DOOR_CLOSED);
    stage_wall(stage);
    stage_run(stage, 5000);
    stage_cut_mains(stage, 2000);
    stage_run(stage, 60000);
    CHECK_SAME(stage_snapshot(stage)->state, DOOR_UNKNOWN);
}

static void c18_after_a_power_cut_midway_every_command_but_stop_refuses(void)
{
    FOR_EACH_PROFILE(profile)
    {
        struct stage stage;
        cut_midway(&stage, profile, false);
        CHECK_SAME(stage_ask(&stage, ACTION_OPEN), OUTCOME_REFUSED_UNKNOWN);
        CHECK_SAME(stage.answer.result, RESULT_STATE);
        CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), profile == PROFILE_AUTO_CLOSE
                                                        ? OUTCOME_REFUSED_PROFILE
                                                        : OUTCOME_REFUSED_UNKNOWN);
        const bool vents = profile == PROFILE_STOP_BOTH || profile == PROFILE_REV_CLOSING;
        CHECK_SAME(stage_ask_with(&stage, ACTION_VENT, 20),
                   vents ? OUTCOME_REFUSED_UNKNOWN : OUTCOME_REFUSED_PROFILE);
        CHECK_SAME(stage_ask(&stage, ACTION_STOP), OUTCOME_STILL);
        claim_nothing_is_pressed(&stage, 60000);
    }
}

static void c18_one_run_to_a_limit_makes_it_known_again(void)
{
    struct stage stage;
    cut_midway(&stage, PROFILE_REV_CLOSING, false);
    stage_wall(&stage);
    stage_run(&stage, 20000);
    const bool open = stage_snapshot(&stage)->state == DOOR_OPEN;
    CHECK(open || stage_snapshot(&stage)->state == DOOR_CLOSED);
    CHECK_SAME(claim_outcome(&stage, open ? ACTION_CLOSE : ACTION_OPEN), OUTCOME_DONE);
}

static void c18_with_recover_a_warned_press_finds_a_limit(void)
{
    FOR_EACH_PROFILE(profile)
    {
        struct stage stage;
        cut_midway(&stage, profile, true);
        CHECK_SAME(claim_outcome(&stage, ACTION_OPEN), OUTCOME_DONE);
        CHECK_SAME(stage_permille(&stage) > 990, true);
        CHECK(stage_presses(&stage) <= 2);
        CHECK_SAME(stage.witness.unwarned, 0);
    }
}

static void c18_recover_waits_until_the_door_stands(void)
{
    struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
    settings.door.recover = true;
    struct stage stage;
    claim_begin(&stage, &settings, DOOR_CLOSED);
    stage_hand(&stage, 500);
    stage_run(&stage, 4000);
    stage_reset(&stage, 10);
    stage_run(&stage, 1000);
    CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_DONE);
    const millis still = 12000 / 10 * 13 + 3000 + 5000;
    stage_run(&stage, still - 1300);
    CHECK(!stage.outputs.lamp && !stage.outputs.beeper);
    CHECK_SAME(stage.witness.relay_edges, 0);
    CHECK(stage_until_press(&stage, 7000));
    CHECK_SAME(stage.witness.unwarned, 0);
}

int main(void)
{
    CLAIM(c18_after_a_power_cut_midway_every_command_but_stop_refuses);
    CLAIM(c18_one_run_to_a_limit_makes_it_known_again);
    CLAIM(c18_with_recover_a_warned_press_finds_a_limit);
    CLAIM(c18_recover_waits_until_the_door_stands);
    return check_verdict();
}
