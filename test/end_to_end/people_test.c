// People who may something and want more: a guest with scissors, a keeper that lies about the time, two
// phones at once, a flood of wishes.
#include "door/guard/budget.h"
#include "test/end_to_end/scene.h"
#include "test/support/check.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static const char *program;
static struct scene scene;

// Half past ten of a day that lies before us, in no time zone at all.
static uint64_t half_past_ten(void)
{
    const uint64_t now = (uint64_t)time(NULL);
    return now - now % 86400 + 86400 + 37800;
}

// The keeper opens his window at a wrong time; his use it can not give back. And he takes the power away
// as soon as the relay has closed.
static void s02_a_guest_with_one_use_who_cuts_the_power_has_used_it(void)
{
    CHECK(scene_begins(&scene, program));
    CHECK_SAME(scene_ask(&scene, KEY_OF_BOB, "bob", ACTION_OPEN), RESULT_WINDOW);
    scene_tells_time(&scene, KEY_OF_CLOCK, half_past_ten());
    scene.cut_at_a_press = true;
    const uint8_t result = scene_ask(&scene, KEY_OF_BOB, "bob", ACTION_OPEN);
    CHECK(result == RESULT_OK || result == 0); // whether it was still answered or not
    scene_run(&scene, 3000);
    CHECK_SAME(scene.presses, 1);
    CHECK_SAME(scene.door.process, 0);
    scene_run(&scene, 4000); // the garage door has opened, or not: it was a short press
    CHECK(scene_power_comes(&scene));
    scene_tells_time(&scene, KEY_OF_CLOCK, half_past_ten());
    CHECK_SAME(scene_ask(&scene, KEY_OF_BOB, "bob", ACTION_OPEN), RESULT_USES);
    CHECK_SAME(scene.presses, 1);
    scene_ends(&scene);
}

static void a_time_that_no_timekeeper_signed_opens_no_window(void)
{
    CHECK(scene_begins(&scene, program));
    scene_tells_time(&scene, KEY_OF_ROBOT, half_past_ten());
    CHECK_SAME(scene_ask(&scene, KEY_OF_BOB, "bob", ACTION_OPEN), RESULT_WINDOW);
    scene_ends(&scene);
}

static void s12_a_keeper_that_was_taken_over_opens_nothing(void)
{
    CHECK(scene_begins(&scene, program));
    CHECK_SAME(scene_ask(&scene, KEY_OF_ROBOT, "robot", ACTION_OPEN), RESULT_ROLE);
    CHECK_SAME(scene_ask(&scene, KEY_OF_ROBOT, "robot", ACTION_VENT), RESULT_ROLE);
    CHECK_SAME(scene_ask(&scene, KEY_OF_CLOCK, "clock", ACTION_OPEN), 0);
    CHECK_SAME(scene_ask(&scene, KEY_OF_CLOCK, "clock", ACTION_STOP), 0);
    // What it may, as the owner was told.
    CHECK_SAME(scene_ask(&scene, KEY_OF_ROBOT, "robot", ACTION_STOP), RESULT_ALREADY);
    scene_run(&scene, 1500); // stop has changed the sequence, and an Epoch tells it
    CHECK_SAME(scene_ask(&scene, KEY_OF_ROBOT, "robot", ACTION_CLOSE), RESULT_ALREADY);
    CHECK_SAME(scene.presses, 0);
    scene_ends(&scene);
}

static void s04_two_phones_at_once_get_one_ok_and_one_conflict(void)
{
    CHECK(scene_begins(&scene, program));
    uint8_t alice[COMMAND_RAW_SIZE];
    uint8_t carol[COMMAND_RAW_SIZE];
    const struct bytes one = scene_signs(&scene, KEY_OF_ALICE, ACTION_OPEN, alice);
    const struct bytes two = scene_signs(&scene, KEY_OF_CAROL, ACTION_OPEN, carol);
    // Both are on their way before either is answered.
    over_broker_sends(&scene.broker, "alice", one, false);
    const uint8_t hers = scene_delivers(&scene, "carol", two, false);
    uint8_t command8[COMMAND8_SIZE];
    over_broker_command8(one, command8);
    CHECK_SAME(over_broker_result(&scene.broker, "alice", command8, 0), RESULT_OK);
    CHECK_SAME(hers, RESULT_CONFLICT);
    CHECK(scene_until(&scene, DOOR_OPEN));
    CHECK_SAME(scene.presses, 1);
    scene_ends(&scene);
}

// Alice's phone has gone mad; carol's has not, and stop is heard.
static void a_flood_well_signed_starves_its_own_user_alone(void)
{
    CHECK(scene_begins(&scene, program));
    uint8_t room[COMMAND_RAW_SIZE];
    const uint64_t from = garage_truth(&scene.garage).now;
    for (int i = 0; i < 40; i++) {
        const struct bytes message = scene_signs(&scene, KEY_OF_ALICE, ACTION_IDENTIFY, room);
        over_broker_sends(&scene.broker, "alice", message, false);
    }
    scene_drains(&scene);
    scene_run(&scene, 1500); // an Epoch tells the sequence that her answered ones have changed
    const uint64_t took = garage_truth(&scene.garage).now - from;
    CHECK(door_program_logged(&scene.door, "event=refused why=budget who=alice"));
    CHECK(door_program_counts(&scene.door, "event=answered", "who=alice") <=
          BUDGET_TOKENS + took / BUDGET_REFILL);
    if (scene.slower == 1) { // before she may again
        CHECK_SAME(scene_ask(&scene, KEY_OF_ALICE, "alice", ACTION_OPEN), 0);
    }
    CHECK_SAME(scene_ask(&scene, KEY_OF_CAROL, "carol", ACTION_OPEN), RESULT_OK);
    CHECK(scene_ask(&scene, KEY_OF_DAVE, "dave", ACTION_STOP) != 0);
    scene_ends(&scene);
}

int main(int count, char **words)
{
    if (count != 2) {
        (void)fputs("usage: people_test PORTCULLIS-DOOR\n", stderr);
        return 2;
    }
    program = words[1];
    RUN(s02_a_guest_with_one_use_who_cuts_the_power_has_used_it);
    RUN(a_time_that_no_timekeeper_signed_opens_no_window);
    RUN(s12_a_keeper_that_was_taken_over_opens_nothing);
    RUN(s04_two_phones_at_once_get_one_ok_and_one_conflict);
    RUN(a_flood_well_signed_starves_its_own_user_alone);
    return check_verdict();
}
