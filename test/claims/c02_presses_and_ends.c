// C2: no press without a goal, at most two presses per goal, and every goal ends by a deadline. A
// refused command leaves the running one watched to its end.
#include "test/claims/claim.h"

static void c02_an_operator_that_hears_nothing_gets_two_presses_and_the_goal_an_end(void)
{
    static const enum action actions[] = {ACTION_OPEN, ACTION_CLOSE};
    FOR_EACH_PROFILE(profile)
    {
        FOR_EACH_SWITCHES(set)
        {
            for (unsigned i = 0; i < 2; i++) {
                struct stage_settings settings = claim_settings(profile, set);
                settings.garage.shortest_press = 10000;
                struct stage stage;
                claim_begin(&stage, &settings, actions[i] == ACTION_OPEN ? DOOR_CLOSED : DOOR_OPEN);
                stage_run(&stage, 30000);
                CHECK(claim_outcome(&stage, actions[i]) != OUTCOME_DONE);
                CHECK(!stage_snapshot(&stage)->busy);
                CHECK(stage_presses(&stage) <= 2);
                claim_nothing_is_pressed(&stage, 30000);
            }
        }
    }
}

static void c02_a_vent_that_is_not_heard_ends(void)
{
    struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
    settings.garage.shortest_press = 10000;
    struct stage stage;
    claim_begin(&stage, &settings, DOOR_CLOSED);
    CHECK_SAME(stage_ask_with(&stage, ACTION_VENT, 20), OUTCOME_DONE);
    CHECK(stage_until_goal_ends(&stage, 60000));
    CHECK_SAME(stage_ended(&stage), OUTCOME_FAILED_NO_START);
}

static void c02_without_a_goal_nothing_is_pressed_whatever_others_do(void)
{
    FOR_EACH_PROFILE(profile)
    {
        struct stage_settings settings = claim_settings(profile, SWITCHES_BOTH);
        struct stage stage;
        claim_begin(&stage, &settings, DOOR_CLOSED);
        for (unsigned i = 0; i < 4; i++) {
            stage_fob(&stage);
            stage_run(&stage, 5000);
            stage_wall(&stage);
            stage_run(&stage, 20000);
            stage_hand(&stage, 250 * i);
            stage_run(&stage, 20000);
        }
        CHECK_SAME(stage.witness.relay_edges, 0);
    }
}

static void c02_a_refused_command_leaves_the_running_one_watched_to_its_end(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_CLOSED);
    CHECK_SAME(stage_ask(&stage, ACTION_OPEN), OUTCOME_DONE);
    CHECK(stage_until_state(&stage, DOOR_OPENING, 5000));
    stage_run(&stage, 3000);
    CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_REFUSED_BUSY);
    CHECK_SAME(stage_ask_with(&stage, ACTION_VENT, 20), OUTCOME_REFUSED_BUSY);
    CHECK(stage_until_goal_ends(&stage, 30000));
    CHECK_SAME(stage_ended(&stage), OUTCOME_DONE);
    CHECK_SAME(stage_presses(&stage), 1);
}

static void c02_a_newer_goal_replaces_the_older_only_if_it_can_act(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_CLOSED);
    CHECK_SAME(stage_ask(&stage, ACTION_OPEN), OUTCOME_DONE);
    CHECK(stage_until_state(&stage, DOOR_OPENING, 5000));
    // Not without the option.
    CHECK_SAME(stage_ask(&stage, ACTION_STOP), OUTCOME_REFUSED_PROFILE);
    CHECK(stage_snapshot(&stage)->busy);
    CHECK(stage_until_goal_ends(&stage, 30000));
    CHECK_SAME(stage_ended(&stage), OUTCOME_DONE);
    CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_DONE);
    CHECK(stage_until_state(&stage, DOOR_CLOSING, 15000));
    CHECK_SAME(stage_ask(&stage, ACTION_STOP), OUTCOME_DONE);
    CHECK_SAME(stage_ended(&stage), OUTCOME_REPLACED);
}

// Opening, never arriving, for every profile and every option that makes it wait longer.
static void c02_a_goal_whose_door_is_lost_midway_ends(void)
{
    FOR_EACH_PROFILE(profile)
    {
        FOR_EACH_SWITCHES(set)
        {
            struct stage_settings settings = claim_settings(profile, set);
            settings.door.recover = true;
            struct stage stage;
            claim_begin(&stage, &settings, DOOR_CLOSED);
            CHECK(stage_offer(&stage, ACTION_OPEN, 0));
            CHECK(!stage_until_moving(&stage, 6500) || stage_presses(&stage) == 1);
            stage_run(&stage, 4000);
            stage_act(&stage, &(struct garage_action){.doing = GARAGE_OBSTRUCT});
            CHECK(stage_until_goal_ends(&stage, 180000));
            CHECK(stage_presses(&stage) <= 2);
        }
    }
}

int main(void)
{
    CLAIM(c02_an_operator_that_hears_nothing_gets_two_presses_and_the_goal_an_end);
    CLAIM(c02_a_vent_that_is_not_heard_ends);
    CLAIM(c02_without_a_goal_nothing_is_pressed_whatever_others_do);
    CLAIM(c02_a_refused_command_leaves_the_running_one_watched_to_its_end);
    CLAIM(c02_a_newer_goal_replaces_the_older_only_if_it_can_act);
    CLAIM(c02_a_goal_whose_door_is_lost_midway_ends);
    return check_verdict();
}
