#include "door/operator/pulse.h"
#include "test/support/check.h"

static const millis starts[] = {0, UINT32_MAX - 100, 0x7fffff00};

static void before_it_is_started_the_relay_is_open(void)
{
    struct pulse pulse = pulse_of(PULSE_USUAL);
    for (millis now = 0; now < 2000; now++) {
        CHECK(!pulse_level(&pulse, now));
    }
}

static void it_is_closed_for_its_length_to_the_millisecond(void)
{
    static const millis lengths[] = {PULSE_LEAST, PULSE_USUAL, PULSE_MOST};
    for (unsigned i = 0; i < 9; i++) {
        const millis start = starts[i / 3];
        const millis length = lengths[i % 3];
        struct pulse pulse = pulse_of(length);
        pulse_start(&pulse, start);
        for (millis passed = 0; passed < 5000; passed++) {
            CHECK_SAME(pulse_level(&pulse, start + passed), passed < length);
        }
    }
}

static void it_does_not_close_again_when_the_clock_has_wrapped(void)
{
    struct pulse pulse = pulse_of(PULSE_USUAL);
    pulse_start(&pulse, 42);
    CHECK(!pulse_level(&pulse, 42 + PULSE_USUAL));
    CHECK(!pulse_level(&pulse, 42));
    CHECK(!pulse_level(&pulse, 43));
}

static void a_late_look_opens_it(void)
{
    struct pulse pulse = pulse_of(PULSE_USUAL);
    pulse_start(&pulse, 0);
    CHECK(pulse_level(&pulse, 1));
    CHECK(!pulse_level(&pulse, 5000));
}

int main(void)
{
    RUN(before_it_is_started_the_relay_is_open);
    RUN(it_is_closed_for_its_length_to_the_millisecond);
    RUN(it_does_not_close_again_when_the_clock_has_wrapped);
    RUN(a_late_look_opens_it);
    return check_verdict();
}
