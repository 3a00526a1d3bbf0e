// A broker that holds back: a command for a minute, everything for a while, its half of a handshake. It
// takes a minute and a half, for the door is the real one and so is the time.
#include "test/end_to_end/scene.h"
#include "test/support/check.h"

#include <stdio.h>
#include <string.h>

static const char *program;
static struct scene scene;

// Within its Epoch's life it is late and good; a minute after that Epoch began it is dead, though
// nothing at the door has changed.
static void s03_a_command_that_is_held_back_for_a_minute_opens_nothing(void)
{
    CHECK(scene_begins(&scene, program));
    uint8_t early[COMMAND_RAW_SIZE];
    uint8_t late[COMMAND_RAW_SIZE];
    // Carol's is held back within one turn, and alice's over two.
    const struct bytes hers = scene_signs(&scene, KEY_OF_CAROL, ACTION_IDENTIFY, early);
    scene_run(&scene, 10000);
    CHECK_SAME(scene_delivers(&scene, "carol", hers, false), RESULT_OK);
    scene_run(&scene, 1500);
    const struct bytes held = scene_signs(&scene, KEY_OF_ALICE, ACTION_OPEN, late);
    const struct epoch then = over_broker_epoch(&scene.broker);
    scene_run(&scene, 60000);
    CHECK_SAME(over_broker_epoch(&scene.broker).sequence, then.sequence);
    CHECK(over_broker_epoch(&scene.broker).turn >= then.turn + 2);
    CHECK_SAME(scene_delivers(&scene, "alice", held, false), 0);
    CHECK_SAME(scene.presses, 0);
    CHECK(door_program_logged(&scene.door, "event=refused why=epoch who=alice"));
    CHECK_SAME(scene_ask(&scene, KEY_OF_ALICE, "alice", ACTION_OPEN), RESULT_OK);
    scene_ends(&scene);
}

// A call that is taken and then met with nothing, not even a ServerHello, is given up in time.
static void a_handshake_that_stands_still_is_given_up(void)
{
    CHECK(scene_begins(&scene, program));
    tls_line_hang_up(&scene.line);
    scene.broker.subscribed = false;
    scene.deaf = true; // the kernel takes the call
    CHECK(scene_steps_for(&scene, 22000));
    scene.deaf = false;
    CHECK(scene_connected(&scene, 1, 60000));
    CHECK(door_program_logged(&scene.door, "event=closing why=transport-late"));
    scene_ends(&scene);
}

int main(int count, char **words)
{
    if (count != 2) {
        (void)fputs("usage: held_back_test PORTCULLIS-DOOR\n", stderr);
        return 2;
    }
    program = words[1];
    RUN(s03_a_command_that_is_held_back_for_a_minute_opens_nothing);
    RUN(a_handshake_that_stands_still_is_given_up);
    return check_verdict();
}
