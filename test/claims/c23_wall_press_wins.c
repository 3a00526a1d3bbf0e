// C23: a seen wall press ends any goal ("overtaken"), ends the warning, and is never followed by a
// press of the old goal.
#include "test/claims/claim.h"

static void pressed_at_the_wall(enum operator_profile profile, enum action action, uint64_t after,
                                bool device)
{
    struct stage_settings settings = claim_settings(profile, SWITCHES_BOTH);
    settings.door.recover = true;
    settings.door.stop_while_opening = true;
    struct stage stage;
    claim_begin(&stage, &settings, action == ACTION_CLOSE ? DOOR_OPEN : DOOR_CLOSED);
    if (stage_ask_with(&stage, action, 40) != OUTCOME_DONE) {
        return;
    }
    stage_run(&stage, after);
    if (!stage_snapshot(&stage)->busy) {
        return;
    }
    // Nothing may be pressed from the moment the button has been steady for 100 ms.
    const enum garage_doing button = device ? GARAGE_DEVICE : GARAGE_WALL;
    stage_act(&stage, &(struct garage_action){.doing = button, .lasting = 250});
    stage_run(&stage, 110);
    const uint32_t presses = stage_presses(&stage);
    CHECK(!stage_snapshot(&stage)->busy);
    CHECK(!stage.outputs.lamp && !stage.outputs.beeper);
    stage_run(&stage, 20);
    CHECK_SAME(stage_ended(&stage), OUTCOME_OVERTAKEN);
    CHECK_SAME(stage_last(&stage, WHAT_GOAL_ENDED).result, RESULT_OVERTAKEN);
    stage_run(&stage, 30000);
    CHECK_SAME(stage_presses(&stage), presses);
    CHECK(!stage_snapshot(&stage)->lock_out);
}

static void c23_a_wall_press_ends_any_goal_at_any_time(void)
{
    static const enum action actions[] = {ACTION_OPEN, ACTION_CLOSE, ACTION_VENT};
    FOR_EACH_PROFILE(profile)
    {
        for (unsigned i = 0; i < 3; i++) {
            for (uint64_t after = 0; after < 20000; after += 3100) {
                pressed_at_the_wall(profile, actions[i], after, after / 3100 % 3 == 0);
            }
        }
    }
}

static void c23_a_wall_press_between_two_attempts_ends_them(void)
{
    struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
    settings.garage.shortest_press = 600; // ours is not heard; the wall's is not long enough either
    struct stage stage;
    claim_begin(&stage, &settings, DOOR_OPEN);
    CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_DONE);
    stage_run(&stage, 15000);
    CHECK_SAME(stage_presses(&stage), 1);
    stage_wall(&stage);
    CHECK_SAME(stage_ended(&stage), OUTCOME_OVERTAKEN);
    claim_nothing_is_pressed(&stage, 60000);
}

static void c23_a_command_in_the_instant_of_a_wall_press_begins_nothing(void)
{
    unsigned refused = 0;
    for (uint64_t before = 90; before < 115; before++) {
        struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
        settings.tick = 1;
        struct stage stage;
        claim_begin(&stage, &settings, DOOR_OPEN);
        stage_act(&stage, &(struct garage_action){.doing = GARAGE_WALL, .lasting = 250});
        stage_run(&stage, before);
        const enum outcome outcome = stage_ask(&stage, ACTION_CLOSE);
        refused += outcome == OUTCOME_REFUSED_BUSY;
        if (outcome == OUTCOME_REFUSED_BUSY) {
            claim_nothing_is_pressed(&stage, 30000);
        }
    }
    CHECK(refused > 0);
}

int main(void)
{
    CLAIM(c23_a_wall_press_ends_any_goal_at_any_time);
    CLAIM(c23_a_wall_press_between_two_attempts_ends_them);
    CLAIM(c23_a_command_in_the_instant_of_a_wall_press_begins_nothing);
    return check_verdict();
}
