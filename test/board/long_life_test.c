// Months of a door in one run: commands of 32 keys, movements, networks that go and brokers that die. In
// the second half the switches change more often than a sound door's can, and the door says so.
// Afterwards it is still there, its Events have every number once, and it has used no more of its stack
// than after a twentieth of it. words[1] is portcullis-board, words[2] how many commands.
#include "base/insist.h"
#include "door/seams/crypto.h"
#include "protocol/event.h"
#include "test/end_to_end/scene.h"
#include "test/support/check.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    KEYS = 32,
    EVENTS_MOST = 65536,
    CUT_EVERY = 4, // commands
    BROKER_DIES_EVERY = 10,
    MOVES_EVERY = 10, // of the first half
    LIVES_FULLY =
        200,       // commands, from which on it is waited for that the switches are believed again
    TRAVEL = 300,  // ms: a very quick door
    CUT_FOR = 200, // ms
    BACK = 60000,  // ms, the most that it may take
    NEWS = 1100,   // ms: the door tells what has changed once a second
    QUIET =
        65000, // ms: after so long without an edge the switches are believed (door/operator/contact.h)
    LINE_MOST = 512 // of the log
};

struct own_key {
    uint8_t private_key[PRIVATE_KEY_SIZE];
    uint8_t point[POINT_SIZE];
    char user[USER_SIZE + 1];
};

static struct scene scene;
static struct own_key keys[KEYS];
static struct roster_entry entries[KEYS];
static const char *program;
static unsigned commands;
static bool told[EVENTS_MOST]; // the Events, by number
static uint32_t last_event;
static size_t looked_at; // of the broker's messages
static struct {
    unsigned accepted;
    unsigned moves;
    unsigned changes; // of the switches
    unsigned cuts;
    unsigned deaths;
    uint32_t stack_early;
    uint32_t stack;
} count;

static bool make_key(struct own_key *out, unsigned number)
{
    uint8_t encoded[1 + POINT_SIZE];
    size_t size = 0;
    BIGNUM *secret = NULL;
    EVP_PKEY *key = EVP_EC_gen("P-256");
    const bool made =
        key != NULL && EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_PRIV_KEY, &secret) == 1 &&
        BN_bn2binpad(secret, out->private_key, PRIVATE_KEY_SIZE) == PRIVATE_KEY_SIZE &&
        EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, encoded, sizeof(encoded),
                                        &size) == 1 &&
        size == sizeof(encoded);
    memcpy(out->point, encoded + 1, POINT_SIZE);
    (void)snprintf(out->user, sizeof(out->user), "key-%02u", number);
    BN_free(secret);
    EVP_PKEY_free(key);
    return made;
}

// All owners: a key that signs rosters may not command, so the recovery key signs this one.
static bool make_roster(void)
{
    for (unsigned i = 0; i < KEYS; i++) {
        if (!make_key(&keys[i], i)) {
            return false;
        }
        entries[i] = person_entry(KEY_OF_ALICE, ROLE_OWNER, keys[i].user);
        memcpy(entries[i].point, keys[i].point, POINT_SIZE);
    }
    scene.head.count = KEYS;
    scene.head.admins = 0;
    scene.image.first_roster =
        person_signs_roster(KEY_OF_RECOVERY, &scene.head, entries, scene.first_roster);
    return true;
}

static struct bytes sign(const struct own_key *key, enum action action, uint8_t *room)
{
    uint8_t hash[HASH_SIZE];
    struct command command = scene_wish(&scene, action);
    person_key8(KEY_OF_IDENTITY, command.door8);
    crypto_key8(key->point, command.key8);
    command_encode_raw(&command, room);
    crypto_sha256((struct bytes){room, COMMAND_RAW_COVERED}, hash);
    INSIST(1007, crypto_sign(key->private_key, hash, room + COMMAND_RAW_COVERED));
    return (struct bytes){room, COMMAND_RAW_SIZE};
}

static void note_event(const struct broker_message *message)
{
    struct event event;
    const struct bytes bytes = {message->payload, message->count};
    if (strncmp(message->topic, "portcullis/garage/event", 23) == 0 &&
        event_decode(bytes, &event) && event.number < EVENTS_MOST) {
        told[event.number] = true;
        last_event = event.number > last_event ? event.number : last_event;
    }
}

// Often enough that the broker has forgotten none.
static void hear_events(void)
{
    CHECK(scene.broker.message_count - looked_at <= BROKER_MESSAGES);
    for (; looked_at < scene.broker.message_count; looked_at++) {
        const struct broker_message *message = broker_at(&scene.broker, looked_at);
        if (message != NULL) {
            note_event(message);
        }
    }
}

static void runs(unsigned ms)
{
    for (unsigned done = 0; done < ms; done += 100) {
        scene_run(&scene, 100);
        hear_events();
    }
}

static void cut_network(void)
{
    CHECK(kill(scene.door.process, SIGUSR1) == 0);
    runs(CUT_FOR);
    CHECK(kill(scene.door.process, SIGUSR2) == 0);
    count.cuts++;
}

