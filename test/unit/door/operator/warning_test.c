#include "door/operator/warning.h"
#include "test/support/check.h"

static void sound_and_light_begin_at_the_same_start(void)
{
    CHECK(warning_beeper(0));
    CHECK(warning_lamp(0));
}

struct beat {
    unsigned rises;
    millis on;
    millis shortest;
    millis longest;
};

static struct beat beat_of(bool (*level)(millis), millis lasting)
{
    struct beat beat = {0, 0, lasting, 0};
    millis turned = 0;
    bool before = true; // both begin high
    for (millis at = 0; at < lasting; at++) {
        const bool now = level(at);
        beat.on += now;
        beat.rises += now && !before;
        if (now != before) {
            const millis part = at - turned;
            beat.shortest = part < beat.shortest ? part : beat.shortest;
            beat.longest = part > beat.longest ? part : beat.longest;
            turned = at;
        }
        before = now;
    }
    return beat;
}

static void four_and_a_half_sounds_a_second_in_equal_halves_for_a_minute(void)
{
    const struct beat beat = beat_of(warning_beeper, 60000);
    CHECK(beat.rises + 1 >= 269 && beat.rises + 1 <= 271);
    CHECK(beat.on > 29900 && beat.on < 30100);
    CHECK(beat.shortest >= 111 && beat.longest <= 112);
}

static void two_flashes_a_second(void)
{
    const struct beat beat = beat_of(warning_lamp, 60000);
    CHECK_SAME(beat.rises + 1, 120);
    CHECK_SAME(beat.shortest, 250);
    CHECK_SAME(beat.longest, 250);
}

static void the_lamp_that_says_which_door_it_is_blinks_slowly_for_ten_seconds(void)
{
    const struct beat beat = beat_of(warning_identify_lamp, 60000);
    CHECK_SAME(beat.rises + 1, 10);
    CHECK_SAME(beat.on, 5000);
    CHECK(!warning_identify_lamp(IDENTIFY_LENGTH));
}

int main(void)
{
    RUN(sound_and_light_begin_at_the_same_start);
    RUN(four_and_a_half_sounds_a_second_in_equal_halves_for_a_minute);
    RUN(two_flashes_a_second);
    RUN(the_lamp_that_says_which_door_it_is_blinks_slowly_for_ten_seconds);
    return check_verdict();
}
