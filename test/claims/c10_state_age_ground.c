// C10: what a switch proves outranks belief. Leaving a limit is OPENING or CLOSING by inference for
// at most T_travel, then UNKNOWN. Every state carries its age and its ground.
#include "test/claims/claim.h"

static void is(const struct stage *stage, enum door_state state, enum ground ground,
               uint8_t position)
{
    const struct door_snapshot *snapshot = stage_snapshot(stage);
    CHECK_SAME(snapshot->state, state);
    CHECK_SAME(snapshot->ground, ground);
    CHECK_SAME(snapshot->position, position);
}

static void c10_a_state_carries_its_ground_and_its_age(void)
{
    struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
    settings.flash.travel = stage_learned(12000, 12000);
    struct stage stage;
    claim_begin(&stage, &settings, DOOR_CLOSED);
    is(&stage, DOOR_CLOSED, GROUND_PROVEN, POSITION_CLOSED);
    CHECK_SAME(stage_snapshot(&stage)->age / 100, 28);
    stage_fob(&stage);
    stage_run(&stage, 6060);
    is(&stage, DOOR_OPENING, GROUND_INFERRED, 49);
    CHECK_SAME(stage_snapshot(&stage)->age / 100, 59);
    stage_run(&stage, 7000);
    is(&stage, DOOR_OPEN, GROUND_PROVEN, POSITION_OPEN);
    stage_fob(&stage);
    stage_run(&stage, 6060);
    is(&stage, DOOR_CLOSING, GROUND_INFERRED, 51);
    stage_run(&stage, 7000);
    is(&stage, DOOR_CLOSED, GROUND_PROVEN, POSITION_CLOSED);
}

static void c10_a_movement_is_believed_for_t_travel_and_then_unknown(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_CLOSED);
    stage_hand(&stage, 500);
    CHECK(stage_until_state(&stage, DOOR_OPENING, 1000));
    const uint64_t left = stage.garage.now;
    CHECK(stage_until_state(&stage, DOOR_UNKNOWN, 60000));
    // 1.3 times the slowest run and 3 s.
    CHECK_SAME((stage.garage.now - left + 5) / 10, 1860);
    is(&stage, DOOR_UNKNOWN, GROUND_UNKNOWN, POSITION_UNKNOWN);
}

static void c10_before_anything_is_learned_t_travel_is_a_minute(void)
{
    struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
    settings.flash.travel = (struct travel_record){.decades = {0, 0}};
    struct stage stage;
    claim_begin(&stage, &settings, DOOR_OPEN);
    stage_hand(&stage, 500);
    CHECK(stage_until_state(&stage, DOOR_CLOSING, 1000));
    const uint64_t left = stage.garage.now;
    CHECK(stage_until_state(&stage, DOOR_UNKNOWN, 90000));
    CHECK_SAME((stage.garage.now - left + 5) / 10, 6000);
}

static void c10_a_switch_that_speaks_outranks_what_was_believed(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_REV_CLOSING, SWITCHES_BOTH, DOOR_OPEN);
    CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_DONE);
    CHECK(stage_until_state(&stage, DOOR_CLOSING, 20000));
    stage_run(&stage, 3000);
    stage_fob(&stage); // it goes up again: believed to be closing until the open limit speaks
    stage_run(&stage, 1000);
    is(&stage, DOOR_CLOSING, GROUND_INFERRED, stage_snapshot(&stage)->position);
    CHECK(stage_until_state(&stage, DOOR_OPEN, 20000));
    CHECK_SAME(stage_permille(&stage) > 990, true);
}

static void c10_one_switch_alone_proves_only_its_own_limit(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_CLOSED_ONLY, DOOR_CLOSED);
    is(&stage, DOOR_CLOSED, GROUND_PROVEN, POSITION_CLOSED);
    stage_hand(&stage, 1000);
    stage_run(&stage, 60000);
    is(&stage, DOOR_UNKNOWN, GROUND_UNKNOWN, POSITION_UNKNOWN);
    claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_OPEN_ONLY, DOOR_OPEN);
    is(&stage, DOOR_OPEN, GROUND_PROVEN, POSITION_OPEN);
    stage_hand(&stage, 0);
    stage_run(&stage, 60000);
    is(&stage, DOOR_UNKNOWN, GROUND_UNKNOWN, POSITION_UNKNOWN);
}

static void c10_an_age_stays_at_its_most_when_months_pass(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_CLOSED);
    uint64_t passed = 0;
    while (passed < UINT64_C(86400000) * 60) {
        const uint64_t leapt = stage_leap(&stage, 3600000);
        CHECK(leapt > 0);
        stage_run(&stage, 700);
        passed += leapt + 700;
    }
    is(&stage, DOOR_CLOSED, GROUND_PROVEN, POSITION_CLOSED);
    CHECK_SAME(stage_snapshot(&stage)->age, STOPWATCH_MOST);
}

int main(void)
{
    CLAIM(c10_a_state_carries_its_ground_and_its_age);
    CLAIM(c10_a_movement_is_believed_for_t_travel_and_then_unknown);
    CLAIM(c10_before_anything_is_learned_t_travel_is_a_minute);
    CLAIM(c10_a_switch_that_speaks_outranks_what_was_believed);
    CLAIM(c10_one_switch_alone_proves_only_its_own_limit);
    CLAIM(c10_an_age_stays_at_its_most_when_months_pass);
    return check_verdict();
}
