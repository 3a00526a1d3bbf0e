// The relay and its hardware timer (safety.md, C6).
#include "garage/relay_driver.h"
#include "test/support/check.h"
#include "test/unit/garage/scene.h"

static int contact_time(struct relay_driver *relay, bool pin, uint64_t *now, int steps)
{
    int closed = 0;
    for (int i = 0; i < steps; i++) {
        *now += 1;
        closed += relay_driver_step(relay, pin, *now);
    }
    return closed;
}

static void the_contact_follows_the_pin(void)
{
    struct relay_driver relay = relay_driver_open();
    uint64_t now = 41;
    CHECK_SAME(contact_time(&relay, true, &now, 400), 400);
    CHECK_SAME(contact_time(&relay, false, &now, 400), 0);
    CHECK_SAME(contact_time(&relay, true, &now, 1), 1);
}

static void it_opens_after_1500_milliseconds_whatever_the_pin_says(void)
{
    struct relay_driver relay = relay_driver_open();
    uint64_t now = 0;
    CHECK_SAME(contact_time(&relay, true, &now, 1500), 1500);
    CHECK_SAME(contact_time(&relay, true, &now, 1000000), 0);
}

static void it_closes_again_only_when_the_pin_has_been_low(void)
{
    struct relay_driver relay = relay_driver_open();
    uint64_t now = 0;
    CHECK_SAME(contact_time(&relay, true, &now, 5000), 1500);
    CHECK_SAME(contact_time(&relay, false, &now, 1), 0);
    CHECK_SAME(contact_time(&relay, true, &now, 5000), 1500);
}

static void a_pin_that_hangs_presses_the_button_once(void)
{
    const struct garage_settings settings = scene_exact(GARAGE_STOP_BOTH);
    struct garage garage;
    garage_init(&garage, &settings, 1);
    struct witness witness;
    witness_init(&witness, &garage);
    for (int i = 0; i < 60000; i++) {
        garage_step(&garage, (struct garage_pins){.relay = true});
        witness_watch(&witness, &garage);
        CHECK_SAME(garage_truth(&garage).contact, i < 1500);
    }
    CHECK_SAME(witness.openings[GARAGE_BY_RELAY], 1);
    CHECK_SAME(witness.cut_off, 1);
    CHECK_SAME(scene_permille(&garage), 1000);
}

static void without_power_the_contact_is_open(void)
{
    const struct garage_settings settings = scene_exact(GARAGE_STOP_BOTH);
    struct garage garage;
    garage_init(&garage, &settings, 1);
    scene_wait_with(&garage, (struct garage_pins){.relay = true}, 50);
    scene_do(&garage, GARAGE_MAINS_OFF);
    scene_wait_with(&garage, (struct garage_pins){.relay = true}, 1);
    CHECK(!garage_truth(&garage).contact);
    CHECK(!garage_truth(&garage).pins.relay);
}

int main(void)
{
    RUN(the_contact_follows_the_pin);
    RUN(it_opens_after_1500_milliseconds_whatever_the_pin_says);
    RUN(it_closes_again_only_when_the_pin_has_been_low);
    RUN(a_pin_that_hangs_presses_the_button_once);
    RUN(without_power_the_contact_is_open);
    return check_verdict();
}
