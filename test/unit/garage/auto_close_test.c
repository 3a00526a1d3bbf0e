// The operator's own auto-close timer.
#include "test/support/check.h"
#include "test/unit/garage/scene.h"

static struct garage opened_garage(bool remembers)
{
    struct garage_settings settings = scene_exact(GARAGE_AUTO_CLOSE);
    settings.auto_close = 20000;
    settings.remembers = remembers;
    struct garage garage;
    garage_init(&garage, &settings, 1);
    scene_fob(&garage);
    scene_settle(&garage, 60000);
    return garage;
}

static void it_closes_when_its_time_is_over(void)
{
    struct garage garage = opened_garage(true);
    scene_wait(&garage, 19999);
    CHECK_SAME(scene_motion(&garage), GARAGE_STILL);
    scene_wait(&garage, 1);
    CHECK_SAME(scene_motion(&garage), GARAGE_CLOSING);
    CHECK_SAME(garage_truth(&garage).cause, GARAGE_BY_TIMER);
    scene_settle(&garage, 60000);
    CHECK_SAME(scene_permille(&garage), 0);
}

static void a_press_while_open_only_restarts_it(void)
{
    struct garage garage = opened_garage(true);
    scene_wait(&garage, 15000);
    scene_relay(&garage, 400); // recognised after 80 ms
    scene_wait(&garage, 19678);
    CHECK_SAME(scene_motion(&garage), GARAGE_STILL);
    scene_wait(&garage, 1);
    CHECK_SAME(scene_motion(&garage), GARAGE_CLOSING);
}

static void it_waits_again_while_the_beam_is_blocked(void)
{
    struct garage garage = opened_garage(true);
    scene_visit(&garage, GARAGE_GUEST_CAR, 25000);
    scene_wait(&garage, 39999);
    CHECK_SAME(scene_motion(&garage), GARAGE_STILL);
    scene_wait(&garage, 1);
    CHECK_SAME(scene_motion(&garage), GARAGE_CLOSING);
}

static void after_a_power_cut_it_starts_again_if_the_operator_remembers(void)
{
    struct garage garage = opened_garage(true);
    scene_wait(&garage, 15000);
    scene_do_for(&garage, GARAGE_MAINS_OFF, 60000);
    scene_wait(&garage, 60001);
    scene_wait(&garage, 19999);
    CHECK_SAME(scene_motion(&garage), GARAGE_STILL);
    scene_wait(&garage, 1);
    CHECK_SAME(scene_motion(&garage), GARAGE_CLOSING);
}

static void after_a_power_cut_it_is_forgotten_if_the_operator_forgets(void)
{
    struct garage garage = opened_garage(false);
    scene_do_for(&garage, GARAGE_MAINS_OFF, 1000);
    scene_wait(&garage, 100000);
    CHECK_SAME(scene_permille(&garage), 1000);
}

static void an_operator_of_any_profile_may_have_one(void)
{
    struct garage_settings settings = scene_exact(GARAGE_STOP_BOTH);
    settings.auto_close = 5000;
    struct garage garage;
    garage_init(&garage, &settings, 1);
    scene_relay(&garage, 400);
    scene_settle(&garage, 60000);
    scene_wait(&garage, 5000);
    CHECK_SAME(scene_motion(&garage), GARAGE_CLOSING);
    CHECK_SAME(garage_truth(&garage).cause, GARAGE_BY_TIMER);
}

static void a_pre_warning_that_is_cancelled_starts_it_again(void)
{
    struct garage_settings settings = scene_exact(GARAGE_STOP_BOTH);
    settings.auto_close = 5000;
    settings.closing_delay = 3000;
    struct garage garage;
    garage_init(&garage, &settings, 1);
    scene_relay(&garage, 400);
    scene_settle(&garage, 60000);
    scene_wait(&garage, 6000); // it warns
    scene_visit(&garage, GARAGE_GUEST_CAT, 1000);
    scene_wait(&garage, 1 + 5000 + 2999);
    CHECK_SAME(scene_motion(&garage), GARAGE_STILL);
    scene_wait(&garage, 1);
    CHECK_SAME(scene_motion(&garage), GARAGE_CLOSING);
}

static void an_open_door_that_is_not_its_own_doing_stays_open(void)
{
    struct garage_settings settings = scene_exact(GARAGE_AUTO_CLOSE);
    settings.auto_close = 5000;
    struct garage garage;
    garage_init(&garage, &settings, 1);
    scene_hand(&garage, 1000);
    scene_wait(&garage, 100000);
    CHECK_SAME(scene_permille(&garage), 1000);
}

int main(void)
{
    RUN(it_closes_when_its_time_is_over);
    RUN(a_press_while_open_only_restarts_it);
    RUN(it_waits_again_while_the_beam_is_blocked);
    RUN(after_a_power_cut_it_starts_again_if_the_operator_remembers);
    RUN(after_a_power_cut_it_is_forgotten_if_the_operator_forgets);
    RUN(an_operator_of_any_profile_may_have_one);
    RUN(a_pre_warning_that_is_cancelled_starts_it_again);
    RUN(an_open_door_that_is_not_its_own_doing_stays_open);
    return check_verdict();
}
