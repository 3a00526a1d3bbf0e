// What the onlooker takes for a warning, and how he times a press.
#include "show/onlooker.h"
#include "test/support/check.h"

enum {
    BEEP = 111, // ms on, and off
    FLASH = 250
};

// Shows him so many milliseconds of a warning's sound and light, each if it is there.
static void warn(struct onlooker *onlooker, struct garage_truth *truth, uint32_t length,
                 struct garage_pins there)
{
    for (uint32_t passed = 0; passed < length; passed++) {
        truth->now++;
        truth->pins.beeper = there.beeper && passed / BEEP % 2 == 0;
        truth->pins.lamp = there.lamp && passed / FLASH % 2 == 0;
        onlooker_watch(onlooker, truth);
    }
}

static void press(struct onlooker *onlooker, struct garage_truth *truth, uint32_t length)
{
    for (uint32_t passed = 0; passed <= length; passed++) {
        truth->now++;
        truth->pins.relay = passed < length;
        onlooker_watch(onlooker, truth);
    }
}

static const struct garage_pins both = {.lamp = true, .beeper = true};
static const struct garage_pins neither = {.relay = false};

static void a_warning_is_timed_from_its_first_signs_to_the_relay(void)
{
    struct onlooker onlooker = {.relay = false};
    struct garage_truth truth = {.now = 1000};
    warn(&onlooker, &truth, 5000, both);
    press(&onlooker, &truth, 400);
    CHECK_SAME(onlooker.before_press.lasted, 5000);
    CHECK_SAME(onlooker.before_press.beeps, 23);
    CHECK_SAME(onlooker.before_press.flashes, 10);
    CHECK_SAME(onlooker.pulse, 400);
}

static void a_warning_without_light_is_none(void)
{
    struct onlooker onlooker = {.relay = false};
    struct garage_truth truth = {.now = 1000};
    warn(&onlooker, &truth, 5000, (struct garage_pins){.beeper = true});
    CHECK_SAME(onlooker_warned(&onlooker, truth.now), 0);
    press(&onlooker, &truth, 400);
    CHECK_SAME(onlooker.before_press.lasted, 0);
}

static void a_warning_that_was_broken_begins_anew(void)
{
    struct onlooker onlooker = {.relay = false};
    struct garage_truth truth = {.now = 1000};
    warn(&onlooker, &truth, 4000, both);
    warn(&onlooker, &truth, ONLOOKER_NOTICES + FLASH, neither);
    CHECK_SAME(onlooker_warned(&onlooker, truth.now), 0);
    warn(&onlooker, &truth, 1000, both);
    press(&onlooker, &truth, 400);
    CHECK_SAME(onlooker.before_press.lasted, 1000);
}

static void closing_by_the_relay_without_a_warning_is_noticed(void)
{
    struct onlooker onlooker = {.relay = false};
    struct garage_truth truth = {.now = 1000};
    warn(&onlooker, &truth, 5000, both);
    truth.motion = GARAGE_CLOSING;
    truth.cause = GARAGE_BY_RELAY;
    warn(&onlooker, &truth, 3000, both);
    CHECK_SAME(onlooker.unwarned, 0);
    warn(&onlooker, &truth, 3000, neither);
    CHECK(onlooker.unwarned > 2000);
}

static void closing_by_the_wall_button_needs_no_warning(void)
{
    struct onlooker onlooker = {.relay = false};
    struct garage_truth truth = {.now = 1000, .motion = GARAGE_CLOSING, .cause = GARAGE_BY_WALL};
    warn(&onlooker, &truth, 3000, neither);
    CHECK_SAME(onlooker.unwarned, 0);
}

int main(void)
{
    RUN(a_warning_is_timed_from_its_first_signs_to_the_relay);
    RUN(a_warning_without_light_is_none);
    RUN(a_warning_that_was_broken_begins_anew);
    RUN(closing_by_the_relay_without_a_warning_is_noticed);
    RUN(closing_by_the_wall_button_needs_no_warning);
    return check_verdict();
}
