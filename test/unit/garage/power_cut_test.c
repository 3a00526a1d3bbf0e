// The mains fail at any instant of anything, for any time: what follows is sane.
#include "test/support/check.h"
#include "test/unit/garage/scene.h"
#include "test/unit/garage/tape.h"

#include <stdio.h>

static bool all_silent(struct garage_levels levels)
{
    return !levels.open_switch && !levels.closed_switch && !levels.wall_button &&
           !levels.device_button && !levels.photo_eye;
}

static void in_the_dark_nothing_moves_and_nothing_is_read(void)
{
    struct random random = random_from(11);
    for (unsigned cut = 0; cut < 200; cut++) {
        char context[32];
        (void)snprintf(context, sizeof(context), "cut %u", cut);
        check_context(context);
        struct garage_settings settings = scene_exact(GARAGE_STOP_BOTH);
        settings.bounce = 20;
        struct garage garage;
        garage_init(&garage, &settings, cut);
        scene_relay(&garage, 1 + random_below(&random, 500));
        scene_wait(&garage, random_below(&random, 11000));
        scene_do(&garage, GARAGE_MAINS_OFF);
        const uint32_t permille = scene_permille(&garage);
        const uint32_t starts = garage_truth(&garage).starts;
        CHECK(!garage_powered(&garage));
        for (uint32_t i = random_below(&random, 5000); i > 0; i--) {
            garage_step(&garage, (struct garage_pins){true, true, true});
            CHECK_SAME(scene_motion(&garage), GARAGE_STILL);
            CHECK(all_silent(garage_levels(&garage)));
        }
        scene_fob(&garage);
        CHECK_SAME(scene_permille(&garage), permille);
        scene_do(&garage, GARAGE_MAINS_ON);
        scene_wait(&garage, 20000);
        CHECK(garage_powered(&garage));
        CHECK_SAME(scene_permille(&garage), permille);
        CHECK_SAME(garage_truth(&garage).starts, starts);
    }
    check_context(NULL);
}

static void the_mains_come_back_after_the_time_given(void)
{
    const struct garage_settings settings = scene_exact(GARAGE_STOP_BOTH);
    struct garage garage;
    garage_init(&garage, &settings, 1);
    scene_do_for(&garage, GARAGE_MAINS_OFF, 300);
    scene_wait(&garage, 300);
    CHECK(!garage_powered(&garage));
    scene_wait(&garage, 1);
    CHECK(garage_powered(&garage));
    CHECK(garage_levels(&garage).closed_switch);
}

static void a_button_held_through_the_cut_is_a_new_press(void)
{
    const struct garage_settings settings = scene_exact(GARAGE_STOP_BOTH);
    struct garage garage;
    garage_init(&garage, &settings, 1);
    scene_do_for(&garage, GARAGE_WALL, 10000);
    scene_wait(&garage, 2000);
    CHECK_SAME(garage_truth(&garage).starts, 1);
    scene_do_for(&garage, GARAGE_MAINS_OFF, 1000);
    scene_wait(&garage, 1000 + 79);
    CHECK_SAME(scene_motion(&garage), GARAGE_STILL);
    scene_wait(&garage, 1);
    CHECK_SAME(garage_truth(&garage).starts, 2);
}

// What holds in every state that any tape reaches.
static void check_sane(const struct garage *garage)
{
    const struct garage_truth truth = garage_truth(garage);
    CHECK(truth.permille <= 1000);
    CHECK(garage->leaf.position <= DOOR_LEAF_OPEN);
    CHECK(!truth.contact || truth.pins.relay);
    CHECK(truth.motion == GARAGE_STILL || truth.starts > 0);
    CHECK(truth.motion == GARAGE_STILL || truth.motion == truth.last_motion);
    CHECK(truth.motion == GARAGE_STILL || truth.cause != GARAGE_BY_NOBODY);
    CHECK(truth.powered || truth.motion == GARAGE_STILL || truth.cause == GARAGE_BY_HAND);
    CHECK(truth.powered || all_silent(garage_levels(garage)));
    CHECK(garage->unit.course != GARAGE_STILL || garage->unit.actual == GARAGE_STILL ||
          garage->settings.stopping_time > 0);
}

static void play(struct garage *garage, struct random *random)
{
    struct witness witness;
    witness_init(&witness, garage);
    struct garage_pins pins = {.relay = false};
    for (uint32_t i = 0; i < 30000; i++) {
        if (random_once_in(random, 700)) {
            garage_act(garage, &(struct garage_action){.doing = GARAGE_MAINS_OFF,
                                                       .lasting = 1 + random_below(random, 400)});
        } else if (random_once_in(random, 500)) {
            const struct garage_action action = tape_action(random);
            garage_act(garage, &action);
        }
        if (random_once_in(random, 300)) {
            pins.relay = !pins.relay;
        }
        garage_step(garage, pins);
        witness_watch(&witness, garage);
        check_sane(garage);
    }
    CHECK_SAME(witness.moved_unasked, 0);
}

static void whatever_happens_the_state_stays_sane(void)
{
    for (uint64_t seed = 0; seed < 60; seed++) {
        char context[32];
        (void)snprintf(context, sizeof(context), "seed %u", (unsigned)seed);
        check_context(context);
        struct random random = random_from(seed);
        const struct garage_settings settings = tape_settings(&random);
        struct garage garage;
        garage_init(&garage, &settings, seed);
        play(&garage, &random);
    }
    check_context(NULL);
}

int main(void)
{
    RUN(in_the_dark_nothing_moves_and_nothing_is_read);
    RUN(the_mains_come_back_after_the_time_given);
    RUN(a_button_held_through_the_cut_is_a_new_press);
    RUN(whatever_happens_the_state_stays_sane);
    return check_verdict();
}
