// C4: nothing moves at boot, reset, crash, brown-out, reconnect or time jump. The door is UNKNOWN
// until a limit switch speaks, and no goal survives.
#include "test/claims/claim.h"

static void c04_nothing_moves_at_boot_wherever_the_door_stands(void)
{
    static const uint32_t places[] = {0, 500, 1000};
    FOR_EACH_PROFILE(profile)
    {
        FOR_EACH_SWITCHES(set)
        {
            for (unsigned i = 0; i < 3; i++) {
                struct stage_settings settings = claim_settings(profile, set);
                settings.garage.start_at = places[i];
                settings.door.recover = true;
                struct stage stage;
                stage_begin(&stage, &settings);
                stage_run(&stage, 50);
                CHECK_SAME(stage_snapshot(&stage)->state, DOOR_UNKNOWN);
                CHECK_SAME(stage_snapshot(&stage)->position, POSITION_UNKNOWN);
                stage_run(&stage, 40000);
                CHECK_SAME(stage.witness.relay_edges, 0);
            }
        }
    }
}

static void interrupted(enum operator_profile profile, enum action action, uint64_t after,
                        bool mains)
{
    struct stage_settings settings = claim_settings(profile, SWITCHES_BOTH);
    struct stage stage;
    claim_begin(&stage, &settings, action == ACTION_OPEN ? DOOR_CLOSED : DOOR_OPEN);
    CHECK(stage_offer(&stage, action, 0));
    stage_run(&stage, after);
    if (mains) {
        stage_cut_mains(&stage, 40);
    } else {
        stage_reset(&stage, 40);
    }
    CHECK_SAME(stage_snapshot(&stage)->busy, false);
    CHECK_SAME(stage_snapshot(&stage)->state, DOOR_UNKNOWN);
    const uint32_t presses = stage_presses(&stage);
    stage_run(&stage, 40000);
    CHECK_SAME(stage_presses(&stage), presses);
    CHECK_SAME(stage.outputs.lamp, false);
}

static void c04_no_goal_survives_a_reset_at_any_stage_of_it(void)
{
    for (uint64_t after = 10; after < 16000; after += 1060) {
        interrupted(PROFILE_STOP_BOTH, ACTION_CLOSE, after, after / 1060 % 2 == 0);
        interrupted(PROFILE_TWO_STEP, ACTION_OPEN, after, after / 1060 % 2 == 1);
    }
}

static void c04_a_network_that_comes_and_goes_moves_nothing(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_OPEN);
    for (unsigned i = 0; i < 20; i++) {
        stage.severed = i % 2 == 0;
        stage_run(&stage, 1000);
    }
    CHECK_SAME(stage.witness.relay_edges, 0);
}

// Steps that stay away for seconds in mid-warning: nobody heard the beeper keep its rhythm.
static void c04_a_jump_of_time_is_no_warning(void)
{
    struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
    settings.door.photo_eye = false; // its silence alone would cancel the warning
    struct stage stage;
    claim_begin(&stage, &settings, DOOR_OPEN);
    CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_DONE);
    stage_run(&stage, 1000);
    stage.halted = true;
    stage_run(&stage, 4500);
    stage.halted = false;
    claim_nothing_is_pressed(&stage, 4900);
    stage_run(&stage, 40000);
    CHECK_SAME(stage.witness.unwarned, 0);
}

int main(void)
{
    CLAIM(c04_nothing_moves_at_boot_wherever_the_door_stands);
    CLAIM(c04_no_goal_survives_a_reset_at_any_stage_of_it);
    CLAIM(c04_a_network_that_comes_and_goes_moves_nothing);
    CLAIM(c04_a_jump_of_time_is_no_warning);
    return check_verdict();
}
