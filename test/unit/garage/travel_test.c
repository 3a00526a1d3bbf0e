#include "test/support/check.h"
#include "test/unit/garage/scene.h"

// Presses the fob and gives the length of the run that follows, from its first millisecond.
static uint64_t run_length(struct garage *garage)
{
    scene_do(garage, GARAGE_FOB);
    while (scene_motion(garage) == GARAGE_STILL) {
        scene_wait(garage, 1);
    }
    scene_settle(garage, 700000);
    return garage_truth(garage).now - garage_truth(garage).started_at + 1;
}

static void limit_to_limit_takes_the_set_time(void)
{
    struct garage_settings settings = scene_exact(GARAGE_STOP_BOTH);
    settings.opening_time = 12345;
    settings.closing_time = 23456;
    struct garage garage;
    garage_init(&garage, &settings, 1);
    const uint64_t opening = run_length(&garage);
    const uint64_t closing = run_length(&garage);
    CHECK(opening >= 12345 && opening <= 12346);
    CHECK(closing >= 23456 && closing <= 23458);
    CHECK_SAME(scene_permille(&garage), 0);
}

static void the_soft_stop_is_part_of_the_set_time(void)
{
    struct garage_settings settings = scene_exact(GARAGE_STOP_BOTH);
    settings.soft_stop = 200;
    struct garage garage;
    garage_init(&garage, &settings, 1);
    const uint64_t opening = run_length(&garage);
    const uint64_t closing = run_length(&garage);
    CHECK(opening >= 9999 && opening <= 10002);
    CHECK(closing >= 9999 && closing <= 10002);
}

static void near_the_limit_it_goes_at_half_speed(void)
{
    struct garage_settings settings = scene_exact(GARAGE_STOP_BOTH);
    settings.soft_stop = 200;
    struct garage garage;
    garage_init(&garage, &settings, 1);
    scene_fob(&garage);
    scene_wait(&garage, 999);
    CHECK(scene_permille(&garage) >= 119 && scene_permille(&garage) <= 120);
    scene_wait(&garage, 8000);
    CHECK(scene_permille(&garage) >= 939 && scene_permille(&garage) <= 940);
}

static void told_to_stop_it_runs_on_at_half_speed(void)
{
    struct garage_settings settings = scene_exact(GARAGE_STOP_BOTH);
    settings.stopping_time = 400;
    struct garage garage;
    garage_init(&garage, &settings, 1);
    scene_fob(&garage);
    scene_wait(&garage, 4999);
    CHECK(scene_permille(&garage) >= 499 && scene_permille(&garage) <= 500);
    scene_fob(&garage);
    CHECK_SAME(scene_motion(&garage), GARAGE_OPENING);
    scene_wait(&garage, 1000);
    CHECK_SAME(scene_motion(&garage), GARAGE_STILL);
    CHECK(scene_permille(&garage) >= 519 && scene_permille(&garage) <= 520);
}

static void a_press_while_it_runs_on_makes_it_go_again(void)
{
    struct garage_settings settings = scene_exact(GARAGE_REV_CLOSING);
    settings.stopping_time = 400;
    struct garage garage;
    garage_init(&garage, &settings, 1);
    scene_fob(&garage);
    scene_wait(&garage, 4999);
    scene_fob(&garage); // stops
    scene_wait(&garage, 100);
    scene_fob(&garage); // closes
    scene_wait(&garage, 1000);
    CHECK_SAME(scene_motion(&garage), GARAGE_CLOSING);
    CHECK_SAME(garage_truth(&garage).starts, 2);
}

static void a_run_that_goes_on_is_another_movement_of_who_pressed(void)
{
    struct garage_settings settings = scene_exact(GARAGE_CONDO_REV);
    settings.stopping_time = 400;
    struct garage garage;
    garage_init(&garage, &settings, 1);
    scene_fob(&garage);
    scene_wait(&garage, 4999);
    scene_do(&garage, GARAGE_OBSTRUCT);
    scene_wait(&garage, 100);
    scene_relay(&garage, 200);
    CHECK_SAME(scene_motion(&garage), GARAGE_OPENING);
    CHECK_SAME(garage_truth(&garage).starts, 2);
    CHECK_SAME(garage_truth(&garage).cause, GARAGE_BY_RELAY);
}

static void each_run_drifts_within_its_bounds(void)
{
    struct garage_settings settings = scene_exact(GARAGE_STOP_BOTH);
    settings.drift = 30;
    struct garage garage;
    garage_init(&garage, &settings, 7);
    uint64_t shortest = UINT64_MAX;
    uint64_t longest = 0;
    for (int i = 0; i < 200; i++) {
        const uint64_t length = run_length(&garage);
        shortest = length < shortest ? length : shortest;
        longest = length > longest ? length : longest;
    }
    CHECK(shortest >= 9700 && shortest < 9800);
    CHECK(longest <= 10301 && longest > 10200);
}

static void it_becomes_slower_with_the_years(void)
{
    struct garage_settings settings = scene_exact(GARAGE_STOP_BOTH);
    settings.ageing = 1000;
    struct garage garage;
    garage_init(&garage, &settings, 1);
    uint64_t length = 0;
    for (int i = 0; i < 101; i++) {
        length = run_length(&garage);
    }
    CHECK(length >= 11000 && length <= 11002);
}

static void it_waits_for_its_pre_warning(void)
{
    struct garage_settings settings = scene_exact(GARAGE_STOP_BOTH);
    settings.opening_delay = 2000;
    settings.closing_delay = 30000;
    struct garage garage;
    garage_init(&garage, &settings, 1);
    scene_relay(&garage, 400);
    scene_settle(&garage, 1);
    scene_wait(&garage, 60000);
    CHECK_SAME(garage_truth(&garage).started_at, 80 + 2000);
    const uint64_t pressed = garage_truth(&garage).now;
    scene_relay(&garage, 400);
    scene_wait(&garage, 60000);
    CHECK_SAME(garage_truth(&garage).started_at, pressed + 80 + 30000);
    CHECK_SAME(scene_permille(&garage), 0);
}

int main(void)
{
    RUN(limit_to_limit_takes_the_set_time);
    RUN(the_soft_stop_is_part_of_the_set_time);
    RUN(near_the_limit_it_goes_at_half_speed);
    RUN(told_to_stop_it_runs_on_at_half_speed);
    RUN(a_press_while_it_runs_on_makes_it_go_again);
    RUN(a_run_that_goes_on_is_another_movement_of_who_pressed);
    RUN(each_run_drifts_within_its_bounds);
    RUN(it_becomes_slower_with_the_years);
    RUN(it_waits_for_its_pre_warning);
    return check_verdict();
}
