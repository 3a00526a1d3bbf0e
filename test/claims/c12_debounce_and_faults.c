// C12: at the limit after 100 ms steady, left after 50 ms. More than 6 edges in 10 s is flutter, both
// limits at once for 200 ms a contradiction. Either is a fault: no press, the goal ends, cleared
// after 60 s of quiet.
#include "test/claims/claim.h"

static bool faulty(const struct stage *stage)
{
    return (stage_snapshot(stage)->flags & EPOCH_FAULT) != 0;
}

// The closed switch opens and closes again, so many times: two edges each.
static void flap(struct stage *stage, unsigned times, uint64_t each)
{
    for (unsigned i = 0; i < times; i++) {
        stage_switch(stage, GARAGE_CLOSED_LIMIT, GARAGE_SWITCH_STUCK_AWAY);
        stage_run(stage, each);
        stage_switch(stage, GARAGE_CLOSED_LIMIT, GARAGE_SWITCH_WORKS);
        stage_run(stage, each);
    }
}

static void c12_a_limit_is_proven_after_100_ms_and_left_after_50(void)
{
    struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
    settings.tick = 1;
    struct stage stage;
    stage_begin(&stage, &settings);
    stage_run(&stage, 101);
    CHECK_SAME(stage_snapshot(&stage)->state, DOOR_CLOSED);
    stage_begin(&stage, &settings);
    stage_run(&stage, 100);
    CHECK_SAME(stage_snapshot(&stage)->state, DOOR_UNKNOWN);
    stage_run(&stage, 1000);
    stage_switch(&stage, GARAGE_CLOSED_LIMIT, GARAGE_SWITCH_STUCK_AWAY);
    stage_run(&stage, 50);
    CHECK_SAME(stage_snapshot(&stage)->state, DOOR_CLOSED);
    stage_run(&stage, 1);
    CHECK_SAME(stage_snapshot(&stage)->state, DOOR_OPENING);
}

static void c12_bounce_of_every_length_is_no_fault_and_no_movement(void)
{
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
        settings.garage.bounce = 20;
        settings.seed = seed;
        struct stage stage;
        claim_begin(&stage, &settings, DOOR_CLOSED);
        CHECK_SAME(claim_outcome(&stage, ACTION_OPEN), OUTCOME_DONE);
        CHECK_SAME(claim_outcome(&stage, ACTION_CLOSE), OUTCOME_DONE);
        CHECK_SAME(stage_count(&stage, WHAT_FAULT), 0);
    }
}

static void c12_the_seventh_edge_in_10_s_is_flutter(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_CLOSED);
    stage_run(&stage, 15000); // the edge of its start is forgotten
    flap(&stage, 3, 30);
    CHECK(!faulty(&stage));
    stage_switch(&stage, GARAGE_CLOSED_LIMIT, GARAGE_SWITCH_STUCK_AWAY);
    stage_run(&stage, 10);
    CHECK(faulty(&stage));
    CHECK_SAME(stage_count(&stage, WHAT_FAULT), 1);
}

// A wire that hums with the mains: an edge each 10 ms, for ever.
static void c12_a_wire_that_hums_is_a_fault_and_no_limit(void)
{
    for (uint64_t half = 3; half <= 45; half += 6) {
        struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
        settings.tick = 1;
        struct stage stage;
        claim_begin(&stage, &settings, DOOR_CLOSED);
        stage_hand(&stage, 500);
        for (uint64_t at = 0; at < 8000; at += half) {
            stage_switch(&stage, GARAGE_CLOSED_LIMIT,
                         at / half % 2 == 0 ? GARAGE_SWITCH_STUCK_AWAY
                                            : GARAGE_SWITCH_STUCK_AT_LIMIT);
            stage_run(&stage, half);
        }
        CHECK(faulty(&stage));
        CHECK(stage_snapshot(&stage)->state != DOOR_CLOSED);
    }
}

