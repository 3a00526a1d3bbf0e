// The door's program at a real mosquitto with mutual TLS, and an intruder inside: somebody who may read
// and write every topic there, as whoever runs the broker can.
#include "test/end_to_end/intruder.h"
#include "test/end_to_end/scene.h"
#include "test/support/check.h"
#include "test/support/mosquitto.h"
#include "test/unit/door/adapters/meeting.h"

#include <openssl/pem.h>
#include <stdio.h>
#include <string.h>

static const char *program;
// Its own broker stands still; what the door says is put where that one would keep it.
static struct scene scene;
static struct mosquitto mosquitto;
static struct mosquitto inside; // of this one, the port

// He hears his own words too; they are not kept.
static void remember(const char *topic, struct bytes payload, bool retained)
{
    if (strstr(topic, "/epoch") == NULL && strstr(topic, "/ack/") == NULL &&
        strstr(topic, "/event") == NULL) {
        return;
    }
    struct scripted_broker *memory = &scene.broker;
    struct broker_message *message = &memory->messages[memory->message_count % BROKER_MESSAGES];
    memset(message, 0, sizeof(*message));
    (void)snprintf(message->topic, sizeof(message->topic), "%s", topic); // ours are short
    message->count = payload.count < BROKER_PAYLOAD_MOST ? payload.count : BROKER_PAYLOAD_MOST;
    memcpy(message->payload, payload.at, message->count);
    message->retained = retained;
    memory->message_count++;
}

static bool pem_written(const char *name, const struct certified *certified, bool key)
{
    char path[MOSQUITTO_PATH_SIZE];
    mosquitto_path(&mosquitto, name, path);
    FILE *file = fopen(path, "w");
    if (file == NULL) {
        return false;
    }
    const bool written =
        key ? PEM_write_PrivateKey(file, certified->key, NULL, NULL, 0, NULL, NULL) == 1
            : PEM_write_X509(file, certified->certificate) == 1;
    return fclose(file) == 0 && written;
}

static bool broker_runs(void)
{
    char lines[512];
    (void)snprintf(lines, sizeof(lines),
                   "cafile @/clients-ca.pem\ncertfile @/broker.pem\nkeyfile @/broker.key\n"
                   "require_certificate true\nallow_anonymous true\nlistener %u 127.0.0.1\n",
                   (unsigned)inside.port); // fits
    return pem_written("clients-ca.pem", &pki.clients_ca, false) &&
           pem_written("broker.pem", &pki.broker, false) &&
           pem_written("broker.key", &pki.broker, true) && mosquitto_start(&mosquitto, lines);
}

static void run(unsigned ms)
{
    for (unsigned i = 0; i < ms; i += 2) {
        intruder_runs();
        scene_run(&scene, 1);
    }
}

static bool until(enum door_state state)
{
    for (int i = 0; i < 1500; i++) {
        run(10);
        if (over_broker_epoch(&scene.broker).state == state) {
            return true;
        }
    }
    return false;
}

static bool begins(void)
{
    if (!scene_sets(&scene, program) || !mosquitto_prepare(&mosquitto) ||
        !mosquitto_prepare(&inside) || !broker_runs()) {
        return false;
    }
    scene.image.broker_port = mosquitto.port;
    return intruder_enters(inside.port, remember) &&
           door_program_write_image(&scene.door, &scene.image) && door_program_start(&scene.door) &&
           until(DOOR_CLOSED);
}

static void ends(void)
{
    intruder_leaves();
    scene_ends(&scene);
    mosquitto_remove(&inside);
    mosquitto_remove(&mosquitto);
}

// Publishes a recorded command; the result of its Ack, 0: silence for a second.
static uint8_t delivers(const char *user, struct bytes message, bool retained)
{
    char topic[BROKER_TOPIC_MOST];
    uint8_t command8[COMMAND8_SIZE];
    const size_t before = scene.broker.message_count;
    (void)snprintf(topic, sizeof(topic), "portcullis/garage/command/%s", user); // fits
    over_broker_command8(message, command8);
    CHECK(intruder_says(topic, message, retained));
    for (int i = 0; i < 100; i++) {
        run(10);
        const uint8_t result = over_broker_result(&scene.broker, user, command8, before);
        if (result != 0) {
            return result;
        }
    }
    return 0;
}

