// A broker that was taken over, and what it can do with commands: forge, replay, retain, reorder, hold
// back for a while. The door's program, real TLS; and all of it again in MQTT 3.1.1.
#include "test/end_to_end/scene.h"
#include "test/support/check.h"

#include <stdio.h>
#include <string.h>

static const char *program;
static struct scene scene;
static bool (*begins)(struct scene *scene, const char *program) = scene_begins;

static void s01_a_broker_that_forges_opens_nothing(void)
{
    CHECK(begins(&scene, program));
    uint8_t room[COMMAND_RAW_SIZE];
    // A key of its own; its own signature under alice's name; hers under another wish.
    CHECK_SAME(scene_ask(&scene, KEY_OF_STRANGER, "alice", ACTION_OPEN), 0);
    struct command command = scene_wish(&scene, ACTION_OPEN);
    person_key8(KEY_OF_IDENTITY, command.door8);
    person_key8(KEY_OF_ALICE, command.key8);
    command_encode_raw(&command, room);
    person_signs(KEY_OF_STRANGER, room, COMMAND_RAW_COVERED);
    CHECK_SAME(scene_delivers(&scene, "alice", BYTES_OF(room), false), 0);
    struct bytes message = scene_signs(&scene, KEY_OF_ALICE, ACTION_STOP, room);
    room[1 + 44] = ACTION_OPEN;
    CHECK_SAME(scene_delivers(&scene, "alice", message, false), 0);
    // Bob's wish as carol's, who may more.
    message = scene_signs(&scene, KEY_OF_BOB, ACTION_OPEN, room);
    CHECK_SAME(scene_delivers(&scene, "carol", message, false), 0);
    CHECK_SAME(scene.presses, 0);
    // It was no broken door that said nothing.
    CHECK_SAME(scene_ask(&scene, KEY_OF_ALICE, "alice", ACTION_OPEN), RESULT_OK);
    CHECK(scene_until(&scene, DOOR_OPEN));
    CHECK_SAME(scene.presses, 1);
    scene_ends(&scene);
}

static void s02_what_was_recorded_opens_nothing_again(void)
{
    CHECK(begins(&scene, program));
    uint8_t room[COMMAND_RAW_SIZE];
    const struct bytes message = scene_signs(&scene, KEY_OF_ALICE, ACTION_OPEN, room);
    CHECK_SAME(scene_delivers(&scene, "alice", message, false), RESULT_OK);
    CHECK(scene_until(&scene, DOOR_OPEN));
    CHECK_SAME(scene.presses, 1);
    const struct garage_action wall = {.doing = GARAGE_WALL, .lasting = 300};
    garage_act(&scene.garage, &wall);
    CHECK(scene_until(&scene, DOOR_CLOSED));
    CHECK_SAME(scene_delivers(&scene, "alice", message, false), RESULT_REPLAY);
    CHECK_SAME(scene_delivers(&scene, "alice", message, true), 0);
    CHECK_SAME(scene_delivers(&scene, "carol", message, false), 0);
    scene_power_goes(&scene);
    CHECK(scene_power_comes(&scene));
    CHECK_SAME(scene_delivers(&scene, "alice", message, false), 0);
    CHECK_SAME(scene_delivers(&scene, "alice", message, true), 0);
    CHECK_SAME(scene.presses, 1);
    scene_ends(&scene);
}

static void s01_what_the_broker_retains_opens_nothing(void)
{
    CHECK(begins(&scene, program));
    uint8_t room[COMMAND_RAW_SIZE];
    const struct bytes message = scene_signs(&scene, KEY_OF_ALICE, ACTION_OPEN, room);
    CHECK_SAME(scene_delivers(&scene, "alice", message, true), 0);
    CHECK_SAME(scene.presses, 0);
    // The same bytes, as they should come: the flag alone was the fault.
    CHECK_SAME(scene_delivers(&scene, "alice", message, false), RESULT_OK);
    scene_ends(&scene);
}

