#include "test/end_to_end/scene.h"

#include "base/insist.h"
#include "test/support/check.h"
#include "test/unit/door/adapters/meeting.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    PATIENCE = 60000 // ms, for what must come: a busy machine takes long over a handshake
};

static uint64_t now_ms(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now); // this clock is always there
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static unsigned times_slower(void)
{
    const char *given = getenv("PORTCULLIS_SLOWER");
    const unsigned long times = given == NULL ? 1 : strtoul(given, NULL, 10);
    return times >= 1 && times <= 100 ? (unsigned)times : 1;
}

static void make_roster(struct scene *scene)
{
    struct roster_entry *entries = scene->entries;
    entries[0] = person_entry(KEY_OF_ADMIN, ROLE_ADMIN, "admin");
    entries[1] = person_entry(KEY_OF_ALICE, ROLE_OWNER, "alice");
    entries[2] = person_entry(KEY_OF_BOB, ROLE_GUEST, "bob");
    entries[2].uses = 1;
    entries[2].from = 600;
    entries[2].to = 660;
    entries[3] = person_entry(KEY_OF_CAROL, ROLE_MEMBER, "carol");
    entries[4] = person_entry(KEY_OF_ROBOT, ROLE_AUTOMATION, "robot");
    entries[5] = person_entry(KEY_OF_CLOCK, ROLE_TIMEKEEPER, "clock");
    entries[6] = person_entry(KEY_OF_DAVE, ROLE_STOP_ONLY, "dave");
    scene->head = people_roster_head(1, 1, SCENE_PEOPLE);
    scene->head.made = (uint64_t)time(NULL) - DAY;
    scene->head.policy = POLICY_UNATTENDED_CLOSE | POLICY_AUTOMATION;
    scene->image.first_roster =
        person_signs_roster(KEY_OF_ADMIN, &scene->head, entries, scene->first_roster);
}

static void make_image(struct scene *scene)
{
    struct image *image = &scene->image;
    *image = door_image();
    image->door_name = bytes_of_text("garage");
    image->topic_root = bytes_of_text("portcullis");
    image->broker_address = bytes_of_text("127.0.0.1");
    image->broker_port = scene->line.port;
    memset(image->secret, 0x77, sizeof(image->secret));
    memcpy(image->identity_key, test_keys[KEY_OF_IDENTITY].private_key, PRIVATE_KEY_SIZE);
    memcpy(image->identity_point, test_keys[KEY_OF_IDENTITY].point, POINT_SIZE);
    memcpy(image->recovery_point, test_keys[KEY_OF_RECOVERY].point, POINT_SIZE);
    image->operator_settings = operator_settings_default();
    image->operator_settings.profile = PROFILE_STOP_BOTH;
    image->operator_settings.switches = SWITCHES_BOTH;
    image->operator_settings.door_type = DOOR_TYPE_SECTIONAL;
    image->operator_settings.wall_input = true;
    image->operator_settings.lamp = true;
    image->operator_settings.beeper = true;
}

bool scene_sets(struct scene *scene, const char *program)
{
    memset(scene, 0, sizeof(*scene));
    (void)signal(SIGPIPE, SIG_IGN); // a door that hangs up ends no test
    broker_init(&scene->broker);
    make_pki_from(time(NULL));
    if (!tls_line_listen(&scene->line) || !door_program_prepare(&scene->door, program)) {
        return false;
    }
    scene->line.certificate = &pki.broker;
    struct garage_settings settings = garage_settings_of(GARAGE_STOP_BOTH);
    settings.opening_time = 1000;
    settings.closing_time = 1000;
    settings.eye_half = 0;
    garage_init(&scene->garage, &settings, 1);
    scene->nonce = 1000;
    scene->slower = times_slower();
    scene->began = now_ms();
    make_image(scene);
    make_roster(scene);
    return true;
}

bool scene_starts(struct scene *scene)
{
    return door_program_write_image(&scene->door, &scene->image) &&
           door_program_start(&scene->door) && scene_connected(scene, 1, PATIENCE) &&
           scene_until(scene, DOOR_CLOSED);
}

bool scene_begins(struct scene *scene, const char *program)
{
    return scene_sets(scene, program) && scene_starts(scene);
}

