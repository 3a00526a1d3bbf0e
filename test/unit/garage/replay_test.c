// The same seed brings back the same day, and a leap is the same as so many steps.
#include "test/support/check.h"
#include "test/unit/garage/scene.h"
#include "test/unit/garage/tape.h"

#include <stdio.h>

static bool same_levels(struct garage_levels one, struct garage_levels other)
{
    return one.open_switch == other.open_switch && one.closed_switch == other.closed_switch &&
           one.wall_button == other.wall_button && one.device_button == other.device_button &&
           one.photo_eye == other.photo_eye;
}

static bool same_state(const struct garage *one, const struct garage *other)
{
    const struct garage_truth left = garage_truth(one);
    const struct garage_truth right = garage_truth(other);
    return left.now == right.now && left.started_at == right.started_at &&
           left.starts == right.starts && left.touches == right.touches &&
           left.motion == right.motion && left.last_motion == right.last_motion &&
           left.cause == right.cause && left.warned == right.warned &&
           left.contact == right.contact && left.powered == right.powered &&
           one->leaf.position == other->leaf.position && one->leaf.speed == other->leaf.speed &&
           one->chance.state == other->chance.state && one->unit.course == other->unit.course &&
           one->unit.last == other->unit.last &&
           one->unit.auto_close_at == other->unit.auto_close_at &&
           one->unit.wait_until == other->unit.wait_until &&
           same_levels(garage_levels(one), garage_levels(other));
}

// One tape on one garage, and what it leads to as a number.
static uint64_t played(uint64_t seed, uint64_t garage_seed)
{
    struct random random = random_from(seed);
    const struct garage_settings settings = tape_settings(&random);
    struct garage garage;
    garage_init(&garage, &settings, garage_seed);
    uint64_t mixed = 0;
    for (int i = 0; i < 30000; i++) {
        if (random_once_in(&random, 500)) {
            const struct garage_action action = tape_action(&random);
            garage_act(&garage, &action);
        }
        garage_step(&garage, (struct garage_pins){.relay = random_once_in(&random, 2)});
        const struct garage_levels levels = garage_levels(&garage);
        mixed =
            mixed * 31 + garage.leaf.position + (levels.open_switch ? 2 : 0) + levels.closed_switch;
    }
    return mixed;
}

static void the_same_seed_brings_back_the_same_day(void)
{
    for (uint64_t seed = 0; seed < 20; seed++) {
        CHECK(played(seed, seed) == played(seed, seed));
    }
}

static void another_seed_brings_another_day(void)
{
    int others = 0;
    for (uint64_t seed = 0; seed < 20; seed++) {
        others += played(seed, seed) != played(seed, seed + 1000);
    }
    CHECK(others >= 10);
}

static void a_copy_lives_on_as_the_same_garage(void)
{
    const struct garage_settings settings = garage_settings_of(GARAGE_TWO_STEP);
    struct garage garage;
    garage_init(&garage, &settings, 5);
    scene_relay(&garage, 400);
    struct garage copy = garage;
    scene_wait(&garage, 20000);
    scene_wait(&copy, 20000);
    CHECK(same_state(&garage, &copy));
}

struct pair {
    struct garage leaping;
    struct garage stepping;
};

static void act_on_both(struct pair *pair, struct random *random)
{
    const struct garage_action action = tape_action(random);
    garage_act(&pair->leaping, &action);
    garage_act(&pair->stepping, &action);
}

static struct garage_pins random_pins(struct random *random)
{
    return (struct garage_pins){
        .relay = random_once_in(random, 3),
        .lamp = random_once_in(random, 4),
        .beeper = random_once_in(random, 4),
    };
}

// Leaps over a stretch of time, steps over the same, and compares at the end of each leap. Inside
// a leap no level but the eye's may change.
static bool go_on(struct pair *pair, struct garage_pins pins, uint64_t left)
{
    while (left > 0) {
        const uint64_t leapt = garage_step_many(&pair->leaping, pins, left);
        if (!CHECK(leapt >= 1 && leapt <= left)) {
            return false;
        }
        struct scene_edges counted = scene_edges_from(&pair->stepping);
        for (uint64_t i = 0; i < leapt; i++) {
            garage_step(&pair->stepping, pins);
            scene_count_edges(&counted, &pair->stepping);
        }
        CHECK(leapt == 1 || counted.open_switch + counted.closed_switch == 0);
        if (!CHECK(same_state(&pair->leaping, &pair->stepping))) {
            return false;
        }
        left -= leapt;
    }
    return true;
}