// Two wishes of one person, the later first; and two people's, signed over the same state.
static void s04_what_comes_in_another_order_opens_nothing(void)
{
    CHECK(begins(&scene, program));
    uint8_t alice[COMMAND_RAW_SIZE];
    uint8_t carol[COMMAND_RAW_SIZE];
    const struct bytes earlier = scene_signs(&scene, KEY_OF_ALICE, ACTION_OPEN, alice);
    const struct bytes hers = scene_signs(&scene, KEY_OF_CAROL, ACTION_OPEN, carol);
    CHECK_SAME(scene_ask(&scene, KEY_OF_ALICE, "alice", ACTION_IDENTIFY), RESULT_OK);
    CHECK_SAME(scene_delivers(&scene, "alice", earlier, false), RESULT_REPLAY);
    CHECK_SAME(scene_delivers(&scene, "carol", hers, false), RESULT_CONFLICT);
    scene_run(&scene, 500);
    CHECK_SAME(scene.presses, 0);
    scene_ends(&scene);
}

// Late, and the door has moved since; then kept over a restart.
static void s04_what_is_held_back_opens_nothing_once_the_door_has_moved(void)
{
    CHECK(begins(&scene, program));
    uint8_t room[COMMAND_RAW_SIZE];
    const struct bytes held = scene_signs(&scene, KEY_OF_ALICE, ACTION_OPEN, room);
    const struct garage_action wall = {.doing = GARAGE_WALL, .lasting = 300};
    garage_act(&scene.garage, &wall);
    CHECK(scene_until(&scene, DOOR_OPEN));
    garage_act(&scene.garage, &wall);
    CHECK(scene_until(&scene, DOOR_CLOSED));
    CHECK_SAME(scene_delivers(&scene, "alice", held, false), RESULT_CONFLICT);
    uint8_t again[COMMAND_RAW_SIZE];
    const struct bytes other = scene_signs(&scene, KEY_OF_CAROL, ACTION_OPEN, again);
    scene_power_goes(&scene);
    CHECK(scene_power_comes(&scene));
    CHECK_SAME(scene_delivers(&scene, "carol", other, false), 0);
    CHECK_SAME(scene.presses, 0);
    scene_ends(&scene);
}

// S13: a broker that knows nothing newer changes none of it.
static void s13_it_is_3_1_1_that_is_spoken(void)
{
    CHECK(begins(&scene, program));
    CHECK(door_program_logged(&scene.door, "event=connected mqtt=3.1.1"));
    CHECK_SAME(scene.line.calls, 2);
    scene_ends(&scene);
}

static void a_broker_that_closes_over_5_without_a_word_is_met_in_3_1_1(void)
{
    CHECK(scene_sets(&scene, program));
    scene.broker.knows_five = false;
    scene.broker.wordless = true;
    CHECK(scene_starts(&scene));
    CHECK_SAME(scene.line.calls, 2);
    CHECK_SAME(scene_ask(&scene, KEY_OF_ALICE, "alice", ACTION_OPEN), RESULT_OK);
    scene_ends(&scene);
}

int main(int count, char **words)
{
    if (count != 3 || (strcmp(words[2], "5") != 0 && strcmp(words[2], "3.1.1") != 0)) {
        (void)fputs("usage: broker_taken_over_test PORTCULLIS-DOOR 5|3.1.1\n", stderr);
        return 2;
    }
    program = words[1];
    if (strcmp(words[2], "3.1.1") == 0) {
        begins = scene_begins_in_3_1_1;
        RUN(s13_it_is_3_1_1_that_is_spoken);
        RUN(a_broker_that_closes_over_5_without_a_word_is_met_in_3_1_1);
    }
    RUN(s01_a_broker_that_forges_opens_nothing);
    RUN(s02_what_was_recorded_opens_nothing_again);
    RUN(s01_what_the_broker_retains_opens_nothing);
    RUN(s04_what_comes_in_another_order_opens_nothing);
    RUN(s04_what_is_held_back_opens_nothing_once_the_door_has_moved);
    return check_verdict();
}