bool scene_begins_in_3_1_1(struct scene *scene, const char *program)
{
    if (!scene_sets(scene, program)) {
        return false;
    }
    scene->broker.knows_five = false;
    return scene_starts(scene);
}

void scene_ends(struct scene *scene)
{
    door_program_remove(&scene->door);
    tls_line_end(&scene->line);
    free_pki();
}

static void carry(struct scene *scene)
{
    uint8_t room[4096];
    struct tls_line *line = &scene->line;
    struct scripted_broker *mqtt = &scene->broker;
    if (tls_line_takes_call(line)) {
        broker_accept(mqtt);
    }
    size_t count = tls_line_read(line, room, sizeof(room));
    while (count > 0) {
        broker_takes(mqtt, (struct bytes){room, count});
        count = tls_line_read(line, room, sizeof(room));
    }
    const struct bytes for_door = broker_pending(mqtt);
    if (for_door.count > 0 && tls_line_write(line, for_door)) {
        broker_sent(mqtt, for_door.count);
    }
    tls_line_run(line);
    if (mqtt->hangs_up && tls_line_is_empty(line)) {
        tls_line_hang_up(line);
    }
    if (line->connection < 0) {
        mqtt->connected = false;
    }
}

static uint32_t levels_as_pins(struct garage_levels levels)
{
    return (levels.open_switch ? (uint32_t)PIN_OPEN_SWITCH : 0) |
           (levels.closed_switch ? (uint32_t)PIN_CLOSED_SWITCH : 0) |
           (levels.wall_button ? (uint32_t)PIN_WALL_BUTTON : 0) |
           (levels.device_button ? (uint32_t)PIN_DEVICE_BUTTON : 0);
}

static void step_garage(struct scene *scene)
{
    struct simulator_pins *pins = scene->door.pins;
    const uint32_t outputs = atomic_load(&pins->from_controller);
    const bool relay = (outputs & PIN_RELAY) != 0;
    if (relay && !scene->relay) {
        scene->presses++;
        if (scene->cut_at_a_press) {
            scene->cut_at_a_press = false;
            scene_power_goes(scene);
        }
    }
    scene->relay = relay;
    garage_step(&scene->garage, (struct garage_pins){relay, (outputs & PIN_LAMP) != 0,
                                                     (outputs & PIN_BEEPER) != 0});
    atomic_store(&pins->to_controller, levels_as_pins(garage_levels(&scene->garage)));
}

static void turn(struct scene *scene)
{
    tls_line_wait(&scene->line, scene->deaf ? 0 : 1);
    if (!scene->deaf) {
        carry(scene);
    }
    while (garage_truth(&scene->garage).now < now_ms() - scene->began) {
        step_garage(scene);
    }
    if (scene->deaf || broker_pending(&scene->broker).count > 0 || scene->line.portion > 0) {
        const struct timespec pause = {.tv_nsec = 1000000};
        (void)nanosleep(&pause, NULL); // a shorter one does no harm
    }
}

void scene_run(struct scene *scene, unsigned ms)
{
    const uint64_t from = now_ms();
    while (now_ms() - from < ms) {
        turn(scene);
    }
}

bool scene_connected(struct scene *scene, uint32_t boot, unsigned ms)
{
    const uint64_t from = now_ms();
    while (now_ms() - from < ms) {
        turn(scene);
        if (scene->broker.subscribed && over_broker_epoch(&scene->broker).boot == boot) {
            return true;
        }
    }
    return false;
}

bool scene_until(struct scene *scene, enum door_state state)
{
    const uint64_t from = now_ms();
    while (now_ms() - from < PATIENCE) {
        turn(scene);
        if (over_broker_epoch(&scene->broker).state == state) {
            return true;
        }
    }
    return false;
}

void scene_power_goes(struct scene *scene)
{
    door_program_kill(&scene->door);
    tls_line_hang_up(&scene->line);
}

bool scene_power_comes(struct scene *scene)
{
    const uint32_t boot = over_broker_epoch(&scene->broker).boot;
    broker_accept(&scene->broker);
    return door_program_start(&scene->door) && scene_connected(scene, boot + 1, PATIENCE);
}

struct command scene_wish(struct scene *scene, enum action action)
{
    return over_broker_wish(&scene->broker, ++scene->nonce, action);
}

struct bytes scene_signs(struct scene *scene, enum test_key_owner who, enum action action,
                         uint8_t *room)
{
    const struct command command = scene_wish(scene, action);
    return person_signs_command(who, &command, room);
}

