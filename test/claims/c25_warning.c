// C25: sound pulsed 4.5 times a second in equal halves, lamp 2 flashes a second, from the same start.
// 5.0 s measured at the outputs before the relay, then until the movement ends or T_travel runs out.
// Settable 5 to 30 s, never less.
#include "test/claims/claim.h"

static void c25_warning_sounds_five_seconds_before_the_relay(void)
{
    for (millis tick = 1; tick <= 5; tick++) {
        struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
        settings.tick = tick;
        struct stage stage;
        claim_begin(&stage, &settings, DOOR_OPEN);
        CHECK(stage_offer(&stage, ACTION_CLOSE, 0));
        uint64_t lamp_at = 0;
        uint64_t beeper_at = 0;
        while (!stage.outputs.relay && stage.garage.now < 60000) {
            stage_step(&stage);
            lamp_at = lamp_at == 0 && stage.outputs.lamp ? stage.garage.now : lamp_at;
            beeper_at = beeper_at == 0 && stage.outputs.beeper ? stage.garage.now : beeper_at;
        }
        CHECK_SAME(lamp_at, beeper_at);
        CHECK(stage.garage.now - lamp_at >= 5000);
        CHECK(stage.garage.now - lamp_at <= 5000 + tick);
        CHECK(garage_truth(&stage.garage).warned >= 5000); // in its rhythm, as an onlooker hears it
    }
}

static void c25_its_length_is_what_is_set_and_never_less_than_5_s(void)
{
    static const uint8_t seconds[] = {5, 6, 17, 30};
    for (unsigned i = 0; i < 4; i++) {
        struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
        settings.door.warning_seconds = seconds[i];
        struct stage stage;
        claim_begin(&stage, &settings, DOOR_OPEN);
        CHECK_SAME(claim_outcome(&stage, ACTION_CLOSE), OUTCOME_DONE);
        CHECK_SAME(stage.witness.shortest_warning / 10, seconds[i] * 100);
    }
    static const uint8_t wrong[] = {0, 1, 4, 31, 255};
    for (unsigned i = 0; i < 5; i++) {
        struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
        settings.door.warning_seconds = wrong[i];
        struct stage stage;
        claim_begin(&stage, &settings, DOOR_OPEN);
        CHECK(stage_offer(&stage, ACTION_CLOSE, 0));
        claim_nothing_is_pressed(&stage, 60000);
    }
}

// Another command's light does not count as the beginning of the warning.
static void c25_a_lamp_that_shows_which_door_it_is_goes_dark_before_the_warning(void)
{
    for (uint64_t before = 0; before < 1200; before += 40) {
        struct stage stage;
        claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_OPEN);
        CHECK(stage_offer(&stage, ACTION_IDENTIFY, 0));
        stage_run(&stage, 20 + before);
        CHECK(stage_offer(&stage, ACTION_CLOSE, 0));
        stage_run(&stage, 2000);
        CHECK(stage_offer(&stage, ACTION_IDENTIFY, 0)); // its lamp is taken
        stage_run(&stage, 20000);
        CHECK(stage.witness.shortest_warning >= 5000);
        CHECK_SAME(stage.witness.unwarned, 0);
    }
}

struct beats {
    unsigned sounds;
    unsigned flashes;
    unsigned sounding; // ms
    unsigned shining;  // ms
};

static struct beats beats_of(struct stage *stage, unsigned ms)
{
    struct beats beats = {0};
    bool lamp = false;
    bool beeper = false;
    for (unsigned i = 0; i < ms; i++) {
        stage_step(stage);
        beats.sounds += stage->outputs.beeper && !beeper;
        beats.flashes += stage->outputs.lamp && !lamp;
        beats.sounding += stage->outputs.beeper;
        beats.shining += stage->outputs.lamp;
        lamp = stage->outputs.lamp;
        beeper = stage->outputs.beeper;
    }
    return beats;
}

static void c25_four_and_a_half_sounds_and_two_flashes_a_second_in_equal_halves(void)
{
    struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
    settings.tick = 1;
    settings.door.warning_seconds = 30;
    struct stage stage;
    claim_begin(&stage, &settings, DOOR_OPEN);
    CHECK(stage_offer(&stage, ACTION_CLOSE, 0));
    const struct beats beats = beats_of(&stage, 20000);
    CHECK_SAME(beats.sounds, 90);
    CHECK_SAME(beats.flashes, 40);
    CHECK(beats.sounding > 9900 && beats.sounding < 10100);
    CHECK_SAME(beats.shining, 10000);
}

