// C28: nobody remote may shorten or skip the warning. Only the wall button and the fob, which do not
// pass through us, are without it.
#include "test/claims/claim.h"

#include "test/support/random.h"

// Whatever is asked in its midst, in whatever order: from the last start of the warning there are
// five seconds to the relay.
static void c28_no_order_of_commands_shortens_the_warning(void)
{
    FOR_EACH_PROFILE(profile)
    {
        for (uint64_t seed = 1; seed <= 3; seed++) {
            struct random random = random_from(seed);
            struct stage_settings settings = claim_settings(profile, SWITCHES_BOTH);
            settings.door.recover = seed % 2 == 0;
            struct stage stage;
            claim_begin(&stage, &settings, DOOR_OPEN);
            for (unsigned i = 0; i < 25; i++) {
                static const enum action actions[] = {ACTION_CLOSE, ACTION_CLOSE,    ACTION_OPEN,
                                                      ACTION_STOP,  ACTION_IDENTIFY, ACTION_VENT};
                (void)stage_ask_with(&stage, actions[random_below(&random, 6)], 20); // whichever
                stage_run(&stage, random_below(&random, 6500));
            }
            CHECK(stage.witness.shortest_warning >= 5000);
            CHECK_SAME(stage.witness.unwarned, 0);
            CHECK_SAME(stage.witness.closings[GARAGE_BY_NOBODY], 0);
        }
    }
}

static void c28_asking_again_changes_nothing(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_OPEN);
    CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_DONE);
    const uint64_t asked = stage.garage.now;
    stage_run(&stage, 2000);
    CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_ALREADY);
    CHECK(stage_until_press(&stage, 10000));
    CHECK((stage.garage.now - asked) / 100 >= 49);
    CHECK_SAME(stage.witness.closings[GARAGE_BY_RELAY] + stage.witness.unwarned, 0);
    stage_run(&stage, 500);
    CHECK_SAME(stage.witness.unwarned, 0);
}

static void c28_stop_and_close_again_is_a_whole_new_warning(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_OPEN);
    CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_DONE);
    stage_run(&stage, 4500);
    CHECK_SAME(stage_ask(&stage, ACTION_STOP), OUTCOME_DONE);
    stage_run(&stage, 100);
    CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_DONE);
    claim_nothing_is_pressed(&stage, 4900);
    CHECK(stage_until_press(&stage, 1000));
    stage_run(&stage, 500);
    CHECK_SAME(stage.witness.unwarned, 0);
}

// CLOSE and OPEN take turns at a door midway: each press has five seconds of its own rhythm.
static void c28_a_goal_that_takes_over_warns_anew(void)
{
    for (uint64_t after = 0; after < 700; after += 45) {
        struct stage_settings settings = claim_settings(PROFILE_TWO_STEP, SWITCHES_BOTH);
        settings.door.recover = true;
        settings.garage.start_at = 500;
        struct stage stage;
        stage_begin(&stage, &settings);
        stage_run(&stage, 30000);
        CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_DONE);
        stage_run(&stage, 1000 + after);
        CHECK_SAME(stage_ask(&stage, ACTION_OPEN), OUTCOME_DONE);
        CHECK(stage_until_goal_ends(&stage, 120000));
        CHECK(stage.witness.shortest_warning >= 5000);
        CHECK_SAME(stage.witness.unwarned, 0);
    }
}

// With the open switch alone each attempt to open is a closing press.
static void c28_a_second_attempt_is_warned_anew(void)
{
    for (unsigned seed = 0; seed < 16; seed++) {
        struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_OPEN_ONLY);
        settings.flash.travel = stage_learned(12000 + 37 * seed, 12000);
        struct stage stage;
        claim_begin(&stage, &settings, DOOR_CLOSED);
        stage_run(&stage, 30000);
        CHECK_SAME(stage_ask(&stage, ACTION_OPEN), OUTCOME_DONE);
        CHECK(stage_until_moving(&stage, 10000));
        stage_run(&stage, 5000);
        stage_act(&stage, &(struct garage_action){.doing = GARAGE_OBSTRUCT});
        CHECK(stage_until_goal_ends(&stage, 120000));
        CHECK_SAME(stage_presses(&stage), 2);
        CHECK_SAME(stage.witness.closings[GARAGE_BY_RELAY], 1);
        CHECK(stage.witness.shortest_warning >= 5000);
    }
}

static void c28_the_wall_button_and_the_fob_are_without_it(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_OPEN);
    stage_wall(&stage);
    CHECK_SAME(stage_motion(&stage), GARAGE_CLOSING);
    stage_run(&stage, 20000);
    stage_bring(&stage, DOOR_OPEN);
    stage_fob(&stage);
    stage_run(&stage, 200);
    CHECK_SAME(stage_motion(&stage), GARAGE_CLOSING);
    CHECK(!stage.outputs.lamp && !stage.outputs.beeper);
}

int main(void)
{
    CLAIM(c28_no_order_of_commands_shortens_the_warning);
    CLAIM(c28_asking_again_changes_nothing);
    CLAIM(c28_stop_and_close_again_is_a_whole_new_warning);
    CLAIM(c28_a_goal_that_takes_over_warns_anew);
    CLAIM(c28_a_second_attempt_is_warned_anew);
    CLAIM(c28_the_wall_button_and_the_fob_are_without_it);
    return check_verdict();
}
