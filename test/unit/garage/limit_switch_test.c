#include "test/support/check.h"
#include "test/unit/garage/scene.h"

static struct garage_settings bouncing(void)
{
    struct garage_settings settings = scene_exact(GARAGE_STOP_BOTH);
    settings.bounce = 20;
    return settings;
}

static void act_on_switch(struct garage *garage, enum garage_limit limit,
                          enum garage_switch_condition condition)
{
    garage_act(garage, &(struct garage_action){
                           .doing = GARAGE_SWITCH, .limit = limit, .condition = condition});
}

static void a_closed_reed_says_at_the_limit_and_only_there(void)
{
    const struct garage_settings settings = scene_exact(GARAGE_STOP_BOTH);
    struct garage garage;
    garage_init(&garage, &settings, 1);
    CHECK(garage_levels(&garage).closed_switch && !garage_levels(&garage).open_switch);
    scene_fob(&garage);
    while (scene_motion(&garage) != GARAGE_STILL) {
        scene_wait(&garage, 1);
        const uint32_t permille = scene_permille(&garage);
        if (permille >= 6 && permille < 995) {
            CHECK(!garage_levels(&garage).closed_switch && !garage_levels(&garage).open_switch);
        } else {
            CHECK_SAME(garage_levels(&garage).open_switch, permille >= 995);
        }
    }
    CHECK(garage_levels(&garage).open_switch && !garage_levels(&garage).closed_switch);
}

// The last instant of an edge, counted from the first, in one passage through a switch's zone.
static uint64_t bounce_of_one_departure(uint64_t seed, uint32_t *edges)
{
    const struct garage_settings settings = bouncing();
    struct garage garage;
    garage_init(&garage, &settings, seed);
    struct scene_edges counted = scene_edges_from(&garage);
    scene_fob(&garage);
    uint64_t first = 0;
    uint64_t last = 0;
    for (int i = 0; i < 1000; i++) {
        const uint32_t before = counted.closed_switch;
        scene_wait(&garage, 1);
        scene_count_edges(&counted, &garage);
        if (counted.closed_switch != before) {
            last = garage_truth(&garage).now;
            first = first == 0 ? last : first;
        }
    }
    CHECK(!garage_levels(&garage).closed_switch);
    *edges = counted.closed_switch;
    return last - first;
}

static void it_bounces_for_at_most_twenty_milliseconds(void)
{
    uint64_t longest = 0;
    uint32_t most_edges = 0;
    uint32_t clean = 0;
    for (uint64_t seed = 0; seed < 300; seed++) {
        uint32_t edges = 0;
        const uint64_t bounce = bounce_of_one_departure(seed, &edges);
        CHECK(bounce <= 20);
        CHECK(edges % 2 == 1);
        longest = bounce > longest ? bounce : longest;
        most_edges = edges > most_edges ? edges : most_edges;
        clean += edges == 1;
    }
    CHECK(longest >= 18);
    CHECK(most_edges >= 7);
    CHECK(clean > 0);
}

static void a_door_at_rest_does_not_bounce(void)
{
    const struct garage_settings settings = bouncing();
    struct garage garage;
    garage_init(&garage, &settings, 3);
    struct scene_edges counted = scene_edges_from(&garage);
    for (int i = 0; i < 100000; i++) {
        scene_wait(&garage, 1);
        scene_count_edges(&counted, &garage);
    }
    CHECK_SAME(counted.closed_switch + counted.open_switch, 0);
}

static void chatter(struct garage *garage, enum garage_limit limit, uint32_t lasting)
{
    garage_act(garage, &(struct garage_action){
                           .doing = GARAGE_CHATTER, .limit = limit, .lasting = lasting});
}

static void wind_makes_it_chatter_for_its_time_only(void)
{
    const struct garage_settings settings = bouncing();
    struct garage garage;
    garage_init(&garage, &settings, 4);
    chatter(&garage, GARAGE_CLOSED_LIMIT, 2000);
    struct scene_edges counted = scene_edges_from(&garage);
    for (int i = 0; i < 2000; i++) {
        scene_wait(&garage, 1);
        scene_count_edges(&counted, &garage);
    }
    CHECK(counted.closed_switch >= 2000 / 60 && counted.closed_switch <= 2000 / 2);
    CHECK_SAME(counted.open_switch, 0);
    CHECK(garage_levels(&garage).closed_switch);
    const uint32_t so_far = counted.closed_switch;
    for (int i = 0; i < 2000; i++) {
        scene_wait(&garage, 1);
        scene_count_edges(&counted, &garage);
    }
    CHECK_SAME(counted.closed_switch, so_far);
}

static void wind_never_closes_the_reed_of_a_door_that_is_elsewhere(void)
{
    const struct garage_settings settings = bouncing();
    struct garage garage;
    garage_init(&garage, &settings, 4);
    chatter(&garage, GARAGE_OPEN_LIMIT, 2000);
    for (int i = 0; i < 3000; i++) {
        scene_wait(&garage, 1);
        CHECK(!garage_levels(&garage).open_switch);
    }
}

static void it_sticks_either_way_and_is_mended(void)
{
    const struct garage_settings settings = bouncing();
    struct garage garage;
    garage_init(&garage, &settings, 5);
    act_on_switch(&garage, GARAGE_CLOSED_LIMIT, GARAGE_SWITCH_STUCK_AWAY);
    act_on_switch(&garage, GARAGE_OPEN_LIMIT, GARAGE_SWITCH_STUCK_AT_LIMIT);
    scene_fob(&garage);
    while (scene_motion(&garage) != GARAGE_STILL) {
        scene_wait(&garage, 1);
        CHECK(!garage_levels(&garage).closed_switch && garage_levels(&garage).open_switch);
    }
    scene_fob(&garage);
    scene_wait(&garage, 5000);
    act_on_switch(&garage, GARAGE_OPEN_LIMIT, GARAGE_SWITCH_WORKS);
    act_on_switch(&garage, GARAGE_CLOSED_LIMIT, GARAGE_SWITCH_WORKS);
    CHECK(!garage_levels(&garage).open_switch);
    scene_settle(&garage, 60000);
    scene_wait(&garage, 20);
    CHECK(garage_levels(&garage).closed_switch);
}

static void one_that_is_not_fitted_is_never_at_the_limit(void)
{
    struct garage_settings settings = bouncing();
    settings.open_switch = false;
    settings.closed_switch = false;
    struct garage garage;
    garage_init(&garage, &settings, 6);
    act_on_switch(&garage, GARAGE_OPEN_LIMIT, GARAGE_SWITCH_STUCK_AT_LIMIT);
    CHECK(!garage_levels(&garage).closed_switch && !garage_levels(&garage).open_switch);
}

int main(void)
{
    RUN(a_closed_reed_says_at_the_limit_and_only_there);
    RUN(it_bounces_for_at_most_twenty_milliseconds);
    RUN(a_door_at_rest_does_not_bounce);
    RUN(wind_makes_it_chatter_for_its_time_only);
    RUN(wind_never_closes_the_reed_of_a_door_that_is_elsewhere);
    RUN(it_sticks_either_way_and_is_mended);
    RUN(one_that_is_not_fitted_is_never_at_the_limit);
    return check_verdict();
}