static void c25_it_goes_on_until_the_movement_is_over(void)
{
    FOR_EACH_PROFILE(profile)
    {
        if (profile == PROFILE_AUTO_CLOSE) {
            continue;
        }
        struct stage_settings settings = claim_settings(profile, SWITCHES_BOTH);
        settings.garage.closing_delay = 3000;
        settings.flash.travel.delays.count = 0;
        struct stage stage;
        claim_begin(&stage, &settings, DOOR_OPEN);
        CHECK_SAME(claim_outcome(&stage, ACTION_CLOSE), OUTCOME_DONE);
        CHECK_SAME(stage.witness.warning_broken, 0);
        CHECK(witness_last_closing(&stage.witness)->warned_throughout);
        stage_run(&stage, 50);
        CHECK(!stage.outputs.beeper && !stage.outputs.lamp);
    }
}

// The goal ends before the movement does: the warning goes on.
static void c25_a_fault_in_mid_close_does_not_silence_it(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_OPEN);
    CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_DONE);
    CHECK(stage_until_state(&stage, DOOR_CLOSING, 20000));
    stage_run(&stage, 3000);
    stage_switch(&stage, GARAGE_OPEN_LIMIT, GARAGE_SWITCH_STUCK_AT_LIMIT);
    stage_switch(&stage, GARAGE_CLOSED_LIMIT, GARAGE_SWITCH_STUCK_AT_LIMIT);
    stage_run(&stage, 15000);
    CHECK_SAME(stage_ended(&stage), OUTCOME_FAILED_FAULT);
    CHECK_SAME(stage_permille(&stage), 0);
    CHECK_SAME(stage.witness.warning_broken, 0);
    stage_run(&stage, 20000); // T_travel has run out
    CHECK(!stage.door.planner.warning.running);
}

// Something reverses our close, and OPEN or STOP comes just as the door arrives at the top: whatever our
// press does then, it is warned of, watched, and not called open before it has shown.
static void turned_at_the_top(enum operator_profile profile, enum action action, uint32_t delay,
                              uint64_t after)
{
    struct stage_settings settings = claim_settings(profile, SWITCHES_BOTH);
    settings.garage.closing_delay = delay;
    struct stage stage;
    claim_begin(&stage, &settings, DOOR_OPEN);
    CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_DONE);
    CHECK(stage_until_state(&stage, DOOR_CLOSING, 20000));
    stage_run(&stage, 2500);
    stage_act(&stage, &(struct garage_action){.doing = GARAGE_OBSTRUCT});
    stage_run(&stage, 2900 + after);
    (void)stage_ask(&stage, action); // it may be there by then
    CHECK(stage_until_idle(&stage, 180000));
    stage_run(&stage, 5000); // an operator that waits before it closes
    CHECK(stage_until_idle(&stage, 180000));
    CHECK_SAME(stage.witness.unwarned, 0);
    CHECK_SAME(stage.witness.warning_broken, 0);
    const struct occurrence end = stage_last(&stage, WHAT_GOAL_ENDED);
    CHECK(end.goal != ACTION_OPEN || end.outcome != OUTCOME_DONE || stage_permille(&stage) > 990);
}

static void c25_a_press_that_turns_a_door_at_its_limit_is_watched_until_it_is_answered(void)
{
    for (enum operator_profile profile = PROFILE_REV_CLOSING; profile <= PROFILE_CONDO_STOP;
         profile++) {
        for (uint64_t after = 0; after < 600; after += 40) {
            turned_at_the_top(profile, ACTION_OPEN, 0, after);
            turned_at_the_top(profile, ACTION_OPEN, 3000, after);
            turned_at_the_top(profile, ACTION_STOP, 3000, after);
        }
    }
}

int main(void)
{
    CLAIM(c25_warning_sounds_five_seconds_before_the_relay);
    CLAIM(c25_its_length_is_what_is_set_and_never_less_than_5_s);
    CLAIM(c25_a_lamp_that_shows_which_door_it_is_goes_dark_before_the_warning);
    CLAIM(c25_four_and_a_half_sounds_and_two_flashes_a_second_in_equal_halves);
    CLAIM(c25_it_goes_on_until_the_movement_is_over);
    CLAIM(c25_a_fault_in_mid_close_does_not_silence_it);
    CLAIM(c25_a_press_that_turns_a_door_at_its_limit_is_watched_until_it_is_answered);
    return check_verdict();
}
