// C22: only the wall-button input or the button on the device lifts a lock-out; with neither fitted, a
// seen complete close that was not ours and not an operator timer. No message lifts it.
#include "test/claims/claim.h"

static struct stage_settings locked_out(enum operator_profile profile, bool wall, bool device)
{
    struct stage_settings settings = claim_settings(profile, SWITCHES_BOTH);
    settings.flash.lock_out = true;
    settings.door.wall_input = wall;
    settings.door.device_button = device;
    return settings;
}

static bool is_locked_out(const struct stage *stage)
{
    return stage_snapshot(stage)->lock_out;
}

static void c22_the_wall_button_and_the_one_on_the_device_lift_it(void)
{
    struct stage stage;
    struct stage_settings settings = locked_out(PROFILE_STOP_BOTH, true, true);
    claim_begin(&stage, &settings, DOOR_OPEN);
    stage_wall(&stage);
    CHECK(!is_locked_out(&stage));
    CHECK_SAME(stage_count(&stage, WHAT_LOCK_OUT), 1);
    claim_begin(&stage, &settings, DOOR_OPEN);
    stage_device(&stage);
    CHECK(!is_locked_out(&stage));
    CHECK_SAME(stage.witness.relay_edges, 0);
}

static void c22_a_button_that_is_not_fitted_lifts_nothing(void)
{
    struct stage stage;
    struct stage_settings settings = locked_out(PROFILE_STOP_BOTH, false, true);
    claim_begin(&stage, &settings, DOOR_OPEN);
    stage_wall(&stage);
    CHECK(is_locked_out(&stage));
    settings = locked_out(PROFILE_STOP_BOTH, true, false);
    claim_begin(&stage, &settings, DOOR_OPEN);
    stage_device(&stage);
    CHECK(is_locked_out(&stage));
}

// A button that is stuck, or a wire that is shorted, is nobody's hand.
static void c22_a_button_that_is_pressed_since_the_start_lifts_nothing(void)
{
    static const enum garage_doing buttons[] = {GARAGE_WALL, GARAGE_DEVICE};
    for (unsigned i = 0; i < 2; i++) {
        struct stage stage;
        const struct stage_settings settings = locked_out(PROFILE_STOP_BOTH, true, true);
        stage_begin(&stage, &settings);
        stage_act(&stage, &(struct garage_action){.doing = buttons[i], .lasting = 3600000});
        stage_step(&stage);
        stage_reset(&stage, 10);
        stage_run(&stage, 20000);
        CHECK(is_locked_out(&stage));
        stage_act(&stage, &(struct garage_action){.doing = buttons[i], .lasting = 0});
        stage_run(&stage, 1000);
        CHECK(is_locked_out(&stage));
        stage_act(&stage, &(struct garage_action){.doing = buttons[i], .lasting = 300});
        stage_run(&stage, 1000);
        CHECK(!is_locked_out(&stage));
    }
}

static void c22_no_message_lifts_it(void)
{
    struct stage stage;
    const struct stage_settings settings = locked_out(PROFILE_STOP_BOTH, true, true);
    claim_begin(&stage, &settings, DOOR_CLOSED);
    for (enum action action = ACTION_OPEN; action <= ACTION_LOCK; action++) {
        for (uint8_t argument = 0; argument < 3; argument++) {
            (void)stage_ask_with(&stage, action, argument); // whatever is answered
            stage_run(&stage, 20000);
            CHECK(is_locked_out(&stage));
        }
    }
}

// Down by the fob: a complete close that somebody at the door has seen to.
static void a_close_by_the_fob(struct stage *stage, const struct stage_settings *settings)
{
    claim_begin(stage, settings, DOOR_OPEN);
    stage_fob(stage);
    stage_run(stage, 20000);
    CHECK_SAME(stage_snapshot(stage)->state, DOOR_CLOSED);
}

static void c22_a_close_that_was_not_ours_lifts_it_only_where_no_button_is_fitted(void)
{
    for (unsigned fitted = 0; fitted < 4; fitted++) {
        struct stage stage;
        const struct stage_settings settings =
            locked_out(PROFILE_STOP_BOTH, (fitted & 1U) != 0, (fitted & 2U) != 0);
        a_close_by_the_fob(&stage, &settings);
        CHECK_SAME(is_locked_out(&stage), fitted != 0);
    }
}

static void c22_where_the_operator_may_have_a_timer_no_close_lifts_it(void)
{
    struct stage stage;
    struct stage_settings settings = locked_out(PROFILE_AUTO_CLOSE, false, false);
    settings.garage.auto_close = 5000;
    claim_begin(&stage, &settings, DOOR_CLOSED);
    stage_fob(&stage);
    stage_run(&stage, 60000);
    CHECK_SAME(stage_snapshot(&stage)->state, DOOR_CLOSED);
    CHECK(is_locked_out(&stage));
    // Nobody knows what an unknown one has.
    settings = locked_out(PROFILE_UNKNOWN, false, false);
    a_close_by_the_fob(&stage, &settings);
    CHECK(is_locked_out(&stage));
}

static void c22_half_a_close_lifts_nothing(void)
{
    struct stage stage;
    const struct stage_settings settings = locked_out(PROFILE_STOP_BOTH, false, false);
    struct stage_settings midway = settings;
    midway.garage.start_at = 500;
    stage_begin(&stage, &midway);
    stage_run(&stage, 30000);
    stage_hand(&stage, 0);
    stage_run(&stage, 20000);
    CHECK_SAME(stage_snapshot(&stage)->state, DOOR_CLOSED);
    CHECK(is_locked_out(&stage));
    stage_hand(&stage, 300);
    stage_run(&stage, 3000);
    stage_hand(&stage, 0);
    stage_run(&stage, 20000);
    CHECK(is_locked_out(&stage));
}

int main(void)
{
    CLAIM(c22_the_wall_button_and_the_one_on_the_device_lift_it);
    CLAIM(c22_a_button_that_is_not_fitted_lifts_nothing);
    CLAIM(c22_a_button_that_is_pressed_since_the_start_lifts_nothing);
    CLAIM(c22_no_message_lifts_it);
    CLAIM(c22_a_close_that_was_not_ours_lifts_it_only_where_no_button_is_fitted);
    CLAIM(c22_where_the_operator_may_have_a_timer_no_close_lifts_it);
    CLAIM(c22_half_a_close_lifts_nothing);
    return check_verdict();
}
