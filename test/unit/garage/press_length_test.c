// What the operator takes for a press, and whose press it is.
#include "test/support/check.h"
#include "test/unit/garage/scene.h"

static struct garage closed_garage(enum garage_held held)
{
    struct garage_settings settings = scene_exact(GARAGE_STOP_BOTH);
    settings.held = held;
    struct garage garage;
    garage_init(&garage, &settings, 1);
    return garage;
}

static struct garage open_garage(enum garage_held held)
{
    struct garage_settings settings = scene_exact(GARAGE_STOP_BOTH);
    settings.held = held;
    settings.start_at = 1000;
    struct garage garage;
    garage_init(&garage, &settings, 1);
    return garage;
}

static void a_press_that_is_a_millisecond_too_short_is_none(void)
{
    struct garage garage = closed_garage(GARAGE_HELD_NOTHING);
    scene_relay(&garage, 79);
    scene_wait(&garage, 1000);
    CHECK_SAME(garage_truth(&garage).starts, 0);
    scene_relay(&garage, 80);
    CHECK_SAME(garage_truth(&garage).starts, 1);
}

static void it_reacts_when_the_shortest_length_is_reached_not_at_the_release(void)
{
    struct garage garage = closed_garage(GARAGE_HELD_NOTHING);
    scene_wait_with(&garage, (struct garage_pins){.relay = true}, 79);
    CHECK_SAME(scene_motion(&garage), GARAGE_STILL);
    scene_wait_with(&garage, (struct garage_pins){.relay = true}, 1);
    CHECK_SAME(scene_motion(&garage), GARAGE_OPENING);
    CHECK_SAME(garage_truth(&garage).started_at, 80);
}

static void one_press_is_one_press_however_long(void)
{
    struct garage garage = closed_garage(GARAGE_HELD_NOTHING);
    scene_wall(&garage, 5000);
    CHECK_SAME(scene_motion(&garage), GARAGE_OPENING);
    CHECK_SAME(garage_truth(&garage).starts, 1);
}

static void held_longer_than_the_longest_press_it_may_stop(void)
{
    struct garage garage = closed_garage(GARAGE_HELD_STOPS);
    scene_wall(&garage, 1200);
    CHECK_SAME(scene_motion(&garage), GARAGE_OPENING);
    garage = closed_garage(GARAGE_HELD_STOPS);
    scene_wall(&garage, 1201);
    CHECK_SAME(scene_motion(&garage), GARAGE_STILL);
}

static void held_it_may_close_past_the_photo_eye_until_it_is_released(void)
{
    struct garage garage = open_garage(GARAGE_HELD_PAST_EYE);
    scene_visit(&garage, GARAGE_GUEST_CAT, 0);
    scene_do_for(&garage, GARAGE_WALL, 4000);
    scene_wait(&garage, 1200);
    CHECK_SAME(scene_motion(&garage), GARAGE_STILL);
    scene_wait(&garage, 2800);
    CHECK_SAME(scene_motion(&garage), GARAGE_CLOSING);
    scene_wait(&garage, 1);
    CHECK_SAME(scene_motion(&garage), GARAGE_OPENING);
    CHECK_SAME(garage_truth(&garage).cause, GARAGE_BY_OBSTRUCTION);
}

static void it_may_refuse_a_press_that_was_too_long(void)
{
    struct garage garage = closed_garage(GARAGE_HELD_REFUSED);
    scene_relay(&garage, 1201);
    scene_wait(&garage, 100);
    CHECK_SAME(garage_truth(&garage).starts, 0);
    scene_wait_with(&garage, (struct garage_pins){.relay = true}, 1200);
    CHECK_SAME(garage_truth(&garage).starts, 0);
    scene_wait(&garage, 1);
    CHECK_SAME(garage_truth(&garage).starts, 1);
    CHECK_SAME(garage_truth(&garage).cause, GARAGE_BY_RELAY);
}

static void presses_that_overlap_are_one_press_of_who_came_first(void)
{
    struct garage garage = closed_garage(GARAGE_HELD_NOTHING);
    scene_do_for(&garage, GARAGE_WALL, 300);
    scene_wait(&garage, 50);
    scene_relay(&garage, 400);
    CHECK_SAME(garage_truth(&garage).starts, 1);
    CHECK_SAME(garage_truth(&garage).cause, GARAGE_BY_WALL);
    CHECK_SAME(scene_motion(&garage), GARAGE_OPENING);
}

static void who_has_let_go_before_it_was_recognised_has_not_pressed(void)
{
    struct garage garage = closed_garage(GARAGE_HELD_NOTHING);
    scene_do_for(&garage, GARAGE_WALL, 60);
    scene_wait(&garage, 30);
    scene_relay(&garage, 400);
    CHECK_SAME(garage_truth(&garage).cause, GARAGE_BY_RELAY);
    CHECK_SAME(garage_truth(&garage).started_at, 80);
}

static void of_two_in_the_same_millisecond_it_is_the_relays(void)
{
    struct garage garage = closed_garage(GARAGE_HELD_NOTHING);
    scene_do_for(&garage, GARAGE_WALL, 300);
    scene_relay(&garage, 400);
    CHECK_SAME(garage_truth(&garage).cause, GARAGE_BY_RELAY);
}

static void the_buttons_are_seen_for_as_long_as_they_are_pressed(void)
{
    struct garage garage = closed_garage(GARAGE_HELD_NOTHING);
    scene_do_for(&garage, GARAGE_WALL, 300);
    scene_do_for(&garage, GARAGE_DEVICE, 200);
    int wall = 0;
    int device = 0;
    for (int i = 0; i < 1000; i++) {
        scene_wait(&garage, 1);
        wall += garage_levels(&garage).wall_button;
        device += garage_levels(&garage).device_button;
    }
    CHECK_SAME(wall, 300);
    CHECK_SAME(device, 200);
}

static void the_button_on_the_device_moves_nothing(void)
{
    struct garage garage = closed_garage(GARAGE_HELD_NOTHING);
    scene_do_for(&garage, GARAGE_DEVICE, 500);
    scene_wait(&garage, 1000);
    CHECK_SAME(garage_truth(&garage).starts, 0);
}

int main(void)
{
    RUN(a_press_that_is_a_millisecond_too_short_is_none);
    RUN(it_reacts_when_the_shortest_length_is_reached_not_at_the_release);
    RUN(one_press_is_one_press_however_long);
    RUN(held_longer_than_the_longest_press_it_may_stop);
    RUN(held_it_may_close_past_the_photo_eye_until_it_is_released);
    RUN(it_may_refuse_a_press_that_was_too_long);
    RUN(presses_that_overlap_are_one_press_of_who_came_first);
    RUN(who_has_let_go_before_it_was_recognised_has_not_pressed);
    RUN(of_two_in_the_same_millisecond_it_is_the_relays);
    RUN(the_buttons_are_seen_for_as_long_as_they_are_pressed);
    RUN(the_button_on_the_device_moves_nothing);
    return check_verdict();
}
