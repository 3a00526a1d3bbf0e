#include "door/operator/attribution.h"
#include "test/support/check.h"

#include <string.h>

enum {
    T_START = 5000
};

struct scene {
    struct attribution attribution;
    struct travel travel;
    struct movement told;
    millis now;
};

static struct scene scene_at(millis start)
{
    struct scene scene = {.attribution = attribution_at_boot(start), .now = start};
    const struct travel_record nothing = {.decades = {0, 0}};
    travel_init(&scene.travel, &nothing, start);
    travel_learn_run(&scene.travel, WAY_OPENING, 10000);
    travel_learn_run(&scene.travel, WAY_CLOSING, 10000);
    return scene;
}

// So much later the belief is this; true when a movement is told.
static bool later(struct scene *scene, millis ms, enum believed belief)
{
    scene->now += ms;
    return attribution_see(&scene->attribution, belief, &scene->travel, &scene->told, scene->now);
}

static struct permit alice(void)
{
    struct permit permit = {.action = ACTION_OPEN};
    memset(permit.key8, 'A', KEY8_SIZE);
    return permit;
}

static void what_a_switch_says_at_boot_is_no_movement(void)
{
    struct scene scene = scene_at(0);
    CHECK(!later(&scene, 100, BELIEVED_CLOSED));
    scene = scene_at(0);
    CHECK(!later(&scene, 999, BELIEVED_OPEN));
    scene = scene_at(0);
    CHECK(later(&scene, 1000, BELIEVED_OPEN)); // it has come there
    CHECK_SAME(scene.told.mover, MOVER_UNKNOWN);
}

static void our_press_is_ours_up_to_t_start(void)
{
    for (unsigned i = 0; i < 2; i++) {
        struct scene scene = scene_at(UINT32_MAX - 3000);
        CHECK(!later(&scene, 100, BELIEVED_CLOSED));
        const struct permit permit = alice();
        attribution_our_press(&scene.attribution, &permit, scene.now);
        CHECK(!later(&scene, i == 0 ? T_START - 1 : T_START + 1, BELIEVED_OPENING));
        CHECK(later(&scene, 10000, BELIEVED_OPEN));
        CHECK_SAME(scene.told.mover, i == 0 ? MOVER_APP : MOVER_FOB_OR_TIMER);
        CHECK_SAME(scene.told.key8[0], i == 0 ? 'A' : 0);
        CHECK_SAME(scene.told.took, 10000);
        CHECK_SAME(scene.told.from, BELIEVED_CLOSED);
        CHECK_SAME(scene.told.to, BELIEVED_OPEN);
    }
}

static void a_wall_press_is_the_walls_up_to_one_second(void)
{
    for (unsigned i = 0; i < 2; i++) {
        struct scene scene = scene_at(0);
        CHECK(!later(&scene, 100, BELIEVED_OPEN));
        attribution_wall_press(&scene.attribution, scene.now);
        CHECK(!later(&scene, 1000 + i, BELIEVED_CLOSING));
        CHECK(later(&scene, 10000, BELIEVED_CLOSED));
        CHECK_SAME(scene.told.mover, i == 0 ? MOVER_WALL : MOVER_FOB_OR_TIMER);
    }
}

static void the_time_tells_a_motor_from_a_hand(void)
{
    static const millis took[] = {8000, 12000, 7999, 12001};
    for (unsigned i = 0; i < 4; i++) {
        struct scene scene = scene_at(0);
        CHECK(!later(&scene, 100, BELIEVED_CLOSED));
        CHECK(!later(&scene, 20000, BELIEVED_OPENING));
        CHECK(later(&scene, took[i], BELIEVED_OPEN));
        CHECK_SAME(scene.told.mover, i < 2 ? MOVER_FOB_OR_TIMER : MOVER_HAND);
    }
}

static void an_end_that_is_not_the_other_limit_is_unknown(void)
{
    static const enum believed ends[] = {BELIEVED_UNKNOWN, BELIEVED_CLOSED, BELIEVED_FAULT};
    for (unsigned i = 0; i < 3; i++) {
        struct scene scene = scene_at(0);
        CHECK(!later(&scene, 100, BELIEVED_CLOSED));
        CHECK(!later(&scene, 20000, BELIEVED_OPENING));
        CHECK(later(&scene, 10000, ends[i]));
        CHECK_SAME(scene.told.mover, MOVER_UNKNOWN);
        CHECK(!scene.told.undisturbed);
    }
}

static void only_undisturbed_runs_of_a_motor_are_learned(void)
{
    for (unsigned i = 0; i < 4; i++) {
        struct scene scene = scene_at(0);
        CHECK(!later(&scene, 100, BELIEVED_CLOSED));
        CHECK(!later(&scene, 20000, BELIEVED_OPENING));
        const struct permit permit = alice();
        if (i == 1) {
            attribution_our_press(&scene.attribution, &permit, scene.now + 10);
        } else if (i == 2) {
            attribution_wall_press(&scene.attribution, scene.now + 10);
        } else if (i == 3) {
            attribution_disturb(&scene.attribution);
        }
        CHECK(later(&scene, 11000, BELIEVED_OPEN));
        CHECK_SAME(scene.travel.record.runs[WAY_OPENING].count, i == 0 ? 2 : 1);
    }
}

static void a_press_of_months_ago_does_not_come_back_with_the_wrap(void)
{
    struct scene scene = scene_at(0);
    CHECK(!later(&scene, 100, BELIEVED_CLOSED));
    const struct permit permit = alice();
    attribution_our_press(&scene.attribution, &permit, scene.now);
    attribution_wall_press(&scene.attribution, scene.now);
    for (unsigned i = 0; i < 1193; i++) {
        CHECK(!later(&scene, 3600000, BELIEVED_CLOSED));
    }
    scene.now = 4294967295U; // 49.7 days: a little more than a press ago, were it not held
    CHECK(!later(&scene, 500, BELIEVED_OPENING));
    CHECK(later(&scene, 10000, BELIEVED_OPEN));
    CHECK_SAME(scene.told.mover, MOVER_FOB_OR_TIMER);
}

static void delays_are_learned_from_presses_that_were_answered(void)
{
    struct scene scene = scene_at(0);
    CHECK(!later(&scene, 100, BELIEVED_CLOSED));
    const struct permit permit = alice();
    attribution_our_press(&scene.attribution, &permit, scene.now);
    CHECK(!later(&scene, 3000, BELIEVED_OPENING));
    CHECK_SAME(scene.travel.record.delays.times[0], 3000);
    CHECK_SAME(travel_timing(&scene.travel, 5000, 0).start_limit, 8000);
}

int main(void)
{
    RUN(what_a_switch_says_at_boot_is_no_movement);
    RUN(our_press_is_ours_up_to_t_start);
    RUN(a_wall_press_is_the_walls_up_to_one_second);
    RUN(the_time_tells_a_motor_from_a_hand);
    RUN(an_end_that_is_not_the_other_limit_is_unknown);
    RUN(only_undisturbed_runs_of_a_motor_are_learned);
    RUN(a_press_of_months_ago_does_not_come_back_with_the_wrap);
    RUN(delays_are_learned_from_presses_that_were_answered);
    return check_verdict();
}