static void c12_flutter_clears_after_60_s_of_quiet(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_CLOSED);
    flap(&stage, 5, 30);
    CHECK_SAME(stage_ask(&stage, ACTION_OPEN), OUTCOME_REFUSED_FAULT);
    stage_run(&stage, 50000);
    flap(&stage, 1, 30); // the quiet begins anew
    stage_run(&stage, 59900);
    CHECK(faulty(&stage));
    CHECK_SAME(stage_ask(&stage, ACTION_OPEN), OUTCOME_REFUSED_FAULT);
    stage_run(&stage, 200);
    CHECK(!faulty(&stage));
    CHECK_SAME(stage.witness.relay_edges, 0);
    CHECK_SAME(claim_outcome(&stage, ACTION_OPEN), OUTCOME_DONE);
}

static void c12_both_limits_at_once_are_a_contradiction_until_60_s_after(void)
{
    struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
    settings.tick = 1;
    struct stage stage;
    claim_begin(&stage, &settings, DOOR_OPEN);
    stage_switch(&stage, GARAGE_CLOSED_LIMIT, GARAGE_SWITCH_STUCK_AT_LIMIT);
    stage_run(&stage, 310); // 100 until it speaks, and 200 of both
    stage_switch(&stage, GARAGE_CLOSED_LIMIT, GARAGE_SWITCH_WORKS);
    stage_run(&stage, 1000);
    CHECK(faulty(&stage));
    CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_REFUSED_FAULT);
    stage_run(&stage, 58900);
    CHECK(faulty(&stage));
    stage_run(&stage, 300);
    CHECK(!faulty(&stage));
    CHECK_SAME(stage_snapshot(&stage)->state, DOOR_OPEN);
    CHECK_SAME(stage.witness.relay_edges, 0);
}

static void c12_a_contradiction_of_less_than_200_ms_leaves_nothing_behind(void)
{
    struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
    settings.tick = 1;
    struct stage stage;
    claim_begin(&stage, &settings, DOOR_OPEN);
    stage_switch(&stage, GARAGE_CLOSED_LIMIT, GARAGE_SWITCH_STUCK_AT_LIMIT);
    stage_run(&stage, 240); // both for 190 ms, when 50 ms of leaving are counted
    stage_switch(&stage, GARAGE_CLOSED_LIMIT, GARAGE_SWITCH_WORKS);
    stage_run(&stage, 300);
    CHECK(!faulty(&stage));
    CHECK_SAME(stage_snapshot(&stage)->state, DOOR_OPEN);
}

static void c12_a_fault_ends_a_goal_in_each_of_its_phases(void)
{
    for (uint64_t after = 500; after < 16000; after += 2500) {
        struct stage stage;
        claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_OPEN);
        CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_DONE);
        stage_run(&stage, after);
        const bool pressed = stage_presses(&stage) > 0;
        stage_switch(&stage, GARAGE_OPEN_LIMIT, GARAGE_SWITCH_STUCK_AT_LIMIT);
        stage_switch(&stage, GARAGE_CLOSED_LIMIT, GARAGE_SWITCH_STUCK_AT_LIMIT);
        stage_run(&stage, 150);
        CHECK(!stage_snapshot(&stage)->busy);
        CHECK_SAME(stage_ended(&stage), pressed ? OUTCOME_FAILED_FAULT : OUTCOME_REFUSED_FAULT);
        CHECK_SAME(stage_snapshot(&stage)->lock_out, pressed);
        const uint32_t presses = stage_presses(&stage);
        stage_run(&stage, 60000);
        CHECK_SAME(stage_presses(&stage), presses);
    }
}

int main(void)
{
    CLAIM(c12_a_limit_is_proven_after_100_ms_and_left_after_50);
    CLAIM(c12_bounce_of_every_length_is_no_fault_and_no_movement);
    CLAIM(c12_the_seventh_edge_in_10_s_is_flutter);
    CLAIM(c12_a_wire_that_hums_is_a_fault_and_no_limit);
    CLAIM(c12_flutter_clears_after_60_s_of_quiet);
    CLAIM(c12_both_limits_at_once_are_a_contradiction_until_60_s_after);
    CLAIM(c12_a_contradiction_of_less_than_200_ms_leaves_nothing_behind);
    CLAIM(c12_a_fault_ends_a_goal_in_each_of_its_phases);
    return check_verdict();
}
