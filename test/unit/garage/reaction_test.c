// What a press does, profile by profile: the table of safety.md, section 3, written out again.
#include "test/support/check.h"
#include "test/unit/garage/scene.h"

#include <stdio.h>

enum situation {
    CLOSED,
    OPENING,
    OPEN,
    CLOSING,
    STOPPED_AFTER_OPENING,
    STOPPED_AFTER_CLOSING,
    SITUATIONS
};

#define UP   GARAGE_OPENING
#define DOWN GARAGE_CLOSING
#define STOP GARAGE_STILL

static const enum garage_motion expected[GARAGE_PROFILES][SITUATIONS] = {
    //                      closed opening open  closing stopped: after opening, after closing
    [GARAGE_STOP_BOTH] = {UP, STOP, DOWN, STOP, DOWN, UP},
    [GARAGE_REV_CLOSING] = {UP, STOP, DOWN, UP, DOWN, DOWN},
    [GARAGE_TWO_STEP] = {UP, DOWN, DOWN, UP, DOWN, UP},
    [GARAGE_CONDO_REV] = {UP, UP, DOWN, UP, UP, UP},
    [GARAGE_CONDO_STOP] = {UP, UP, DOWN, STOP, UP, UP},
    [GARAGE_AUTO_CLOSE] = {UP, UP, STOP, UP, UP, UP},
};

static void run_for_a_while(struct garage *garage)
{
    scene_fob(garage);
    scene_wait(garage, 4000);
}

static void cut_power(struct garage *garage)
{
    scene_do_for(garage, GARAGE_MAINS_OFF, 10);
    scene_wait(garage, 12);
}

static struct garage garage_in(enum garage_profile profile, enum situation situation)
{
    const bool from_open =
        situation == OPEN || situation == CLOSING || situation == STOPPED_AFTER_CLOSING;
    struct garage_settings settings = scene_exact(profile);
    settings.start_at = from_open ? 1000 : 0;
    if (profile == GARAGE_AUTO_CLOSE && situation != OPEN) {
        settings.auto_close = 1000; // nothing but its timer makes it close
    }
    struct garage garage;
    garage_init(&garage, &settings, 1);
    switch (situation) {
    case CLOSED:
    case OPEN:
    case SITUATIONS:
        break;
    case OPENING:
    case CLOSING:
        run_for_a_while(&garage);
        break;
    case STOPPED_AFTER_OPENING:
    case STOPPED_AFTER_CLOSING:
        run_for_a_while(&garage);
        cut_power(&garage);
        break;
    }
    return garage;
}

static void check_table(void (*press)(struct garage *), enum garage_cause cause)
{
    for (int profile = 0; profile < GARAGE_PROFILES; profile++) {
        for (int situation = 0; situation < SITUATIONS; situation++) {
            char context[64];
            (void)snprintf(context, sizeof(context), "%s, situation %d",
                           scene_profile_name((enum garage_profile)profile), situation);
            check_context(context);
            struct garage garage =
                garage_in((enum garage_profile)profile, (enum situation)situation);
            const uint32_t starts = garage_truth(&garage).starts;
            const enum garage_motion before = scene_motion(&garage);
            press(&garage);
            const enum garage_motion after = scene_motion(&garage);
            CHECK_SAME(after, expected[profile][situation]);
            const bool began = after != GARAGE_STILL && after != before;
            CHECK_SAME(garage_truth(&garage).starts, starts + (began ? 1 : 0));
            if (began) {
                CHECK_SAME(garage_truth(&garage).cause, cause);
                CHECK_SAME(garage_truth(&garage).last_motion, after);
            }
        }
    }
    check_context(NULL);
}

static void press_relay(struct garage *garage)
{
    scene_relay(garage, 400);
}

static void press_wall(struct garage *garage)
{
    scene_wall(garage, 200);
}

static void a_press_of_the_relay_does_what_the_table_says(void)
{
    check_table(press_relay, GARAGE_BY_RELAY);
}

static void a_press_of_the_wall_button_does_the_same(void)
{
    check_table(press_wall, GARAGE_BY_WALL);
}

static void a_press_of_the_fob_does_the_same(void)
{
    check_table(scene_fob, GARAGE_BY_FOB);
}

static void a_press_during_the_pre_warning_counts_as_one_while_moving(void)
{
    struct garage_settings settings = scene_exact(GARAGE_STOP_BOTH);
    settings.opening_delay = 2000;
    struct garage garage;
    garage_init(&garage, &settings, 1);
    scene_relay(&garage, 400);
    CHECK_SAME(scene_motion(&garage), GARAGE_STILL);
    scene_relay(&garage, 400);
    scene_wait(&garage, 10000);
    CHECK_SAME(scene_permille(&garage), 0);
}

static void a_second_press_in_short_time_may_switch_the_light_only(void)
{
    struct garage_settings settings = scene_exact(GARAGE_STOP_BOTH);
    settings.light_within = 2000;
    struct garage garage;
    garage_init(&garage, &settings, 1);
    scene_relay(&garage, 400);
    scene_wait(&garage, 1000);
    scene_relay(&garage, 400);
    CHECK_SAME(scene_motion(&garage), GARAGE_OPENING);
    scene_wait(&garage, 2000);
    scene_relay(&garage, 400);
    CHECK_SAME(scene_motion(&garage), GARAGE_STILL);
}

int main(void)
{
    RUN(a_press_of_the_relay_does_what_the_table_says);
    RUN(a_press_of_the_wall_button_does_the_same);
    RUN(a_press_of_the_fob_does_the_same);
    RUN(a_press_during_the_pre_warning_counts_as_one_while_moving);
    RUN(a_second_press_in_short_time_may_switch_the_light_only);
    return check_verdict();
}