// It is not there for a moment, and has forgotten its connection.
static void kill_broker(void)
{
    const uint32_t boot = over_broker_epoch(&scene.broker).boot;
    tls_line_hang_up(&scene.line);
    broker_accept(&scene.broker);
    scene.broker.subscribed = false;
    CHECK(scene_connected(&scene, boot, BACK));
    hear_events();
    count.deaths++;
}

static void wall_until(enum door_state state)
{
    const struct garage_action wall = {.doing = GARAGE_WALL, .lasting = 300};
    garage_act(&scene.garage, &wall);
    CHECK(scene_until(&scene, state));
    hear_events();
    count.changes += 2;
}

// Up and down again by the button on the wall: both switches change twice.
static void wall_up_and_down(void)
{
    const struct garage_action wall = {.doing = GARAGE_WALL, .lasting = 100};
    for (unsigned i = 0; i < 2; i++) {
        garage_act(&scene.garage, &wall);
        runs(TRAVEL + 200);
        CHECK_SAME(garage_truth(&scene.garage).permille, i == 0 ? 1000 : 0);
        count.changes += 2;
    }
}

// As its people do: once more, where an Epoch was too old or the network was away.
static bool is_obeyed(const struct own_key *key, enum action action)
{
    uint8_t room[COMMAND_RAW_SIZE];
    for (unsigned tries = 0; tries < 8; tries++) {
        runs(NEWS);
        const uint8_t result = scene_delivers(&scene, key->user, sign(key, action, room), false);
        hear_events();
        if (result == RESULT_OK) {
            count.accepted++;
            return true;
        }
    }
    return false;
}

static uint32_t stack_told(void)
{
    static const char word[] = "stack=";
    char path[DOOR_PATH_MOST];
    char line[LINE_MOST];
    uint32_t stack = 0;
    door_program_path(&scene.door, "log", path);
    FILE *log = fopen(path, "r");
    while (log != NULL && fgets(line, sizeof(line), log) != NULL) {
        const char *found = strstr(line, word);
        stack = found == NULL ? stack : (uint32_t)strtoul(found + sizeof(word) - 1, NULL, 10);
    }
    if (log != NULL) {
        (void)fclose(log); // it was only read
    }
    return stack;
}

static void opens_and_closes(const struct own_key *key)
{
    CHECK(is_obeyed(key, ACTION_OPEN));
    CHECK(scene_until(&scene, DOOR_OPEN));
    count.moves++;
    count.changes += 2;
    wall_until(DOOR_CLOSED);
}

static void one_more(unsigned number)
{
    const struct own_key *key = &keys[number % KEYS];
    const bool flutters = number >= commands / 2;
    if (number % CUT_EVERY == 0) {
        cut_network();
    }
    if (number % BROKER_DIES_EVERY == 0) {
        kill_broker();
    }
    for (unsigned i = 0; flutters && i < 2 + number % 2; i++) {
        wall_up_and_down();
    }
    if (!flutters && number % MOVES_EVERY == 0) {
        opens_and_closes(key);
    } else {
        CHECK(is_obeyed(key, ACTION_IDENTIFY));
    }
}

static void a_door_lives_long(void)
{
    struct garage_settings settings = garage_settings_of(GARAGE_STOP_BOTH);
    settings.opening_time = TRAVEL;
    settings.closing_time = TRAVEL;
    settings.eye_half = 0;
    if (!CHECK(scene_sets(&scene, program) && make_roster())) {
        return;
    }
    garage_init(&scene.garage, &settings, 1);
    if (!CHECK(scene_starts(&scene))) {
        return;
    }
    for (unsigned number = 0; number < commands; number++) {
        one_more(number);
        if (number == commands / 20) {
            runs(1500); // its numbers are told once a second
            count.stack_early = stack_told();
        }
    }
    if (commands >= LIVES_FULLY) {
        runs(QUIET);
        opens_and_closes(&keys[0]);
    }
    runs(5000);
    count.stack = stack_told();
    CHECK(count.accepted >= commands);
    CHECK_SAME(scene.presses, count.moves);
    CHECK(door_program_logged(&scene.door, "event=fault"));
    CHECK_SAME(over_broker_epoch(&scene.broker).boot, 1);
    CHECK(count.stack_early > 0);
    CHECK_SAME(count.stack, count.stack_early);
    CHECK(last_event > commands); // each is answered, and the door has moved
    for (uint32_t number = 1; number <= last_event; number++) {
        CHECK(told[number]);
    }
}

int main(int words_count, char **words)
{
    if (words_count != 3) {
        (void)fprintf(stderr, "usage: %s PORTCULLIS-BOARD COMMANDS\n", words[0]);
        return 2;
    }
    program = words[1];
    commands = (unsigned)strtoul(words[2], NULL, 10);
    (void)setenv("PORTCULLIS_CABLE", "yes", 1);
    RUN(a_door_lives_long);
    scene_ends(&scene);
    (void)printf("result: %u commands of %d keys, %u moved the door, %u switch changes, %u cuts, "
                 "%u deaths of the broker, events 1 to %u, stack %u bytes early and %u late\n",
                 count.accepted, KEYS, count.moves, count.changes, count.cuts, count.deaths,
                 (unsigned)last_event, (unsigned)count.stack_early, (unsigned)count.stack);
    return check_verdict();
}