// How often the log says that this user was refused without a word.
static size_t refusals_of(const struct scene *scene, const char *user)
{
    char words[64];
    (void)snprintf(words, sizeof(words), "who=%s\n", user); // fits
    return door_program_counts(&scene->door, "event=refused", words);
}

// A signature that did not hold, and a REPLAY, are followed by a rest of three times as long as they
// took, for everybody (docs/protocol.md): nothing to wait for, but on a board.
static uint8_t rested(struct scene *scene, uint8_t result)
{
    if (scene->slower > 1) {
        scene_run(scene, 200 * scene->slower);
    }
    return result;
}

uint8_t scene_delivers(struct scene *scene, const char *user, struct bytes message, bool retained)
{
    uint8_t command8[COMMAND8_SIZE];
    over_broker_command8(message, command8);
    const size_t before = scene->broker.message_count;
    const size_t acknowledged = scene->broker.acknowledged;
    const size_t refusals = refusals_of(scene, user);
    over_broker_sends(&scene->broker, user, message, retained);
    const uint64_t from = now_ms();
    uint64_t since = from; // the door has taken the message
    // It may say in its log that it will not answer; or it has had time enough to.
    for (unsigned turns = 1; now_ms() - from < PATIENCE; turns++) {
        turn(scene);
        const uint8_t result = over_broker_result(&scene->broker, user, command8, before);
        if (result != 0) {
            return result == RESULT_REPLAY ? rested(scene, result) : result;
        }
        const bool taken = scene->broker.acknowledged != acknowledged;
        since = taken ? since : now_ms();
        if (now_ms() - since >= (uint64_t)400 * scene->slower ||
            (taken && turns % 20 == 0 && refusals_of(scene, user) > refusals)) {
            break;
        }
    }
    return rested(scene, 0);
}

uint8_t scene_ask(struct scene *scene, enum test_key_owner who, const char *user,
                  enum action action)
{
    uint8_t room[COMMAND_RAW_SIZE];
    return scene_delivers(scene, user, scene_signs(scene, who, action, room), false);
}

uint32_t scene_roster(struct scene *scene, struct bytes roster)
{
    CHECK(broker_sends(&scene->broker, "portcullis/garage/roster", roster, true));
    scene_run(scene, 1500); // an Epoch comes once a second at most
    return over_broker_epoch(&scene->broker).roster_version;
}

void scene_tells_time(struct scene *scene, enum test_key_owner who, uint64_t unix_seconds)
{
    uint8_t room[TIME_SIZE];
    struct time_message time = {.unix_seconds = unix_seconds};
    memcpy(time.epoch_value, over_broker_epoch(&scene->broker).value, EPOCH_VALUE_SIZE);
    CHECK(broker_sends(&scene->broker, "portcullis/garage/time",
                       person_signs_time(who, &time, room), false));
    scene_run(scene, 200);
}

bool scene_told(struct scene *scene, enum what what)
{
    const uint64_t from = now_ms();
    while (now_ms() - from < PATIENCE) {
        if (over_broker_told(&scene->broker, what, 0, NULL)) {
            return true;
        }
        turn(scene);
    }
    return false;
}

void scene_drains(struct scene *scene)
{
    const uint64_t from = now_ms();
    uint64_t since = from;
    size_t acknowledged = scene->broker.acknowledged;
    while (now_ms() - from < PATIENCE && now_ms() - since < (uint64_t)400 * scene->slower) {
        turn(scene);
        if (broker_pending(&scene->broker).count > 0 || !tls_line_is_empty(&scene->line) ||
            scene->broker.acknowledged != acknowledged) {
            since = now_ms();
        }
        acknowledged = scene->broker.acknowledged;
    }
}

bool scene_steps_are_enough(const struct scene *scene, uint32_t steps, unsigned ms)
{
    if (scene->slower > 1) {
        return steps > 0;
    }
    return steps >= ms * 7 / 10;
}

bool scene_steps_for(struct scene *scene, unsigned ms)
{
    const uint32_t before = atomic_load(&scene->door.pins->heartbeat);
    scene_run(scene, ms);
    return scene_steps_are_enough(scene, atomic_load(&scene->door.pins->heartbeat) - before, ms);
}
