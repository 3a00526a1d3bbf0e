// C19: VENT stops by time: at most half the fastest run, and its result is "unverified". Closing from
// it is what recover is for.
#include "test/claims/claim.h"

enum {
    ANSWER = 300 // ms: the reed's zone, its debouncing, and what the operator takes to hear a press
};

// How long the door moved; the goal is over.
static uint64_t vented(struct stage *stage, uint8_t percent)
{
    CHECK_SAME(stage_ask_with(stage, ACTION_VENT, percent), OUTCOME_DONE);
    CHECK(stage_until_moving(stage, 20000));
    const uint64_t began = stage->garage.now;
    while (stage_motion(stage) != GARAGE_STILL) {
        stage_step(stage);
    }
    const uint64_t moved = stage->garage.now - began;
    CHECK(stage_until_goal_ends(stage, 90000));
    return moved;
}

static void c19_vent_stops_after_the_part_asked_for_and_is_unverified(void)
{
    static const uint8_t parts[] = {1, 10, 25, 50};
    static const enum operator_profile profiles[] = {PROFILE_STOP_BOTH, PROFILE_REV_CLOSING};
    for (unsigned i = 0; i < 8; i++) {
        struct stage stage;
        claim_begin_usual(&stage, profiles[i / 4],
                          i % 2 == 0 ? SWITCHES_BOTH : SWITCHES_CLOSED_ONLY, DOOR_CLOSED);
        const uint64_t asked = UINT64_C(120) * parts[i % 4];
        const uint64_t moved = vented(&stage, parts[i % 4]);
        CHECK(moved >= asked);
        CHECK(moved <= (asked < 2400 ? 2400 : asked) + ANSWER); // two presses lie 2 s apart
        CHECK(moved <= 6000 + ANSWER);
        CHECK_SAME(stage_ended(&stage), OUTCOME_UNVERIFIED);
        CHECK_SAME(stage_last(&stage, WHAT_GOAL_ENDED).result, RESULT_UNVERIFIED);
        CHECK_SAME(stage_last(&stage, WHAT_GOAL_ENDED).presses, 2);
        CHECK_SAME(stage_snapshot(&stage)->state, DOOR_STOPPED);
        CHECK_SAME(stage_snapshot(&stage)->position, POSITION_UNKNOWN);
    }
}

static void c19_vent_never_goes_beyond_half_the_fastest_run(void)
{
    static const uint32_t ways[][2] = {{20000, 8000}, {6000, 20000}, {12000, 6100}, {30000, 30000}};
    for (unsigned i = 0; i < 4; i++) {
        struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
        settings.garage.opening_time = ways[i][0];
        settings.garage.closing_time = ways[i][1];
        settings.flash.travel = stage_learned(ways[i][0], ways[i][1]);
        struct stage stage;
        claim_begin(&stage, &settings, DOOR_CLOSED);
        const uint32_t fastest = ways[i][0] < ways[i][1] ? ways[i][0] : ways[i][1];
        CHECK(vented(&stage, 50) <= fastest / 2 + ANSWER);
        CHECK_SAME(stage_ended(&stage), OUTCOME_UNVERIFIED);
    }
}

static void c19_a_door_too_fast_to_be_stopped_in_time_is_not_vented(void)
{
    struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
    settings.garage.opening_time = 3000;
    settings.garage.closing_time = 3000;
    settings.flash.travel = stage_learned(3000, 3000);
    struct stage stage;
    claim_begin(&stage, &settings, DOOR_CLOSED);
    CHECK_SAME(stage_ask_with(&stage, ACTION_VENT, 50), OUTCOME_REFUSED_UNKNOWN);
    claim_nothing_is_pressed(&stage, 20000);
}

static void c19_without_both_learned_times_nothing_is_vented(void)
{
    for (unsigned which = 0; which < 3; which++) {
        struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
        settings.flash.travel.runs[WAY_OPENING].count = which == 1 ? TRAVEL_RUNS : 0;
        settings.flash.travel.runs[WAY_CLOSING].count = which == 2 ? TRAVEL_RUNS : 0;
        struct stage stage;
        claim_begin(&stage, &settings, DOOR_CLOSED);
        CHECK_SAME(stage_ask_with(&stage, ACTION_VENT, 50), OUTCOME_REFUSED_UNKNOWN);
        claim_nothing_is_pressed(&stage, 20000);
    }
}

static void c19_only_one_to_fifty_percent_are_a_vent(void)
{
    static const uint8_t parts[] = {0, 51, 100, 255};
    for (unsigned i = 0; i < 4; i++) {
        struct stage stage;
        claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_CLOSED);
        CHECK(stage_offer(&stage, ACTION_VENT, parts[i]));
        claim_nothing_is_pressed(&stage, 20000);
        CHECK_SAME(stage.answer.result, RESULT_STATE);
    }
}

static void c19_vent_is_for_operators_that_stop_while_opening(void)
{
    FOR_EACH_PROFILE(profile)
    {
        if (profile == PROFILE_STOP_BOTH || profile == PROFILE_REV_CLOSING) {
            continue;
        }
        struct stage stage;
        claim_begin_usual(&stage, profile, SWITCHES_BOTH, DOOR_CLOSED);
        CHECK_SAME(stage_ask_with(&stage, ACTION_VENT, 20), OUTCOME_REFUSED_PROFILE);
        claim_nothing_is_pressed(&stage, 20000);
    }
}

static void c19_closing_from_it_needs_recover(void)
{
    for (unsigned recover = 0; recover < 2; recover++) {
        struct stage_settings settings = claim_settings(PROFILE_REV_CLOSING, SWITCHES_BOTH);
        settings.door.recover = recover == 1;
        struct stage stage;
        claim_begin(&stage, &settings, DOOR_CLOSED);
        (void)vented(&stage, 25);
        const enum outcome closed = claim_outcome(&stage, ACTION_CLOSE);
        CHECK_SAME(closed, recover == 1 ? OUTCOME_DONE : OUTCOME_REFUSED_UNKNOWN);
        CHECK_SAME(stage.witness.unwarned, 0);
    }
}

int main(void)
{
    CLAIM(c19_vent_stops_after_the_part_asked_for_and_is_unverified);
    CLAIM(c19_vent_never_goes_beyond_half_the_fastest_run);
    CLAIM(c19_a_door_too_fast_to_be_stopped_in_time_is_not_vented);
    CLAIM(c19_without_both_learned_times_nothing_is_vented);
    CLAIM(c19_only_one_to_fifty_percent_are_a_vent);
    CLAIM(c19_vent_is_for_operators_that_stop_while_opening);
    CLAIM(c19_closing_from_it_needs_recover);
    return check_verdict();
}
