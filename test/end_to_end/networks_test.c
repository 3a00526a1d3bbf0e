// What networks and brokers do to a door without meaning it, or meaning it: bursts, words in pieces of
// every size, silence in the middle of a connection, records that are larger than was asked for.
#include "door/seams/tls.h"
#include "test/end_to_end/scene.h"
#include "test/support/check.h"

#include <stdio.h>
#include <string.h>

enum {
    BURST = 400,
    BURST_SIZE = 500
};

static const char *program;
static struct scene scene;

static bool connects_again(unsigned ms)
{
    scene.broker.subscribed = false;
    return scene_connected(&scene, over_broker_epoch(&scene.broker).boot, ms);
}

// As fast as the line takes them: none is lost, and the door is none the worse for it.
static void a_burst_of_400_messages_is_acknowledged(void)
{
    CHECK(scene_begins(&scene, program));
    static const uint8_t junk[BURST_SIZE] = {'j', 'u', 'n', 'k'};
    const struct bytes message = BYTES_OF(junk);
    const size_t before = scene.broker.acknowledged;
    for (int sent = 0, tries = 0; sent < BURST && tries < 60000; tries++) {
        if (broker_pending(&scene.broker).count + BURST_SIZE + 100 < BROKER_ROOM) {
            over_broker_sends(&scene.broker, "alice", message, false);
            sent++;
        } else {
            scene_run(&scene, 1);
        }
    }
    // What an emulated network loses comes again after a second and more.
    for (int i = 0; i < 600 && scene.broker.acknowledged - before < BURST; i++) {
        scene_run(&scene, 100);
    }
    CHECK_SAME(scene.broker.acknowledged - before, BURST);
    CHECK_SAME(scene.line.calls, 1);
    CHECK_SAME(scene_ask(&scene, KEY_OF_ALICE, "alice", ACTION_OPEN), RESULT_OK);
    scene_ends(&scene);
}

// From the first byte of the handshake to a command, however the network cuts them.
static void words_in_pieces_of_every_size_are_heard(void)
{
    static const size_t sizes[] = {1, 2, 3, 5, 7, 13, 64, 512, 1447};
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        CHECK(scene_sets(&scene, program));
        scene.line.portion = sizes[i];
        CHECK(scene_starts(&scene));
        CHECK_SAME(scene_ask(&scene, KEY_OF_ALICE, "alice", ACTION_OPEN), RESULT_OK);
        CHECK(scene_until(&scene, DOOR_OPEN));
        CHECK_SAME(scene.line.calls, 1);
        CHECK_SAME(door_program_counts(&scene.door, "event=answered", ""), 1);
        CHECK_SAME(scene.presses, 1);
        scene_ends(&scene);
    }
}

// Each time longer apart, as the back-off has it: 250 ms, doubled each time, make seven or eight in
// twenty seconds; without it there would be a hundred.
static void check_calls_become_rare(bool (*meets)(void))
{
    const unsigned calls = scene.line.calls;
    for (int i = 0; i < 200; i++) {
        scene_run(&scene, 100);
        if (scene.line.connection >= 0 && meets()) {
            scene.broker.subscribed = false;
        }
    }
    CHECK(scene.line.calls - calls >= 2);
    CHECK(scene.line.calls - calls <= 14);
    CHECK_SAME(scene.presses, 0);
}

static bool meets_with_large_record(void)
{
    static const uint8_t record[5 + 8192] = {0x17, 0x03, 0x03, 0x20, 0x00};
    if (!scene.broker.subscribed || !tls_line_is_empty(&scene.line)) {
        return false;
    }
    tls_line_interrupt(&scene.line, BYTES_OF(record));
    return true;
}

// A broker that takes no notice of max_fragment_length, and says the same large thing on each connection.
static void a_broker_that_ignores_the_length_asked_for_makes_no_loop(void)
{
    CHECK(scene_begins(&scene, program));
    check_calls_become_rare(meets_with_large_record);
    CHECK(door_program_logged(&scene.door, tls_error_text(TLS_ERROR_RECORD_TOO_LARGE)));
    tls_line_hang_up(&scene.line);
    CHECK(connects_again(60000));
    CHECK_SAME(scene_ask(&scene, KEY_OF_ALICE, "alice", ACTION_OPEN), RESULT_OK);
    scene_ends(&scene);
}

static bool only_meets(void)
{
    return false;
}

// Somebody on the way takes the wish for short records out: the handshake fails, and no word is said.
static void whoever_strips_the_length_asked_for_gets_no_connect(void)
{
    CHECK(scene_begins(&scene, program));
    tls_line_hang_up(&scene.line);
    scene.line.strips = true;
    check_calls_become_rare(only_meets);
    CHECK(!scene.broker.connected);
    CHECK_SAME(door_program_counts(&scene.door, "event=tls-open", ""), 1);
    scene.line.strips = false;
    tls_line_hang_up(&scene.line);
    CHECK(connects_again(60000));
    CHECK_SAME(scene_ask(&scene, KEY_OF_ALICE, "alice", ACTION_IDENTIFY), RESULT_OK);
    scene_ends(&scene);
}

static bool logs_within(const char *words, unsigned seconds)
{
    for (unsigned i = 0; i < seconds * 10 && !door_program_logged(&scene.door, words); i++) {
        scene_run(&scene, 100);
    }
    return door_program_logged(&scene.door, words);
}

// It shakes hands, takes CONNECT and says nothing more.
static void a_broker_that_answers_no_connect_is_left(void)
{
    CHECK(scene_begins(&scene, program));
    tls_line_hang_up(&scene.line);
    scene.broker.mute = true;
    CHECK(logs_within("event=closing why=connack-late", 60));
    scene.broker.mute = false;
    CHECK(connects_again(60000));
    scene_ends(&scene);
}

// Its process stands still, and its kernel takes what comes: an unanswered word tells, or a ping.
static void a_broker_that_freezes_is_left(void)
{
    CHECK(scene_begins(&scene, program));
    scene.deaf = true;
    CHECK(scene_steps_for(&scene, 10000));
    CHECK(logs_within("event=closing why=p", 120)); // puback-late, pingresp-late
    scene.deaf = false;
    tls_line_hang_up(&scene.line);
    CHECK(connects_again(60000));
    CHECK_SAME(scene_ask(&scene, KEY_OF_ALICE, "alice", ACTION_OPEN), RESULT_OK);
    scene_ends(&scene);
}

int main(int count, char **words)
{
    if (count != 3 || (strcmp(words[2], "short") != 0 && strcmp(words[2], "long") != 0)) {
        (void)fputs("usage: networks_test PORTCULLIS-DOOR short|long\n", stderr);
        return 2;
    }
    program = words[1];
    RUN(a_burst_of_400_messages_is_acknowledged);
    RUN(a_broker_that_ignores_the_length_asked_for_makes_no_loop);
    if (strcmp(words[2], "long") == 0) {
        RUN(words_in_pieces_of_every_size_are_heard);
        RUN(whoever_strips_the_length_asked_for_gets_no_connect);
        RUN(a_broker_that_answers_no_connect_is_left);
        RUN(a_broker_that_freezes_is_left);
    }
    return check_verdict();
}
