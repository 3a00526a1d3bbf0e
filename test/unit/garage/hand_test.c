// The emergency release: the door off the chain, pushed by hand, put back.
#include "test/support/check.h"
#include "test/unit/garage/scene.h"

static struct garage exact_garage(uint32_t permille)
{
    struct garage_settings settings = scene_exact(GARAGE_STOP_BOTH);
    settings.start_at = permille;
    struct garage garage;
    garage_init(&garage, &settings, 1);
    return garage;
}

static void the_door_goes_where_the_hand_goes(void)
{
    struct garage garage = exact_garage(0);
    scene_hand(&garage, 750);
    CHECK_SAME(scene_motion(&garage), GARAGE_OPENING);
    CHECK_SAME(garage_truth(&garage).cause, GARAGE_BY_HAND);
    const uint64_t took = scene_settle(&garage, 60000);
    CHECK(took >= 2999 && took <= 3002);
    CHECK_SAME(scene_permille(&garage), 750);
    scene_hand(&garage, 100);
    CHECK_SAME(scene_motion(&garage), GARAGE_CLOSING);
    scene_settle(&garage, 60000);
    CHECK_SAME(scene_permille(&garage), 100);
    CHECK_SAME(garage_truth(&garage).starts, 2);
}

static void it_needs_no_power(void)
{
    struct garage garage = exact_garage(0);
    scene_do(&garage, GARAGE_MAINS_OFF);
    scene_hand(&garage, 1000);
    scene_settle(&garage, 60000);
    CHECK_SAME(scene_permille(&garage), 1000);
}

static void off_the_chain_the_operator_moves_nothing(void)
{
    struct garage garage = exact_garage(0);
    scene_hand(&garage, 500);
    scene_relay(&garage, 400);
    scene_fob(&garage);
    scene_settle(&garage, 60000);
    scene_wait(&garage, 20000);
    CHECK_SAME(scene_permille(&garage), 500);
    CHECK_SAME(garage_truth(&garage).starts, 1);
}

static void back_on_the_chain_it_answers_again(void)
{
    struct garage garage = exact_garage(0);
    scene_hand(&garage, 1000);
    scene_settle(&garage, 60000);
    scene_wait(&garage, 1);
    scene_relay(&garage, 400);
    CHECK_SAME(scene_motion(&garage), GARAGE_CLOSING);
    CHECK_SAME(garage_truth(&garage).cause, GARAGE_BY_RELAY);
}

static void released_in_a_run_it_is_the_hands(void)
{
    struct garage garage = exact_garage(0);
    scene_fob(&garage);
    scene_wait(&garage, 5000);
    scene_hand(&garage, 200);
    CHECK_SAME(scene_motion(&garage), GARAGE_CLOSING);
    scene_settle(&garage, 60000);
    scene_wait(&garage, 20000);
    CHECK_SAME(scene_permille(&garage), 200);
}

static void a_push_to_where_it_stands_is_none(void)
{
    struct garage garage = exact_garage(0);
    scene_hand(&garage, 0);
    scene_wait(&garage, 10);
    CHECK_SAME(garage_truth(&garage).starts, 0);
}

int main(void)
{
    RUN(the_door_goes_where_the_hand_goes);
    RUN(it_needs_no_power);
    RUN(off_the_chain_the_operator_moves_nothing);
    RUN(back_on_the_chain_it_answers_again);
    RUN(released_in_a_run_it_is_the_hands);
    RUN(a_push_to_where_it_stands_is_none);
    return check_verdict();
}
