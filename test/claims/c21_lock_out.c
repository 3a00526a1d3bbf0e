// C21: any CLOSE that pressed and did not end closed locks out closing presses, unless a STOP, OPEN or
// wall press replaced it. OPEN from CLOSED stays allowed. It outlives resets.
#include "test/claims/claim.h"

// A close that the operator does not hear, to its end.
static void failed_close(struct stage *stage, enum operator_profile profile,
                         enum limit_switches switches)
{
    struct stage_settings settings = claim_settings(profile, switches);
    settings.door.recover = true;
    settings.garage.shortest_press = 600;
    claim_begin(stage, &settings, DOOR_OPEN);
    CHECK(claim_outcome(stage, ACTION_CLOSE) != OUTCOME_DONE);
}

static void c21_a_close_that_pressed_and_did_not_end_closed_locks_out(void)
{
    FOR_EACH_PROFILE(profile)
    {
        for (enum limit_switches set = SWITCHES_CLOSED_ONLY; set <= SWITCHES_BOTH; set++) {
            struct stage stage;
            failed_close(&stage, profile, set);
            const bool pressed = profile != PROFILE_AUTO_CLOSE;
            CHECK_SAME(stage_snapshot(&stage)->lock_out, pressed);
            CHECK_SAME(stage.flash.lock_out, pressed);
            CHECK_SAME(stage_count(&stage, WHAT_LOCK_OUT), pressed ? 1 : 0);
            if (pressed) {
                CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_REFUSED_LOCKED);
                CHECK_SAME(stage.answer.result, RESULT_LOCKED);
                claim_nothing_is_pressed(&stage, 40000);
            }
        }
    }
}

static void c21_a_close_that_did_not_press_locks_nothing(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_OPEN);
    CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_DONE);
    stage_run(&stage, 3000);
    stage_block(&stage, true);
    stage_run(&stage, 1000);
    CHECK_SAME(stage_ended(&stage), OUTCOME_CANCELLED_OBSTRUCTED);
    CHECK(!stage_snapshot(&stage)->lock_out);
}

static void c21_stop_open_and_the_wall_button_replace_without_a_lock_out(void)
{
    for (unsigned which = 0; which < 3; which++) {
        struct stage stage;
        claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_OPEN);
        CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_DONE);
        CHECK(stage_until_state(&stage, DOOR_CLOSING, 20000));
        stage_run(&stage, 3000);
        if (which == 2) {
            stage_wall(&stage);
        } else {
            CHECK_SAME(stage_ask(&stage, which == 0 ? ACTION_STOP : ACTION_OPEN), OUTCOME_DONE);
        }
        CHECK(stage_until_goal_ends(&stage, 90000));
        CHECK(!stage_snapshot(&stage)->lock_out);
    }
}

static void c21_open_from_closed_stays_allowed(void)
{
    struct stage stage;
    failed_close(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH);
    stage_hand(&stage, 0);
    stage_run(&stage, 10000);
    CHECK(stage_snapshot(&stage)->lock_out);
    const uint32_t presses = stage_presses(&stage);
    CHECK_SAME(stage_ask(&stage, ACTION_OPEN), OUTCOME_DONE);
    stage_run(&stage, 1000);
    CHECK_SAME(stage_presses(&stage), presses + 1);
}

static void c21_other_closing_presses_are_locked_out_too(void)
{
    struct stage stage;
    failed_close(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH);
    stage_hand(&stage, 500);
    stage_run(&stage, 40000);
    CHECK_SAME(stage_ask(&stage, ACTION_OPEN), OUTCOME_REFUSED_UNKNOWN);
    stage_hand(&stage, 0);
    stage_run(&stage, 10000);
    CHECK_SAME(stage_ask_with(&stage, ACTION_VENT, 20), OUTCOME_REFUSED_LOCKED);
    claim_nothing_is_pressed(&stage, 40000);
}

static void c21_it_outlives_resets_and_power_cuts(void)
{
    struct stage stage;
    failed_close(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH);
    stage_reset(&stage, 10);
    CHECK(stage_snapshot(&stage)->lock_out);
    stage_run(&stage, 1000);
    stage_cut_mains(&stage, 5000);
    stage_run(&stage, 1000);
    CHECK(stage_snapshot(&stage)->lock_out);
    CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_REFUSED_LOCKED);
}

int main(void)
{
    CLAIM(c21_a_close_that_pressed_and_did_not_end_closed_locks_out);
    CLAIM(c21_a_close_that_did_not_press_locks_nothing);
    CLAIM(c21_stop_open_and_the_wall_button_replace_without_a_lock_out);
    CLAIM(c21_open_from_closed_stays_allowed);
    CLAIM(c21_other_closing_presses_are_locked_out_too);
    CLAIM(c21_it_outlives_resets_and_power_cuts);
    return check_verdict();
}
