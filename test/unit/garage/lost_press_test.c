#include "test/support/check.h"
#include "test/unit/garage/scene.h"

static struct garage closed_garage(enum garage_profile profile)
{
    const struct garage_settings settings = scene_exact(profile);
    struct garage garage;
    garage_init(&garage, &settings, 1);
    return garage;
}

static void a_lost_press_does_nothing_and_the_next_one_works(void)
{
    struct garage garage = closed_garage(GARAGE_STOP_BOTH);
    scene_do(&garage, GARAGE_LOSE_PRESS);
    scene_relay(&garage, 400);
    scene_wait(&garage, 2000);
    CHECK_SAME(garage_truth(&garage).starts, 0);
    scene_relay(&garage, 400);
    CHECK_SAME(scene_motion(&garage), GARAGE_OPENING);
}

static void a_press_that_is_too_short_to_be_one_is_not_the_one_that_is_lost(void)
{
    struct garage garage = closed_garage(GARAGE_STOP_BOTH);
    scene_do(&garage, GARAGE_LOSE_PRESS);
    scene_relay(&garage, 20);
    scene_relay(&garage, 400);
    CHECK_SAME(garage_truth(&garage).starts, 0);
}

static void the_fob_is_never_the_press_that_is_lost(void)
{
    struct garage garage = closed_garage(GARAGE_STOP_BOTH);
    scene_do(&garage, GARAGE_LOSE_PRESS);
    scene_fob(&garage);
    CHECK_SAME(scene_motion(&garage), GARAGE_OPENING);
}

static void a_doubled_press_stops_what_it_has_started(void)
{
    struct garage garage = closed_garage(GARAGE_STOP_BOTH);
    scene_do(&garage, GARAGE_DOUBLE_PRESS);
    scene_relay(&garage, 400);
    scene_wait(&garage, 2000);
    CHECK_SAME(garage_truth(&garage).starts, 1);
    CHECK_SAME(scene_motion(&garage), GARAGE_STILL);
    // 250 ms of ten seconds.
    CHECK(scene_permille(&garage) >= 24 && scene_permille(&garage) <= 25);
}

static void a_doubled_press_makes_a_two_step_operator_close_again(void)
{
    struct garage garage = closed_garage(GARAGE_TWO_STEP);
    scene_do(&garage, GARAGE_DOUBLE_PRESS);
    scene_relay(&garage, 400);
    CHECK_SAME(scene_motion(&garage), GARAGE_CLOSING);
    CHECK_SAME(garage_truth(&garage).cause, GARAGE_BY_RELAY);
    CHECK_SAME(garage_truth(&garage).starts, 2);
}

static void only_the_next_press_is_doubled(void)
{
    struct garage garage = closed_garage(GARAGE_CONDO_REV);
    scene_do(&garage, GARAGE_DOUBLE_PRESS);
    scene_relay(&garage, 400);
    scene_settle(&garage, 60000);
    scene_relay(&garage, 400);
    scene_wait(&garage, 2000);
    CHECK_SAME(scene_motion(&garage), GARAGE_CLOSING);
}

int main(void)
{
    RUN(a_lost_press_does_nothing_and_the_next_one_works);
    RUN(a_press_that_is_too_short_to_be_one_is_not_the_one_that_is_lost);
    RUN(the_fob_is_never_the_press_that_is_lost);
    RUN(a_doubled_press_stops_what_it_has_started);
    RUN(a_doubled_press_makes_a_two_step_operator_close_again);
    RUN(only_the_next_press_is_doubled);
    return check_verdict();
}
