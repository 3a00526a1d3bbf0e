// C9: a profile is never learned without somebody at the door, and a wrong one does not break C1 to
// C5 (save R2). Every order of events is walked by the test planner_search_wrong_profile.
#include "test/claims/claim.h"

static void journey(const struct stage_settings *settings)
{
    static const enum action actions[] = {ACTION_OPEN,  ACTION_CLOSE, ACTION_STOP,
                                          ACTION_CLOSE, ACTION_OPEN,  ACTION_OPEN};
    struct stage stage;
    claim_begin(&stage, settings, DOOR_CLOSED);
    for (unsigned i = 0; i < sizeof(actions) / sizeof(actions[0]); i++) {
        const uint32_t before = stage_presses(&stage);
        if (stage_offer(&stage, actions[i], 0)) {
            witness_asked(&stage.witness);
            stage_run(&stage, i % 2 == 0 ? 40000 : 9000);
        }
        CHECK(stage_presses(&stage) - before <= 4); // two of this goal, two of the one before
        CHECK(stage_ended(&stage) != OUTCOME_DONE || stage_last(&stage, WHAT_GOAL_ENDED).goal != 0);
    }
    CHECK(stage_until_goal_ends(&stage, 180000));
    CHECK(stage.witness.shortest_warning >= 5000);
    CHECK_SAME(stage.witness.unwarned, 0);
    CHECK_SAME(stage.door.settings.profile, settings->door.profile); // nothing was learned
}

static void c09_a_wrong_profile_closes_nothing_unwarned(void)
{
    FOR_EACH_PROFILE(profile)
    {
        for (enum operator_profile on = PROFILE_REV_CLOSING; on <= PROFILE_AUTO_CLOSE; on++) {
            struct stage_settings settings = claim_settings(on, SWITCHES_BOTH);
            settings.door.profile = profile;
            claim_about(&settings, operator_profile_name(on));
            journey(&settings);
        }
    }
}

static void c09_an_unknown_profile_is_taken_as_two_step(void)
{
    struct stage_settings settings = claim_settings(PROFILE_UNKNOWN, SWITCHES_BOTH);
    settings.owner_allows = false;
    struct stage stage;
    claim_begin(&stage, &settings, DOOR_CLOSED);
    CHECK_SAME(stage_ask(&stage, ACTION_OPEN), OUTCOME_REFUSED_PERMISSION);
    CHECK_SAME(stage_ask_with(&stage, ACTION_VENT, 20), OUTCOME_REFUSED_PROFILE);
    claim_nothing_is_pressed(&stage, 10000);
}

static void c09_what_must_not_be_controlled_has_no_relay(void)
{
    FOR_EACH_PROFILE(profile)
    {
        for (unsigned monitor = 0; monitor < 2; monitor++) {
            struct stage_settings settings =
                claim_settings(profile, monitor == 1 ? SWITCHES_BOTH : SWITCHES_NONE);
            settings.door.recover = true;
            settings.door.profile = monitor == 1 ? PROFILE_MONITOR_ONLY : profile;
            struct stage stage;
            claim_begin(&stage, &settings, DOOR_CLOSED);
            stage_run(&stage, 30000);
            static const enum action actions[] = {ACTION_OPEN, ACTION_CLOSE, ACTION_STOP,
                                                  ACTION_VENT};
            for (unsigned i = 0; i < 4; i++) {
                struct permit permit = stage_permit(&stage, actions[i], 20);
                CHECK(!permit.closing_mark);
                permit.closing_mark = true;
                CHECK(stage_offer_permit(&stage, &permit));
                claim_nothing_is_pressed(&stage, 8000);
            }
        }
    }
}

int main(void)
{
    CLAIM(c09_a_wrong_profile_closes_nothing_unwarned);
    CLAIM(c09_an_unknown_profile_is_taken_as_two_step);
    CLAIM(c09_what_must_not_be_controlled_has_no_relay);
    return check_verdict();
}