static void a_leap_is_the_same_as_so_many_steps(void)
{
    for (uint64_t seed = 0; seed < 12; seed++) {
        char context[32];
        (void)snprintf(context, sizeof(context), "seed %u", (unsigned)seed);
        check_context(context);
        struct random random = random_from(seed);
        const struct garage_settings settings = tape_settings(&random);
        struct pair pair;
        garage_init(&pair.leaping, &settings, seed);
        garage_init(&pair.stepping, &settings, seed);
        bool same = true;
        for (int i = 0; same && i < 30; i++) {
            act_on_both(&pair, &random);
            same = go_on(&pair, random_pins(&random), random_below(&random, 300)) &&
                   go_on(&pair, (struct garage_pins){.relay = false}, random_below(&random, 40000));
        }
    }
    check_context(NULL);
}

static void it_leaps_to_the_next_event_and_no_further(void)
{
    struct garage_settings settings = scene_exact(GARAGE_AUTO_CLOSE);
    settings.auto_close = 3600000;
    struct garage garage;
    garage_init(&garage, &settings, 1);
    const struct garage_pins no_pins = {.relay = false};
    CHECK_SAME(garage_step_many(&garage, no_pins, 86400000), 86400000);
    scene_fob(&garage);
    scene_settle(&garage, 60000);
    scene_wait(&garage, 10);
    CHECK_SAME(garage_step_many(&garage, no_pins, 86400000), 3600000 - 10 - 1);
    CHECK_SAME(garage_step_many(&garage, no_pins, 86400000), 1);
    CHECK_SAME(scene_motion(&garage), GARAGE_CLOSING);
}

static void it_does_not_leap_over_somebody_who_has_just_acted(void)
{
    struct garage_settings settings = scene_exact(GARAGE_STOP_BOTH);
    settings.start_at = 1000;
    settings.closing_delay = 30000;
    struct garage garage;
    garage_init(&garage, &settings, 1);
    const struct garage_pins no_pins = {.relay = false};
    scene_fob(&garage);
    CHECK_SAME(garage_step_many(&garage, no_pins, 10000), 10000);
    scene_visit(&garage, GARAGE_GUEST_CAT, 0);
    for (uint64_t left = 5000; left > 0;) {
        left -= garage_step_many(&garage, no_pins, left);
    }
    scene_visit(&garage, GARAGE_GUEST_NONE, 0);
    for (uint64_t left = 60000; left > 0;) {
        left -= garage_step_many(&garage, no_pins, left);
    }
    CHECK_SAME(garage_truth(&garage).starts, 0);
}

static void it_does_not_leap_over_a_bounce(void)
{
    struct garage_settings settings = scene_exact(GARAGE_STOP_BOTH);
    settings.switch_zone = 0; // it bounces when the door has stopped
    settings.bounce = 20;
    uint32_t edges = 0;
    for (uint64_t seed = 0; seed < 20; seed++) {
        struct garage garage;
        garage_init(&garage, &settings, seed);
        scene_fob(&garage);
        struct scene_edges counted = scene_edges_from(&garage);
        for (uint64_t left = 60000; left > 0;) {
            left -= garage_step_many(&garage, (struct garage_pins){.relay = false}, left);
            scene_count_edges(&counted, &garage);
        }
        edges += counted.open_switch;
    }
    CHECK(edges > 60);
}

int main(void)
{
    RUN(the_same_seed_brings_back_the_same_day);
    RUN(another_seed_brings_another_day);
    RUN(a_copy_lives_on_as_the_same_garage);
    RUN(a_leap_is_the_same_as_so_many_steps);
    RUN(it_does_not_leap_over_somebody_who_has_just_acted);
    RUN(it_does_not_leap_over_a_bounce);
    RUN(it_leaps_to_the_next_event_and_no_further);
    return check_verdict();
}
