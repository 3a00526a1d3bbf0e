// C16: STOP on a door not believed to be moving by our press never presses; it answers "still",
// "not-ours", "too-late" or "unknown". In an Ack "still" is ALREADY, the others STATE.
#include "test/claims/claim.h"

static void stop_is(struct stage *stage, enum outcome outcome, enum result result)
{
    CHECK_SAME(stage_ask(stage, ACTION_STOP), outcome);
    CHECK_SAME(stage->answer.result, result);
    claim_nothing_is_pressed(stage, 5000);
}

static void c16_stop_of_a_standing_door_is_still(void)
{
    FOR_EACH_PROFILE(profile)
    {
        for (unsigned open = 0; open < 2; open++) {
            struct stage_settings settings = claim_settings(profile, SWITCHES_BOTH);
            settings.door.stop_while_opening = true;
            struct stage stage;
            claim_begin(&stage, &settings, open == 1 ? DOOR_OPEN : DOOR_CLOSED);
            stop_is(&stage, OUTCOME_STILL, RESULT_ALREADY);
        }
    }
}

static void moved_by_somebody_else(enum operator_profile profile, enum door_state from, bool wall)
{
    struct stage_settings settings = claim_settings(profile, SWITCHES_BOTH);
    settings.door.stop_while_opening = true;
    struct stage stage;
    claim_begin(&stage, &settings, from);
    if (wall) {
        stage_wall(&stage);
    } else {
        stage_fob(&stage);
    }
    stage_run(&stage, 1000);
    stop_is(&stage, OUTCOME_REFUSED_NOT_OURS, RESULT_STATE);
}

static void c16_stop_of_a_movement_that_is_not_ours_is_not_ours(void)
{
    FOR_EACH_PROFILE(profile)
    {
        moved_by_somebody_else(profile, DOOR_CLOSED, false);
        moved_by_somebody_else(profile, DOOR_CLOSED, true);
        if (profile != PROFILE_AUTO_CLOSE) { // no button closes that one
            moved_by_somebody_else(profile, DOOR_OPEN, false);
            moved_by_somebody_else(profile, DOOR_OPEN, true);
        }
    }
}

static void c16_stop_midway_is_unknown_and_when_it_stands_still(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_REV_CLOSING, SWITCHES_BOTH, DOOR_CLOSED);
    stage_hand(&stage, 500);
    stage_run(&stage, 5000);
    stage_reset(&stage, 10);
    stage_run(&stage, 1000);
    stop_is(&stage, OUTCOME_REFUSED_UNKNOWN, RESULT_STATE);
    stage_run(&stage, 40000);
    stop_is(&stage, OUTCOME_STILL, RESULT_ALREADY);
}

static void c16_stop_of_our_own_close_is_too_late_when_it_may_have_arrived(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_OPEN);
    CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_DONE);
    CHECK(stage_until_state(&stage, DOOR_CLOSING, 20000));
    stage_run(&stage, 9700); // 0.8 of the fastest run
    CHECK_SAME(stage_ask(&stage, ACTION_STOP), OUTCOME_REFUSED_TOO_LATE);
    CHECK_SAME(stage.answer.result, RESULT_STATE);
    CHECK(stage_until_goal_ends(&stage, 20000));
    CHECK_SAME(stage_ended(&stage), OUTCOME_DONE);
    CHECK_SAME(stage_presses(&stage), 1);
}

static void c16_stop_of_our_own_young_close_stops_or_reverses_it(void)
{
    FOR_EACH_PROFILE(profile)
    {
        if (profile == PROFILE_AUTO_CLOSE) {
            continue;
        }
        struct stage stage;
        claim_begin_usual(&stage, profile, SWITCHES_BOTH, DOOR_OPEN);
        CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_DONE);
        CHECK(stage_until_state(&stage, DOOR_CLOSING, 20000));
        stage_run(&stage, 3000);
        CHECK_SAME(stage_ask(&stage, ACTION_STOP), OUTCOME_DONE);
        stage_run(&stage, 1000);
        CHECK(stage_motion(&stage) != GARAGE_CLOSING);
        CHECK(stage_until_goal_ends(&stage, 60000));
        const bool stops = profile == PROFILE_STOP_BOTH || profile == PROFILE_CONDO_STOP;
        const enum outcome ended = stage_ended(&stage);
        CHECK(!stops || ended == OUTCOME_STOPPED);
        CHECK(stops || ended == OUTCOME_REVERSED || ended == OUTCOME_FAILED_OPEN);
        CHECK_SAME(stage_snapshot(&stage)->state, stops ? DOOR_STOPPED : DOOR_OPEN);
    }
}

static void c16_stop_of_our_own_opening_needs_the_option_and_a_profile_that_stops(void)
{
    FOR_EACH_PROFILE(profile)
    {
        for (unsigned option = 0; option < 2; option++) {
            struct stage_settings settings = claim_settings(profile, SWITCHES_BOTH);
            settings.door.stop_while_opening = option == 1;
            struct stage stage;
            claim_begin(&stage, &settings, DOOR_CLOSED);
            CHECK_SAME(stage_ask(&stage, ACTION_OPEN), OUTCOME_DONE);
            CHECK(stage_until_state(&stage, DOOR_OPENING, 20000));
            stage_run(&stage, 2500);
            const bool stops = profile == PROFILE_STOP_BOTH || profile == PROFILE_REV_CLOSING;
            const bool may = stops && option == 1;
            CHECK_SAME(stage_ask(&stage, ACTION_STOP),
                       may ? OUTCOME_DONE : OUTCOME_REFUSED_PROFILE);
            stage_run(&stage, 1000);
            CHECK_SAME(stage_motion(&stage) == GARAGE_STILL, may);
        }
    }
}

int main(void)
{
    CLAIM(c16_stop_of_a_standing_door_is_still);
    CLAIM(c16_stop_of_a_movement_that_is_not_ours_is_not_ours);
    CLAIM(c16_stop_midway_is_unknown_and_when_it_stands_still);
    CLAIM(c16_stop_of_our_own_close_is_too_late_when_it_may_have_arrived);
    CLAIM(c16_stop_of_our_own_young_close_stops_or_reverses_it);
    CLAIM(c16_stop_of_our_own_opening_needs_the_option_and_a_profile_that_stops);
    return check_verdict();
}
