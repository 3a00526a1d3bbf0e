// C11: reed closed is "at the limit", for both. A broken wire or a lost magnet reads "not at the
// limit", the safe side.
#include "test/claims/claim.h"

static void c11_a_closed_reed_is_the_limit(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_CLOSED);
    CHECK(garage_levels(&stage.garage).closed_switch);
    CHECK_SAME(stage_snapshot(&stage)->state, DOOR_CLOSED);
    claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_OPEN);
    CHECK(garage_levels(&stage.garage).open_switch);
    CHECK_SAME(stage_snapshot(&stage)->state, DOOR_OPEN);
}

static void c11_a_broken_wire_never_says_closed_or_open(void)
{
    static const enum door_state limits[] = {DOOR_CLOSED, DOOR_OPEN};
    for (unsigned i = 0; i < 2; i++) {
        struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
        settings.garage.start_at = limits[i] == DOOR_OPEN ? 1000 : 0;
        struct stage stage;
        stage_begin(&stage, &settings);
        stage_switch(&stage, limits[i] == DOOR_OPEN ? GARAGE_OPEN_LIMIT : GARAGE_CLOSED_LIMIT,
                     GARAGE_SWITCH_STUCK_AWAY);
        for (unsigned step = 0; step < 30000; step++) {
            stage_step(&stage);
            CHECK_SAME(stage_snapshot(&stage)->state, DOOR_UNKNOWN);
        }
        // Nothing is proven, so nothing is pressed.
        CHECK_SAME(stage_ask(&stage, ACTION_OPEN), OUTCOME_REFUSED_UNKNOWN);
        CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_REFUSED_UNKNOWN);
        claim_nothing_is_pressed(&stage, 40000);
    }
}

static void c11_a_wire_that_breaks_at_the_limit_takes_the_proof_away(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_CLOSED_ONLY, DOOR_CLOSED);
    stage_switch(&stage, GARAGE_CLOSED_LIMIT, GARAGE_SWITCH_STUCK_AWAY);
    stage_run(&stage, 70);
    CHECK(stage_snapshot(&stage)->state != DOOR_CLOSED);
    CHECK(stage_snapshot(&stage)->position != POSITION_CLOSED);
}

static void c11_a_switch_that_is_not_fitted_is_not_looked_at(void)
{
    struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_OPEN_ONLY);
    settings.garage.closed_switch = true; // a level on a pin to which nothing belongs
    struct stage stage;
    claim_begin(&stage, &settings, DOOR_CLOSED);
    CHECK_SAME(stage_snapshot(&stage)->state, DOOR_UNKNOWN);
}

int main(void)
{
    CLAIM(c11_a_closed_reed_is_the_limit);
    CLAIM(c11_a_broken_wire_never_says_closed_or_open);
    CLAIM(c11_a_wire_that_breaks_at_the_limit_takes_the_proof_away);
    CLAIM(c11_a_switch_that_is_not_fitted_is_not_looked_at);
    return check_verdict();
}
