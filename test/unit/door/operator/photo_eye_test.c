#include "door/operator/photo_eye.h"
#include "test/support/check.h"

static const millis starts[] = {0, UINT32_MAX - 400, 0x7fffff00};

// Pulses, each level lasting half ms, for so long.
static void pulse(struct photo_eye *eye, millis half, millis *now, millis lasting)
{
    for (millis i = 0; i < lasting; i++) {
        (*now)++;
        photo_eye_see(eye, *now / half % 2 == 0, *now);
    }
}

static void silence(struct photo_eye *eye, millis *now, millis lasting)
{
    for (millis i = 0; i < lasting; i++) {
        (*now)++;
        photo_eye_see(eye, eye->level, *now);
    }
}

static void at_boot_it_is_obstructed_until_it_was_heard_for_half_a_second(void)
{
    for (unsigned i = 0; i < 3; i++) {
        millis now = starts[i];
        struct photo_eye eye = photo_eye_at_boot(now);
        CHECK(eye.obstructed);
        pulse(&eye, 10, &now, 480);
        CHECK(eye.obstructed);
        pulse(&eye, 10, &now, 40);
        CHECK(!eye.obstructed);
    }
}

static void silence_of_300_ms_is_obstructed_at_either_level(void)
{
    for (unsigned i = 0; i < 6; i++) {
        millis now = starts[i / 2];
        struct photo_eye eye = photo_eye_at_boot(now);
        pulse(&eye, 10, &now, 1000);
        while (eye.level != (i % 2 == 0)) {
            pulse(&eye, 10, &now, 1);
        }
        const millis edge = eye.silent.began;
        silence(&eye, &now, 299 - (now - edge));
        CHECK(!eye.obstructed);
        silence(&eye, &now, 1);
        CHECK(eye.obstructed);
    }
}

static void it_is_clear_again_only_after_half_a_second_of_pulses(void)
{
    millis now = 0;
    struct photo_eye eye = photo_eye_at_boot(now);
    pulse(&eye, 10, &now, 1000);
    silence(&eye, &now, 400);
    pulse(&eye, 10, &now, 400);
    CHECK(eye.obstructed);
    silence(&eye, &now, 400);
    pulse(&eye, 10, &now, 480);
    CHECK(eye.obstructed);
    pulse(&eye, 10, &now, 50);
    CHECK(!eye.obstructed);
}

static void one_edge_is_no_pulse(void)
{
    millis now = 0;
    struct photo_eye eye = photo_eye_at_boot(now);
    photo_eye_see(&eye, true, ++now);
    silence(&eye, &now, 5000);
    CHECK(eye.obstructed);
}

static void months_of_silence_stay_obstructed(void)
{
    millis now = 0;
    struct photo_eye eye = photo_eye_at_boot(now);
    for (unsigned i = 0; i < 24 * 120; i++) {
        now += 3600000;
        photo_eye_see(&eye, false, now);
        CHECK(eye.obstructed);
    }
}

int main(void)
{
    RUN(at_boot_it_is_obstructed_until_it_was_heard_for_half_a_second);
    RUN(silence_of_300_ms_is_obstructed_at_either_level);
    RUN(it_is_clear_again_only_after_half_a_second_of_pulses);
    RUN(one_edge_is_no_pulse);
    RUN(months_of_silence_stay_obstructed);
    return check_verdict();
}
