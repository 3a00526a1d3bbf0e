// C29: permission is off until the owner gives it, with a press on the device. It asks for the board
// test monthly. That it lapses when door type, profile or outputs change, and that it is kept over a
// power cut, is the store's to show: it hands the device's half in, of these very settings.
#include "test/claims/claim.h"

static struct stage_settings not_permitted(void)
{
    struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
    settings.flash.device_permission = false;
    return settings;
}

static void c29_it_is_off_until_the_device_was_held(void)
{
    const struct stage_settings settings = not_permitted();
    struct stage stage;
    claim_begin(&stage, &settings, DOOR_OPEN);
    CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_REFUSED_PERMISSION);
    stage_device(&stage);
    stage_hold_device(&stage, 2900);
    CHECK(!stage_snapshot(&stage)->device_permission);
    CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_REFUSED_PERMISSION);
    stage_hold_device(&stage, 3300);
    CHECK(stage_snapshot(&stage)->device_permission);
    CHECK(stage.flash.device_permission);
    CHECK_SAME(claim_outcome(&stage, ACTION_CLOSE), OUTCOME_DONE);
}

static void c29_both_halves_are_needed(void)
{
    struct stage_settings settings = not_permitted();
    settings.owner_allows = false;
    struct stage stage;
    claim_begin(&stage, &settings, DOOR_OPEN);
    stage_hold_device(&stage, 4000);
    CHECK(!stage_snapshot(&stage)->device_permission); // before the owner it is nobody's to give
    stage.settings.owner_allows = true;
    stage_run(&stage, 5000);
    CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_REFUSED_PERMISSION);
}

static void c29_only_a_sectional_door_with_both_outputs_gets_it(void)
{
    for (unsigned lacking = 0; lacking < 4; lacking++) {
        struct stage_settings settings = not_permitted();
        settings.door.door_type = lacking == 1 ? DOOR_TYPE_OTHER : DOOR_TYPE_SECTIONAL;
        settings.door.lamp = lacking != 2;
        settings.door.beeper = lacking != 3;
        struct stage stage;
        claim_begin(&stage, &settings, DOOR_OPEN);
        stage_hold_device(&stage, 4000);
        CHECK_SAME(stage_snapshot(&stage)->device_permission, lacking == 0);
    }
}

static void c29_a_button_that_is_stuck_gives_nothing(void)
{
    struct stage stage;
    const struct stage_settings settings = not_permitted();
    stage_begin(&stage, &settings);
    stage_act(&stage, &(struct garage_action){.doing = GARAGE_DEVICE, .lasting = 60000});
    stage_step(&stage);
    stage_reset(&stage, 10);
    stage_run(&stage, 20000);
    CHECK(!stage_snapshot(&stage)->device_permission);
}

static void c29_no_message_gives_it(void)
{
    struct stage stage;
    const struct stage_settings settings = not_permitted();
    claim_begin(&stage, &settings, DOOR_OPEN);
    for (enum action action = ACTION_OPEN; action <= ACTION_LOCK; action++) {
        (void)stage_ask_with(&stage, action, 0); // whatever is answered
        stage_run(&stage, 5000);
        CHECK(!stage_snapshot(&stage)->device_permission);
    }
}

static void c29_the_board_test_is_asked_for_after_thirty_days(void)
{
    struct stage stage;
    const struct stage_settings settings = not_permitted();
    claim_begin(&stage, &settings, DOOR_OPEN);
    stage_hold_device(&stage, 4000);
    const uint64_t given = stage.garage.now;
    const uint64_t month = UINT64_C(30) * 24 * 3600 * 1000;
    while (!stage_snapshot(&stage)->board_test_due && stage.garage.now - given < month * 2) {
        CHECK(stage_leap(&stage, 600000) > 0);
        stage_run(&stage, 700);
    }
    CHECK(stage.garage.now - given >= month);
    CHECK(stage.garage.now - given < month + UINT64_C(12) * 3600 * 1000);
    stage_hold_device(&stage, 4000);
    CHECK(!stage_snapshot(&stage)->board_test_due);
}

int main(void)
{
    CLAIM(c29_it_is_off_until_the_device_was_held);
    CLAIM(c29_both_halves_are_needed);
    CLAIM(c29_only_a_sectional_door_with_both_outputs_gets_it);
    CLAIM(c29_a_button_that_is_stuck_gives_nothing);
    CLAIM(c29_no_message_gives_it);
    CLAIM(c29_the_board_test_is_asked_for_after_thirty_days);
    return check_verdict();
}
