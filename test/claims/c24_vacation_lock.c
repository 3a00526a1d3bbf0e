// C24: the vacation lock refuses every remote press but STOP's, OPEN too, until it is lifted. That
// only an owner lifts it is the guard's to show.
#include "test/claims/claim.h"

static void lock(struct stage *stage, uint8_t on)
{
    CHECK(stage_offer(stage, ACTION_LOCK, on));
    stage_run(stage, 30);
    CHECK(stage->answered);
    CHECK_SAME(stage->answer.result, RESULT_OK);
    CHECK_SAME(stage_snapshot(stage)->vacation_lock, on == 1);
    CHECK_SAME((stage_snapshot(stage)->flags & EPOCH_VACATION_LOCK) != 0, on == 1);
}

static void everything_is_refused(struct stage *stage)
{
    static const enum action actions[] = {ACTION_OPEN, ACTION_CLOSE, ACTION_VENT};
    for (unsigned i = 0; i < 3; i++) {
        CHECK(stage_offer(stage, actions[i], 20));
        claim_nothing_is_pressed(stage, 30000);
        CHECK_SAME(stage->answer.result, RESULT_LOCKED);
    }
}

static void c24_under_the_lock_every_movement_is_refused(void)
{
    FOR_EACH_PROFILE(profile)
    {
        for (unsigned open = 0; open < 2; open++) {
            struct stage stage;
            claim_begin_usual(&stage, profile, SWITCHES_BOTH, open == 1 ? DOOR_OPEN : DOOR_CLOSED);
            lock(&stage, 1);
            everything_is_refused(&stage);
        }
    }
}

static void c24_the_lock_outlives_the_power_and_ends_when_it_is_lifted(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_CLOSED);
    lock(&stage, 1);
    stage_cut_mains(&stage, 1000);
    stage_run(&stage, 1000);
    everything_is_refused(&stage);
    lock(&stage, 0);
    CHECK_SAME(claim_outcome(&stage, ACTION_OPEN), OUTCOME_DONE);
}

static void c24_a_word_that_is_neither_on_nor_off_lifts_nothing(void)
{
    for (unsigned argument = 2; argument < 256; argument += 23) {
        struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
        settings.flash.vacation_lock = true;
        struct stage stage;
        claim_begin(&stage, &settings, DOOR_CLOSED);
        CHECK(stage_offer(&stage, ACTION_LOCK, (uint8_t)argument));
        stage_run(&stage, 30);
        CHECK_SAME(stage.answer.result, RESULT_STATE);
        CHECK(stage_snapshot(&stage)->vacation_lock);
    }
}

// A goal that is under way presses no more from then on.
static void c24_the_lock_stops_what_would_press_again(void)
{
    static const enum action actions[] = {ACTION_OPEN, ACTION_CLOSE, ACTION_VENT};
    FOR_EACH_PROFILE(profile)
    {
        for (unsigned i = 0; i < 3; i++) {
            for (uint64_t after = 0; after < 12000; after += 3700) {
                struct stage_settings settings = claim_settings(profile, SWITCHES_BOTH);
                settings.garage.shortest_press = 600; // no press is heard: it would be repeated
                struct stage stage;
                claim_begin(&stage, &settings,
                            actions[i] == ACTION_CLOSE ? DOOR_OPEN : DOOR_CLOSED);
                CHECK(stage_offer(&stage, actions[i], 20));
                stage_run(&stage, 50 + after);
                lock(&stage, 1);
                const uint32_t presses = stage_presses(&stage);
                stage_run(&stage, 45000);
                CHECK_SAME(stage_presses(&stage), presses);
                CHECK(!stage_snapshot(&stage)->busy);
            }
        }
    }
}

static void c24_stop_still_presses_under_the_lock(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_OPEN);
    CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_DONE);
    CHECK(stage_until_state(&stage, DOOR_CLOSING, 20000));
    stage_run(&stage, 3000);
    lock(&stage, 1);
    CHECK_SAME(stage_ask(&stage, ACTION_STOP), OUTCOME_DONE);
    stage_run(&stage, 1000);
    CHECK_SAME(stage_motion(&stage), GARAGE_STILL);
    CHECK_SAME(stage_presses(&stage), 2);
}

int main(void)
{
    CLAIM(c24_under_the_lock_every_movement_is_refused);
    CLAIM(c24_the_lock_outlives_the_power_and_ends_when_it_is_lifted);
    CLAIM(c24_a_word_that_is_neither_on_nor_off_lifts_nothing);
    CLAIM(c24_the_lock_stops_what_would_press_again);
    CLAIM(c24_stop_still_presses_under_the_lock);
    return check_verdict();
}