static void s02_what_was_recorded_at_mosquitto_opens_nothing_again(void)
{
    if (!CHECK(begins())) {
        return;
    }
    uint8_t room[COMMAND_RAW_SIZE];
    const struct bytes message = scene_signs(&scene, KEY_OF_ALICE, ACTION_OPEN, room);
    CHECK_SAME(delivers("alice", message, false), RESULT_OK);
    CHECK(until(DOOR_OPEN));
    CHECK_SAME(delivers("alice", message, false), RESULT_REPLAY);
    CHECK_SAME(delivers("carol", message, false), 0);
    CHECK_SAME(scene.presses, 1);
    ends();
}

// Retained while the door is away: mosquitto brings it as soon as the door is there again; and without
// the flag what the intruder kept is dead with its Epoch.
static void s01_what_mosquitto_retains_opens_nothing(void)
{
    if (!CHECK(begins())) {
        return;
    }
    uint8_t room[COMMAND_RAW_SIZE];
    const struct bytes message = scene_signs(&scene, KEY_OF_ALICE, ACTION_OPEN, room);
    scene_power_goes(&scene);
    CHECK(intruder_says("portcullis/garage/command/alice", message, true));
    CHECK(intruder_says("portcullis/garage/roster", message, true));
    CHECK(intruder_says("portcullis/garage/time", message, true));
    run(200);
    CHECK(door_program_start(&scene.door));
    for (int i = 0; i < 500 && over_broker_epoch(&scene.broker).boot < 2; i++) {
        run(10);
    }
    run(1000);
    CHECK_SAME(over_broker_epoch(&scene.broker).boot, 2);
    CHECK_SAME(delivers("alice", message, false), 0);
    CHECK_SAME(scene.presses, 0);
    // What is fresh opens: the roster of rubbish has changed nothing.
    uint8_t fresh[COMMAND_RAW_SIZE];
    CHECK_SAME(delivers("alice", scene_signs(&scene, KEY_OF_ALICE, ACTION_OPEN, fresh), false),
               RESULT_OK);
    ends();
}

// The intruder says that the door is gone, and that it is open, and rubbish.
static void a_will_and_a_mirror_of_the_intruders_own_change_no_epoch(void)
{
    if (!CHECK(begins())) {
        return;
    }
    const struct epoch before = over_broker_epoch(&scene.broker);
    CHECK(intruder_says("portcullis/garage/availability", bytes_of_text("offline"), true));
    CHECK(intruder_says("portcullis/garage/state", bytes_of_text("{\"state\":\"open\"}"), true));
    bool said = true;
    for (int i = 0; i < 300; i++) {
        const struct bytes rubbish = bytes_of_text("OPEN");
        said = intruder_says("portcullis/garage/command/alice", rubbish, i % 2 == 0) && said;
    }
    CHECK(said);
    CHECK(intruder_says("portcullis/garage/home-assistant/set", bytes_of_text("OPEN"), false));
    run(1500);
    CHECK_SAME(over_broker_epoch(&scene.broker).state, before.state);
    CHECK_SAME(over_broker_epoch(&scene.broker).sequence, before.sequence);
    CHECK_SAME(scene.presses, 0);
    uint8_t room[COMMAND_RAW_SIZE];
    CHECK_SAME(delivers("alice", scene_signs(&scene, KEY_OF_ALICE, ACTION_OPEN, room), false),
               RESULT_OK);
    ends();
}

int main(int count, char **words)
{
    if (count != 2) {
        (void)fputs("usage: mosquitto_test PORTCULLIS-DOOR\n", stderr);
        return 2;
    }
    if (!mosquitto_installed()) {
        printf("skipped: mosquitto is not installed\n");
        return 77;
    }
    program = words[1];
    RUN(s02_what_was_recorded_at_mosquitto_opens_nothing_again);
    RUN(s01_what_mosquitto_retains_opens_nothing);
    RUN(a_will_and_a_mirror_of_the_intruders_own_change_no_epoch);
    return check_verdict();
}
