// Floods and bad manners of a broker: junk as fast as it can, words that come a byte at a time, garbage,
// nothing at all. The door's own floor keeps its times, the wall button works, and afterwards all is well.
#include "test/end_to_end/scene.h"
#include "test/support/check.h"
#include "test/support/random.h"

#include <stdio.h>
#include <string.h>

static const char *program;
static struct scene scene;

// As many messages as the line carries, on a topic that reaches the guard.
static void flood_for(unsigned ms, struct bytes message)
{
    for (unsigned passed = 0; passed < ms; passed += 5) {
        for (int i = 0; i < 20; i++) {
            over_broker_sends(&scene.broker, "alice", message, false);
        }
        scene_run(&scene, 5);
    }
}

static void check_wall_button_works_during(struct bytes message)
{
    const uint32_t before = atomic_load(&scene.door.pins->heartbeat);
    const uint32_t starts = garage_truth(&scene.garage).starts;
    flood_for(500, message);
    // An emulator that this machine lets wait would not see a short one.
    const struct garage_action wall = {.doing = GARAGE_WALL,
                                       .lasting = scene.slower > 1 ? 900 : 300};
    garage_act(&scene.garage, &wall);
    flood_for(500, message);
    CHECK_SAME(garage_truth(&scene.garage).starts, starts + 1);
    CHECK(scene_steps_are_enough(&scene, atomic_load(&scene.door.pins->heartbeat) - before, 1000));
    CHECK_SAME(scene.presses, 0);
    // What is on its way still is heard, and the door has seen who moved it.
    CHECK(scene_until(&scene, DOOR_OPEN));
    CHECK(scene_told(&scene, WHAT_MOVED_BY_WALL));
}

static void s10_the_wall_button_works_during_a_flood_of_junk(void)
{
    CHECK(scene_begins(&scene, program));
    uint8_t junk[COMMAND_RAW_SIZE];
    struct random source = random_from(1);
    for (size_t i = 0; i < sizeof(junk); i++) {
        junk[i] = (uint8_t)random_u64(&source);
    }
    check_wall_button_works_during(BYTES_OF(junk));
    scene_ends(&scene);
}

// Well formed, over a live Epoch, under alice's name: each costs a verification, and then a rest.
static void s10_the_wall_button_works_during_a_flood_of_forgeries(void)
{
    CHECK(scene_begins(&scene, program));
    uint8_t room[COMMAND_RAW_SIZE];
    const struct bytes forged = scene_signs(&scene, KEY_OF_ALICE, ACTION_OPEN, room);
    room[COMMAND_RAW_COVERED + 5] ^= 1;
    check_wall_button_works_during(forged);
    CHECK(door_program_logged(&scene.door, "event=refused why=signature who=alice"));
    // Remote operation was held up, and is there again: a token comes back every four seconds, of a clock
    // that may be slower than ours.
    scene_drains(&scene);
    uint8_t result = 0;
    for (unsigned i = 0; i < scene.slower && result != RESULT_OK; i++) {
        scene_run(&scene, 4500);
        result = scene_ask(&scene, KEY_OF_ALICE, "alice", ACTION_IDENTIFY);
    }
    CHECK_SAME(result, RESULT_OK);
    scene_ends(&scene);
}

// One byte of TLS each millisecond at most: no message is lost, none is half heard.
static void a_broker_that_speaks_very_slowly_is_heard_out(void)
{
    CHECK(scene_begins(&scene, program));
    scene.line.portion = 1;
    CHECK_SAME(scene_ask(&scene, KEY_OF_ALICE, "alice", ACTION_OPEN), RESULT_OK);
    CHECK(scene_until(&scene, DOOR_OPEN));
    CHECK_SAME(scene.line.calls, 1);
    CHECK_SAME(scene.presses, 1);
    scene_ends(&scene);
}

// The line is left, and the door calls again, where it is served as it should be.
static void check_is_left_for(const char *why)
{
    const unsigned calls = scene.line.calls;
    CHECK(scene_steps_for(&scene, 1000));
    scene.line.portion = 0;
    for (int i = 0; i < 100 && (scene.line.calls == calls || !scene.broker.subscribed); i++) {
        scene_run(&scene, 100);
    }
    CHECK(scene.line.calls > calls);
    CHECK(door_program_logged(&scene.door, why));
    CHECK_SAME(scene.presses, 0);
    CHECK_SAME(scene_ask(&scene, KEY_OF_ALICE, "alice", ACTION_OPEN), RESULT_OK);
}

// Behind a genuine handshake: a PUBLISH that begins well and goes nowhere, byte by byte.
static void s10_garbage_that_comes_slowly_within_mqtt_is_left(void)
{
    CHECK(scene_begins(&scene, program));
    scene.line.portion = 1;
    static const uint8_t garbage[] = {0x32, 0x0a, 0x00, 0xff, 'p', 'o', 'r', 't', 0x00, 0x01, 0, 0};
    CHECK(tls_line_write(&scene.line, BYTES_OF(garbage)));
    check_is_left_for("event=closing why=server-at-fault");
    scene_ends(&scene);
}

static void s10_garbage_in_the_middle_of_tls_is_left(void)
{
    CHECK(scene_begins(&scene, program));
    scene.line.portion = 1;
    static const uint8_t garbage[] = {0x17, 0x03, 0x03, 0x00, 0x20, 0xde, 0xad, 0xbe, 0xef, 1,
                                      2,    3,    4,    5,    6,    7,    8,    9,    10,   11,
                                      12,   13,   14,   15,   16,   17,   18,   19,   20,   21,
                                      22,   23,   24,   25,   26,   27,   28,   29,   30,   31};
    tls_line_interrupt(&scene.line, BYTES_OF(garbage));
    check_is_left_for("event=no-link layer=tls");
    scene_ends(&scene);
}

// A record larger than the door asked for (RFC 6066, 4) ends the connection and nothing else.
static void a_record_larger_than_the_door_asked_for_is_left(void)
{
    CHECK(scene_begins(&scene, program));
    static const uint8_t record[5 + 8192] = {0x17, 0x03, 0x03, 0x20, 0x00};
    tls_line_interrupt(&scene.line, BYTES_OF(record));
    check_is_left_for("event=no-link layer=tls");
    scene_ends(&scene);
}

int main(int count, char **words)
{
    if (count != 2) {
        (void)fputs("usage: flood_test PORTCULLIS-DOOR\n", stderr);
        return 2;
    }
    program = words[1];
    RUN(s10_the_wall_button_works_during_a_flood_of_junk);
    RUN(s10_the_wall_button_works_during_a_flood_of_forgeries);
    RUN(a_broker_that_speaks_very_slowly_is_heard_out);
    RUN(s10_garbage_that_comes_slowly_within_mqtt_is_left);
    RUN(s10_garbage_in_the_middle_of_tls_is_left);
    RUN(a_record_larger_than_the_door_asked_for_is_left);
    return check_verdict();
}
