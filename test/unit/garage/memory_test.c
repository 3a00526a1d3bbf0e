// What the operator remembers over a power cut.
#include "test/support/check.h"
#include "test/unit/garage/scene.h"

// How often a press after a power cut midway closes, of a hundred garages.
static int closings_of_a_hundred(enum garage_profile profile, bool remembers,
                                 enum garage_motion last)
{
    struct garage_settings settings = scene_exact(profile);
    settings.remembers = remembers;
    int closings = 0;
    for (uint64_t seed = 0; seed < 100; seed++) {
        struct garage garage;
        garage_init(&garage, &settings, seed);
        scene_stop_midway(&garage, last);
        scene_relay(&garage, 400);
        closings += scene_motion(&garage) == GARAGE_CLOSING;
    }
    return closings;
}

static void one_that_remembers_goes_the_opposite_way(void)
{
    CHECK_SAME(closings_of_a_hundred(GARAGE_STOP_BOTH, true, GARAGE_OPENING), 100);
    CHECK_SAME(closings_of_a_hundred(GARAGE_STOP_BOTH, true, GARAGE_CLOSING), 0);
    CHECK_SAME(closings_of_a_hundred(GARAGE_TWO_STEP, true, GARAGE_OPENING), 100);
}

static void one_that_has_forgotten_goes_either_way(void)
{
    const enum garage_profile either[] = {GARAGE_STOP_BOTH, GARAGE_TWO_STEP, GARAGE_REV_CLOSING};
    for (int i = 0; i < 3; i++) {
        check_context(scene_profile_name(either[i]));
        const int closings = closings_of_a_hundred(either[i], false, GARAGE_OPENING);
        CHECK(closings > 25 && closings < 75);
    }
    check_context(NULL);
}

static void one_that_always_opens_from_midway_has_nothing_to_forget(void)
{
    CHECK_SAME(closings_of_a_hundred(GARAGE_CONDO_REV, false, GARAGE_OPENING), 0);
    CHECK_SAME(closings_of_a_hundred(GARAGE_CONDO_STOP, false, GARAGE_OPENING), 0);
}

static void at_its_limits_no_operator_is_in_doubt(void)
{
    for (uint32_t seed = 0; seed < 20; seed++) {
        struct garage_settings settings = scene_exact(GARAGE_STOP_BOTH);
        settings.remembers = false;
        settings.start_at = seed % 2 == 0 ? 0 : 1000;
        struct garage garage;
        garage_init(&garage, &settings, seed);
        scene_do_for(&garage, GARAGE_MAINS_OFF, 1000);
        scene_wait(&garage, 1001);
        scene_relay(&garage, 400);
        CHECK_SAME(scene_motion(&garage), seed % 2 == 0 ? GARAGE_OPENING : GARAGE_CLOSING);
    }
}

static void once_it_has_moved_it_remembers_again(void)
{
    struct garage_settings settings = scene_exact(GARAGE_STOP_BOTH);
    settings.remembers = false;
    for (uint64_t seed = 0; seed < 20; seed++) {
        struct garage garage;
        garage_init(&garage, &settings, seed);
        scene_stop_midway(&garage, GARAGE_OPENING);
        scene_relay(&garage, 400);
        const enum garage_motion first = scene_motion(&garage);
        scene_relay(&garage, 400);
        CHECK_SAME(scene_motion(&garage), GARAGE_STILL);
        scene_relay(&garage, 400);
        CHECK_SAME(scene_motion(&garage),
                   first == GARAGE_OPENING ? GARAGE_CLOSING : GARAGE_OPENING);
    }
}

int main(void)
{
    RUN(one_that_remembers_goes_the_opposite_way);
    RUN(one_that_has_forgotten_goes_either_way);
    RUN(one_that_always_opens_from_midway_has_nothing_to_forget);
    RUN(at_its_limits_no_operator_is_in_doubt);
    RUN(once_it_has_moved_it_remembers_again);
    return check_verdict();
}
