#include "test/support/check.h"
#include "test/unit/garage/scene.h"

static struct garage garage_at(uint32_t permille, bool eye_at_operator)
{
    struct garage_settings settings = scene_exact(GARAGE_STOP_BOTH);
    settings.start_at = permille;
    settings.eye_at_operator = eye_at_operator;
    struct garage garage;
    garage_init(&garage, &settings, 1);
    return garage;
}

static void closing_it_reverses_and_opens_fully(void)
{
    for (int profile = 0; profile < GARAGE_PROFILES; profile++) {
        check_context(scene_profile_name((enum garage_profile)profile));
        struct garage_settings settings = scene_exact((enum garage_profile)profile);
        settings.start_at = 1000;
        settings.auto_close = 100;
        struct garage garage;
        garage_init(&garage, &settings, 1);
        scene_fob(&garage);
        scene_wait(&garage, 3000);
        if (!CHECK(scene_motion(&garage) == GARAGE_CLOSING)) {
            continue;
        }
        scene_do(&garage, GARAGE_OBSTRUCT);
        scene_wait(&garage, 1);
        CHECK_SAME(scene_motion(&garage), GARAGE_OPENING);
        CHECK_SAME(garage_truth(&garage).cause, GARAGE_BY_OBSTRUCTION);
        scene_settle(&garage, 60000);
        CHECK_SAME(scene_permille(&garage), 1000);
    }
    check_context(NULL);
}

static void opening_it_stops(void)
{
    struct garage garage = garage_at(0, true);
    scene_fob(&garage);
    scene_wait(&garage, 3000);
    scene_do(&garage, GARAGE_OBSTRUCT);
    scene_wait(&garage, 1000);
    CHECK_SAME(scene_motion(&garage), GARAGE_STILL);
    CHECK_SAME(scene_permille(&garage), 300);
}

static void a_door_that_is_still_is_not_started_by_it(void)
{
    struct garage garage = garage_at(500, true);
    scene_do(&garage, GARAGE_OBSTRUCT);
    scene_wait(&garage, 1000);
    CHECK_SAME(garage_truth(&garage).starts, 0);
}

static void between_two_directions_it_stands_for_the_pause(void)
{
    struct garage_settings settings = scene_exact(GARAGE_STOP_BOTH);
    settings.start_at = 1000;
    settings.reversal_pause = 700;
    struct garage garage;
    garage_init(&garage, &settings, 1);
    scene_fob(&garage);
    scene_wait(&garage, 3000);
    scene_do(&garage, GARAGE_OBSTRUCT);
    scene_wait(&garage, 1);
    CHECK_SAME(scene_motion(&garage), GARAGE_STILL);
    scene_wait(&garage, 699);
    CHECK_SAME(scene_motion(&garage), GARAGE_STILL);
    scene_wait(&garage, 1);
    CHECK_SAME(scene_motion(&garage), GARAGE_OPENING);
}

static void a_cat_in_the_beam_reverses_a_closing_door_untouched(void)
{
    struct garage garage = garage_at(1000, true);
    scene_fob(&garage);
    scene_wait(&garage, 5000);
    scene_visit(&garage, GARAGE_GUEST_CAT, 2000);
    scene_wait(&garage, 1);
    CHECK_SAME(scene_motion(&garage), GARAGE_OPENING);
    CHECK_SAME(garage_truth(&garage).cause, GARAGE_BY_OBSTRUCTION);
    scene_settle(&garage, 60000);
    CHECK_SAME(garage_truth(&garage).touches, 0);
    CHECK_SAME(scene_permille(&garage), 1000);
}

static void with_somebody_in_the_beam_it_does_not_start_to_close(void)
{
    struct garage garage = garage_at(1000, true);
    scene_visit(&garage, GARAGE_GUEST_CAR, 0);
    scene_relay(&garage, 400);
    scene_wait(&garage, 1000);
    CHECK_SAME(garage_truth(&garage).starts, 0);
    scene_visit(&garage, GARAGE_GUEST_NONE, 0);
    scene_relay(&garage, 400);
    CHECK_SAME(scene_motion(&garage), GARAGE_CLOSING);
}

static void with_somebody_in_the_beam_it_opens_all_the_same(void)
{
    struct garage garage = garage_at(0, true);
    scene_visit(&garage, GARAGE_GUEST_CAT, 0);
    scene_relay(&garage, 400);
    scene_settle(&garage, 60000);
    CHECK_SAME(scene_permille(&garage), 1000);
}

static void somebody_who_comes_during_the_pre_warning_keeps_it_open(void)
{
    struct garage_settings settings = scene_exact(GARAGE_REV_CLOSING);
    settings.start_at = 1000;
    settings.closing_delay = 5000;
    struct garage garage;
    garage_init(&garage, &settings, 1);
    scene_relay(&garage, 400);
    scene_wait(&garage, 4000);
    scene_visit(&garage, GARAGE_GUEST_CAT, 100);
    scene_wait(&garage, 20000);
    CHECK_SAME(garage_truth(&garage).starts, 0);
}

static void a_dead_eye_is_as_good_as_somebody_there(void)
{
    struct garage garage = garage_at(1000, true);
    scene_do(&garage, GARAGE_EYE_DIES);
    scene_relay(&garage, 400);
    CHECK_SAME(garage_truth(&garage).starts, 0);
    CHECK(garage_truth(&garage).beam_blocked);
    scene_do(&garage, GARAGE_EYE_RECOVERS);
    scene_relay(&garage, 400);
    CHECK_SAME(garage_truth(&garage).starts, 1);
}

static void without_an_eye_the_operator_feels_a_car_when_it_touches_it(void)
{
    struct garage garage = garage_at(1000, false);
    scene_visit(&garage, GARAGE_GUEST_CAR, 0);
    scene_relay(&garage, 400);
    CHECK_SAME(scene_motion(&garage), GARAGE_CLOSING);
    while (scene_motion(&garage) == GARAGE_CLOSING) {
        scene_wait(&garage, 1);
    }
    CHECK_SAME(garage_truth(&garage).touches, 1);
    CHECK(scene_permille(&garage) >= 649 && scene_permille(&garage) <= 650);
    scene_wait(&garage, 1);
    CHECK_SAME(scene_motion(&garage), GARAGE_OPENING);
}

static void a_guest_leaves_when_its_time_is_over(void)
{
    struct garage garage = garage_at(0, true);
    scene_visit(&garage, GARAGE_GUEST_CAT, 500);
    scene_wait(&garage, 500);
    CHECK(garage_truth(&garage).beam_blocked);
    scene_wait(&garage, 1);
    CHECK(!garage_truth(&garage).beam_blocked);
}

int main(void)
{
    RUN(closing_it_reverses_and_opens_fully);
    RUN(opening_it_stops);
    RUN(a_door_that_is_still_is_not_started_by_it);
    RUN(between_two_directions_it_stands_for_the_pause);
    RUN(a_cat_in_the_beam_reverses_a_closing_door_untouched);
    RUN(with_somebody_in_the_beam_it_does_not_start_to_close);
    RUN(with_somebody_in_the_beam_it_opens_all_the_same);
    RUN(somebody_who_comes_during_the_pre_warning_keeps_it_open);
    RUN(a_dead_eye_is_as_good_as_somebody_there);
    RUN(without_an_eye_the_operator_feels_a_car_when_it_touches_it);
    RUN(a_guest_leaves_when_its_time_is_over);
    return check_verdict();
}
