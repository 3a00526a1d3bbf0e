// C26: no lamp or no beeper output configured is no permission; an output read back as dead cancels.
#include "test/claims/claim.h"

static void c26_without_lamp_or_beeper_nothing_closes(void)
{
    FOR_EACH_PROFILE(profile)
    {
        for (unsigned lacking = 0; lacking < 3; lacking++) {
            struct stage_settings settings = claim_settings(profile, SWITCHES_BOTH);
            settings.door.lamp = lacking == 1;
            settings.door.beeper = lacking == 2;
            struct stage stage;
            claim_begin(&stage, &settings, DOOR_OPEN);
            CHECK(stage_ask(&stage, ACTION_CLOSE) != OUTCOME_DONE);
            claim_nothing_is_pressed(&stage, 20000);
        }
    }
}

static void c26_without_them_the_device_gives_no_permission_either(void)
{
    struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
    settings.flash.device_permission = false;
    settings.door.beeper = false;
    struct stage stage;
    claim_begin(&stage, &settings, DOOR_OPEN);
    stage_hold_device(&stage, 4000);
    CHECK(!stage_snapshot(&stage)->device_permission);
}

static void c26_an_output_that_is_dead_refuses_and_cancels(void)
{
    for (uint64_t after = 0; after < 4900; after += 490) {
        struct stage stage;
        claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_OPEN);
        CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_DONE);
        stage_run(&stage, after);
        stage.warning_dead = true;
        claim_nothing_is_pressed(&stage, 20000);
        CHECK_SAME(stage_ended(&stage), OUTCOME_CANCELLED);
        CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_REFUSED_PERMISSION);
        claim_nothing_is_pressed(&stage, 20000);
    }
}

static void c26_opening_from_closed_needs_neither(void)
{
    struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
    settings.door.lamp = false;
    settings.door.beeper = false;
    struct stage stage;
    claim_begin(&stage, &settings, DOOR_CLOSED);
    stage.warning_dead = true;
    CHECK_SAME(claim_outcome(&stage, ACTION_OPEN), OUTCOME_DONE);
}

int main(void)
{
    CLAIM(c26_without_lamp_or_beeper_nothing_closes);
    CLAIM(c26_without_them_the_device_gives_no_permission_either);
    CLAIM(c26_an_output_that_is_dead_refuses_and_cancels);
    CLAIM(c26_opening_from_closed_needs_neither);
    return check_verdict();
}
