// C1: a closing press happens only with permission and after at least 5 s of uninterrupted warning
// that goes on until the movement is over.
#include "test/claims/claim.h"

static void c01_every_close_is_warned_before_and_throughout(void)
{
    FOR_EACH_PROFILE(profile)
    {
        for (enum limit_switches set = SWITCHES_CLOSED_ONLY; set <= SWITCHES_BOTH; set++) {
            struct stage stage;
            claim_begin_usual(&stage, profile, set, DOOR_OPEN);
            const enum outcome outcome = claim_outcome(&stage, ACTION_CLOSE);
            const bool closes = profile != PROFILE_AUTO_CLOSE;
            CHECK_SAME(outcome, closes ? OUTCOME_DONE : OUTCOME_REFUSED_PROFILE);
            CHECK_SAME(stage.witness.closings[GARAGE_BY_RELAY], closes ? 1 : 0);
            CHECK(stage.witness.shortest_warning >= 5000);
            CHECK_SAME(stage.witness.warning_broken, 0);
        }
    }
}

enum part {
    PART_OWNER,
    PART_PERMIT,
    PART_DEVICE,
    PART_LOCK_OUT,
    PART_FAULT,
    PART_BEAM,
    PART_DOOR_TYPE,
    PART_LAMP,
    PART_BEEPER,
    PARTS
};

static void take_away(struct stage_settings *settings, enum part part)
{
    settings->owner_allows = part != PART_OWNER;
    settings->flash.device_permission = part != PART_DEVICE;
    settings->flash.lock_out = part == PART_LOCK_OUT;
    settings->door.door_type = part == PART_DOOR_TYPE ? DOOR_TYPE_OTHER : DOOR_TYPE_SECTIONAL;
    settings->door.lamp = part != PART_LAMP;
    settings->door.beeper = part != PART_BEEPER;
}

static void without_one_part(enum operator_profile profile, enum limit_switches set, enum part part)
{
    struct stage_settings settings = claim_settings(profile, set);
    settings.door.recover = true;
    take_away(&settings, part);
    struct stage stage;
    claim_begin(&stage, &settings, DOOR_OPEN);
    if (part == PART_BEAM) {
        stage_block(&stage, true);
    } else if (part == PART_FAULT) {
        stage_switch(&stage, GARAGE_CLOSED_LIMIT, GARAGE_SWITCH_STUCK_AT_LIMIT);
    }
    stage_run(&stage, 30000); // a closed-only door is believed to be still by then
    struct permit permit = stage_permit(&stage, ACTION_CLOSE, 0);
    permit.unattended_close = part != PART_PERMIT;
    permit.closing_mark = true;
    CHECK(stage_offer_permit(&stage, &permit));
    claim_nothing_is_pressed(&stage, 30000);
    CHECK(!stage_snapshot(&stage)->busy);
}

static void c01_a_close_that_lacks_one_part_of_the_permission_presses_nothing(void)
{
    for (enum part part = PART_OWNER; part < PARTS; part++) {
        without_one_part(PROFILE_STOP_BOTH, SWITCHES_BOTH, part);
        if (part != PART_FAULT) { // it takes two switches to contradict each other
            without_one_part(PROFILE_REV_CLOSING, SWITCHES_CLOSED_ONLY, part);
        }
    }
}

static void c01_open_from_midway_is_a_closing_press_too(void)
{
    for (unsigned permitted = 0; permitted < 2; permitted++) {
        struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
        settings.door.recover = true;
        settings.owner_allows = permitted == 1;
        struct stage stage;
        claim_begin(&stage, &settings, DOOR_CLOSED);
        stage_hand(&stage, 500);
        stage_run(&stage, 60000);
        const enum outcome outcome = claim_outcome(&stage, ACTION_OPEN);
        CHECK_SAME(outcome, permitted == 1 ? OUTCOME_DONE : OUTCOME_REFUSED_UNKNOWN);
        CHECK_SAME(stage_presses(&stage) > 0, permitted == 1);
        CHECK_SAME(stage.witness.unwarned, 0);
    }
}

static void c01_a_two_step_operator_opens_only_as_a_closing_press(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_TWO_STEP, SWITCHES_BOTH, DOOR_CLOSED);
    CHECK_SAME(stage_ask(&stage, ACTION_OPEN), OUTCOME_DONE);
    const uint64_t asked = stage.garage.now;
    CHECK(stage_until_press(&stage, 20000));
    CHECK(stage.garage.now - asked >= 4990);
    struct stage_settings settings = claim_settings(PROFILE_TWO_STEP, SWITCHES_BOTH);
    settings.owner_allows = false;
    claim_begin(&stage, &settings, DOOR_CLOSED);
    CHECK_SAME(stage_ask(&stage, ACTION_OPEN), OUTCOME_REFUSED_PERMISSION);
    claim_nothing_is_pressed(&stage, 10000);
}

int main(void)
{
    CLAIM(c01_every_close_is_warned_before_and_throughout);
    CLAIM(c01_a_close_that_lacks_one_part_of_the_permission_presses_nothing);
    CLAIM(c01_open_from_midway_is_a_closing_press_too);
    CLAIM(c01_a_two_step_operator_opens_only_as_a_closing_press);
    return check_verdict();
}
