#include "test/support/check.h"
#include "test/unit/garage/scene.h"

static struct garage garage_with_half(uint32_t half)
{
    struct garage_settings settings = scene_exact(GARAGE_STOP_BOTH);
    settings.eye_half = half;
    struct garage garage;
    garage_init(&garage, &settings, 1);
    return garage;
}

static uint32_t pulses_in(struct garage *garage, uint32_t ms)
{
    struct scene_edges counted = scene_edges_from(garage);
    for (uint32_t i = 0; i < ms; i++) {
        scene_wait(garage, 1);
        scene_count_edges(&counted, garage);
    }
    return counted.photo_eye;
}

static void clear_it_toggles_each_ten_milliseconds(void)
{
    struct garage garage = garage_with_half(10);
    CHECK_SAME(pulses_in(&garage, 1000), 100);
    garage = garage_with_half(25);
    CHECK_SAME(pulses_in(&garage, 1000), 40);
}

static void blocked_it_is_silent_at_once_and_at_either_level(void)
{
    bool seen[2] = {false, false};
    for (uint32_t wait = 0; wait < 40; wait++) {
        struct garage garage = garage_with_half(10);
        scene_wait(&garage, 100 + wait);
        scene_visit(&garage, GARAGE_GUEST_CAT, 500);
        seen[garage_levels(&garage).photo_eye] = true;
        CHECK_SAME(pulses_in(&garage, 500), 0);
        CHECK(pulses_in(&garage, 500) >= 49);
    }
    CHECK(seen[0] && seen[1]);
}

static void a_dead_eye_is_silent_until_it_recovers(void)
{
    struct garage garage = garage_with_half(10);
    scene_do(&garage, GARAGE_EYE_DIES);
    CHECK_SAME(pulses_in(&garage, 1000), 0);
    scene_visit(&garage, GARAGE_GUEST_CAR, 100);
    CHECK_SAME(pulses_in(&garage, 1000), 0);
    scene_do(&garage, GARAGE_EYE_RECOVERS);
    CHECK_SAME(pulses_in(&garage, 1000), 100);
}

static void one_that_is_not_fitted_is_silent(void)
{
    struct garage garage = garage_with_half(0);
    CHECK_SAME(pulses_in(&garage, 1000), 0);
    scene_visit(&garage, GARAGE_GUEST_CAT, 100);
    CHECK_SAME(pulses_in(&garage, 1000), 0);
}

static void without_power_it_is_silent(void)
{
    struct garage garage = garage_with_half(10);
    scene_do_for(&garage, GARAGE_MAINS_OFF, 1000);
    CHECK(pulses_in(&garage, 1000) <= 1);
}

static void it_toggles_also_while_time_leaps(void)
{
    struct garage garage = garage_with_half(10);
    const struct garage_pins no_pins = {.relay = false};
    bool seen[2] = {false, false};
    for (int i = 0; i < 100; i++) {
        CHECK_SAME(garage_step_many(&garage, no_pins, 7), 7);
        seen[garage_levels(&garage).photo_eye] = true;
        CHECK_SAME(garage_levels(&garage).photo_eye, garage_truth(&garage).now / 10 % 2);
    }
    CHECK(seen[0] && seen[1]);
}

int main(void)
{
    RUN(clear_it_toggles_each_ten_milliseconds);
    RUN(blocked_it_is_silent_at_once_and_at_either_level);
    RUN(a_dead_eye_is_silent_until_it_recovers);
    RUN(one_that_is_not_fitted_is_silent);
    RUN(without_power_it_is_silent);
    RUN(it_toggles_also_while_time_leaps);
    return check_verdict();
}
