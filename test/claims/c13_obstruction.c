// C13: the obstruction input is pulsed, so silence counts as obstructed. It blocks and cancels closing
// presses; it never starts one.
#include "test/claims/claim.h"

static bool obstructed(const struct stage *stage)
{
    return (stage_snapshot(stage)->flags & EPOCH_OBSTRUCTED) != 0;
}

static void c13_silence_is_obstructed_whatever_the_level(void)
{
    for (unsigned level = 0; level < 2; level++) {
        struct stage stage;
        claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_OPEN);
        CHECK(!obstructed(&stage));
        for (unsigned i = 0; i < 100 && garage_levels(&stage.garage).photo_eye != (level == 1);
             i++) {
            stage_step(&stage);
        }
        stage_act(&stage, &(struct garage_action){.doing = GARAGE_EYE_DIES});
        stage_run(&stage, 320);
        CHECK(obstructed(&stage));
        CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_REFUSED_OBSTRUCTED);
    }
}

static void c13_an_eye_that_was_never_heard_is_obstructed(void)
{
    struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
    settings.garage.eye_half = 0;
    struct stage stage;
    claim_begin(&stage, &settings, DOOR_OPEN);
    stage_run(&stage, 20000);
    CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_REFUSED_OBSTRUCTED);
    claim_nothing_is_pressed(&stage, 10000);
}

static void c13_somebody_in_the_beam_blocks_every_closing_press(void)
{
    FOR_EACH_PROFILE(profile)
    {
        for (enum limit_switches set = SWITCHES_CLOSED_ONLY; set <= SWITCHES_BOTH; set++) {
            struct stage_settings settings = claim_settings(profile, set);
            settings.door.recover = true;
            struct stage stage;
            claim_begin(&stage, &settings, DOOR_OPEN);
            stage_run(&stage, 30000);
            stage_block(&stage, true);
            stage_run(&stage, 500);
            const enum outcome outcome = stage_ask(&stage, ACTION_CLOSE);
            CHECK_SAME(outcome, profile == PROFILE_AUTO_CLOSE ? OUTCOME_REFUSED_PROFILE
                                                              : OUTCOME_REFUSED_OBSTRUCTED);
            claim_nothing_is_pressed(&stage, 20000);
        }
    }
}

static void c13_somebody_who_steps_into_the_beam_cancels_the_warning(void)
{
    for (uint64_t after = 100; after < 4700; after += 650) {
        struct stage stage;
        claim_begin_usual(&stage, PROFILE_REV_CLOSING, SWITCHES_BOTH, DOOR_OPEN);
        CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_DONE);
        stage_run(&stage, after);
        stage_block(&stage, true);
        claim_nothing_is_pressed(&stage, 20000);
        CHECK_SAME(stage_ended(&stage), OUTCOME_CANCELLED_OBSTRUCTED);
        // Whoever leaves the beam starts nothing.
        stage_block(&stage, false);
        claim_nothing_is_pressed(&stage, 20000);
    }
}

static void c13_an_obstruction_never_starts_a_press(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_OPEN);
    for (unsigned i = 0; i < 10; i++) {
        stage_block(&stage, i % 2 == 0);
        stage_run(&stage, 700 + 100 * i);
    }
    stage_fob(&stage);
    stage_run(&stage, 3000);
    stage_block(&stage, true);
    stage_run(&stage, 20000);
    CHECK_SAME(stage.witness.relay_edges, 0);
}

// Stop-both needs two presses to go up again: not the second, when somebody has stepped in between.
static void c13_somebody_in_the_beam_keeps_a_stopped_door_from_being_pressed_again(void)
{
    struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
    settings.garage.eye_at_operator = false;
    struct stage stage;
    claim_begin(&stage, &settings, DOOR_OPEN);
    CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_DONE);
    CHECK(stage_until_state(&stage, DOOR_CLOSING, 20000));
    stage_run(&stage, 3000);
    CHECK_SAME(stage_ask(&stage, ACTION_OPEN), OUTCOME_DONE);
    stage_run(&stage, 1000);
    CHECK_SAME(stage_motion(&stage), GARAGE_STILL);
    stage_block(&stage, true);
    stage_run(&stage, 30000);
    CHECK_SAME(stage_presses(&stage), 2);
    CHECK_SAME(stage_ended(&stage), OUTCOME_STOPPED_NOT_OPEN);
}

static void c13_an_opening_press_is_not_blocked(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_CLOSED);
    stage_block(&stage, true);
    stage_run(&stage, 1000);
    CHECK_SAME(claim_outcome(&stage, ACTION_OPEN), OUTCOME_DONE);
}

int main(void)
{
    CLAIM(c13_silence_is_obstructed_whatever_the_level);
    CLAIM(c13_an_eye_that_was_never_heard_is_obstructed);
    CLAIM(c13_somebody_in_the_beam_blocks_every_closing_press);
    CLAIM(c13_somebody_who_steps_into_the_beam_cancels_the_warning);
    CLAIM(c13_an_obstruction_never_starts_a_press);
    CLAIM(c13_somebody_in_the_beam_keeps_a_stopped_door_from_being_pressed_again);
    CLAIM(c13_an_opening_press_is_not_blocked);
    return check_verdict();
}
