// C6: the relay opens on time if the processor, the link or the broker stops at any instant of the
// pulse.
#include "test/claims/claim.h"

// A door that is about to press: OPEN from closed presses in the next step.
static void about_to_press(struct stage *stage, uint16_t pulse, millis tick)
{
    struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
    settings.door.pulse = pulse;
    settings.tick = tick;
    claim_begin(stage, &settings, DOOR_CLOSED);
    CHECK(stage_offer(stage, ACTION_OPEN, 0));
    CHECK(stage_until_press(stage, 100));
}

static void c06_a_pulse_is_as_long_as_it_is_set(void)
{
    static const uint16_t lengths[] = {100, 101, 400, 999, 1000};
    for (unsigned i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        struct stage stage;
        about_to_press(&stage, lengths[i], 1);
        stage_run(&stage, 3000);
        CHECK_SAME(stage.witness.shortest_pulse, lengths[i]);
        CHECK_SAME(stage.witness.longest_pulse, lengths[i]);
        about_to_press(&stage, lengths[i], 5);
        stage_run(&stage, 3000);
        CHECK(stage.witness.shortest_pulse >= lengths[i]);
        CHECK(stage.witness.longest_pulse < lengths[i] + 5U);
    }
}

static void c06_a_processor_that_stops_in_mid_pulse_holds_the_relay_at_most_the_hard_maximum(void)
{
    for (uint64_t at = 0; at < 400; at += 7) {
        struct stage stage;
        about_to_press(&stage, PULSE_USUAL, 1);
        const uint64_t pressed = stage.garage.now;
        stage_run(&stage, at);
        stage.halted = true;
        while (garage_truth(&stage.garage).contact && stage.garage.now < pressed + 5000) {
            stage_step(&stage);
        }
        CHECK(stage.garage.now - pressed <= PULSE_HARD_MOST);
        stage_run(&stage, 3000);
        CHECK(!garage_truth(&stage.garage).contact);
        CHECK_SAME(stage.witness.cut_off, 1);
    }
}

static void c06_a_processor_that_goes_on_late_does_not_prolong_the_pulse(void)
{
    struct stage stage;
    about_to_press(&stage, PULSE_USUAL, 1);
    stage_run(&stage, 200);
    stage.halted = true;
    stage_run(&stage, 700);
    stage.halted = false;
    stage_run(&stage, 3);
    CHECK(!stage.outputs.relay);
    stage_run(&stage, 3000);
    CHECK(!stage.outputs.relay);
}

static void c06_a_reset_at_any_instant_of_the_pulse_opens_the_relay(void)
{
    for (uint64_t at = 0; at < 400; at += 7) {
        struct stage stage;
        about_to_press(&stage, PULSE_USUAL, 1);
        stage_run(&stage, at);
        stage.dead_until = stage.garage.now + 10;
        stage_run(&stage, 2);
        CHECK(!garage_truth(&stage.garage).contact);
        stage_run(&stage, 5000);
        CHECK_SAME(stage.witness.relay_presses, 1);
    }
}

static void c06_a_link_that_breaks_at_any_instant_changes_no_pulse(void)
{
    for (uint64_t at = 0; at < 400; at += 7) {
        struct stage stage;
        about_to_press(&stage, PULSE_USUAL, 1);
        stage_run(&stage, at);
        stage.severed = true;
        stage_run(&stage, 2000);
        CHECK_SAME(stage.witness.longest_pulse, PULSE_USUAL);
        CHECK_SAME(stage.witness.shortest_pulse, PULSE_USUAL);
    }
}

static void c06_two_pulses_are_two_seconds_apart(void)
{
    static const uint16_t lengths[] = {PULSE_LEAST, PULSE_USUAL, PULSE_MOST};
    for (unsigned i = 0; i < 3; i++) {
        struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
        settings.door.pulse = lengths[i];
        settings.tick = 1;
        struct stage stage;
        claim_begin(&stage, &settings, DOOR_OPEN);
        CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_DONE);
        CHECK(stage_until_press(&stage, 10000));
        stage_run(&stage, 100);
        CHECK_SAME(stage_ask(&stage, ACTION_OPEN), OUTCOME_DONE);
        CHECK(stage_until_goal_ends(&stage, 60000));
        CHECK_SAME(stage_presses(&stage), 3);
        CHECK(stage.witness.shortest_gap >= PULSE_GAP);
    }
}

// A press of just before a reset is not remembered, so none is made within the gap after it.
static void c06_two_pulses_are_two_seconds_apart_with_a_reset_between_them(void)
{
    for (uint64_t after = 10; after < 600; after += 30) {
        struct stage stage;
        about_to_press(&stage, PULSE_USUAL, 1);
        stage_run(&stage, after);
        stage_act(&stage, &(struct garage_action){.doing = GARAGE_OBSTRUCT});
        stage_hand(&stage, 0);
        stage_reset(&stage, 10);
        stage_run(&stage, 700);
        (void)stage_ask(&stage, ACTION_OPEN); // whatever it sees by then
        stage_run(&stage, 5000);
        CHECK(stage.witness.shortest_gap >= PULSE_GAP);
    }
}

int main(void)
{
    CLAIM(c06_a_pulse_is_as_long_as_it_is_set);
    CLAIM(c06_a_processor_that_stops_in_mid_pulse_holds_the_relay_at_most_the_hard_maximum);
    CLAIM(c06_a_processor_that_goes_on_late_does_not_prolong_the_pulse);
    CLAIM(c06_a_reset_at_any_instant_of_the_pulse_opens_the_relay);
    CLAIM(c06_a_link_that_breaks_at_any_instant_changes_no_pulse);
    CLAIM(c06_two_pulses_are_two_seconds_apart);
    CLAIM(c06_two_pulses_are_two_seconds_apart_with_a_reset_between_them);
    return check_verdict();
}
