// A whole door, and a tape of what everybody around it does: the broker, the people with their keys,
// somebody who plays messages again, the garage, the mains. What has to hold is in door_world.h.
//
// The first byte chooses between a door that is connected and may close unattended, and one that
// starts for the first time. Then each step of the tape is one byte and its arguments.
#include "base/insist.h"
#include "base/reader.h"
#include "door/seams/crypto.h"
#include "protocol/time_message.h"
#include "test/fuzz/crypto_fake.h"
#include "test/fuzz/door_world.h"
#include "test/fuzz/harness.h"
#include "test/fuzz/people_sign.h"

#include <stdio.h>
#include <string.h>

enum step {
    STEP_COMMAND,
    STEP_COMMAND_AGAIN,
    STEP_WAIT,
    STEP_WAIT_LONG,
    STEP_BYTES,
    STEP_GARAGE,
    STEP_ROSTER,
    STEP_TIME,
    STEP_STORED,
    STEP_MOOD,
    STEP_CUT,
    STEP_CUT_IN_WRITING,
    STEP_HANG_UP,
    STEPS
};

// What is wrong with a Command: bits of one byte, none for a good one.
enum fault {
    FAULT_RETAINED = 1,
    FAULT_TOPIC = 2,
    FAULT_SIGNATURE = 4,
    FAULT_DOOR = 8,
    FAULT_KIND = 16,
    FAULT_EPOCH_BEFORE = 32, // none yet: the one before is live
    FAULT_EPOCH_DEAD = 64,
    FAULT_EPOCH_NONE = 128
};

enum {
    LASTING_MOST = 100000, // ms of virtual time for one input
    SETTLES = 64,
    MESSAGES = 16,
    UNIX_NOW = 1750000000
};

// A message that was delivered, for those who play it again.
struct message {
    uint8_t bytes[COMMAND_MOST];
    size_t count;
    size_t user;
    struct command command;
    bool sound; // good, if it is not retained
    millis at;
};

struct tape {
    struct reader r;
    struct door_world *world;
    struct message messages[MESSAGES];
    size_t message_count;
};

static void publish(struct door_world *world, const char *level, size_t user, struct bytes payload,
                    bool retained)
{
    char topic[32];
    const bool named = user < PEOPLE;
    const int count =
        named ? snprintf(topic, sizeof(topic), "p/g/%s/u-%c", level, (char)('a' + (int)(user / 2)))
              : snprintf(topic, sizeof(topic), "p/g/%s", level);
    const struct bytes name = {(const uint8_t *)topic, (size_t)count};
    if (world->linked) {
        small_broker_publishes(&world->broker, name, payload, retained);
    }
}

static int signed_u8(struct reader *r)
{
    const int byte = reader_u8(r);
    return byte < 128 ? byte : byte - 256;
}

static void set_epoch(const struct door_world *world, uint8_t faults, struct command *command)
{
    const struct turns *turns = &world->opener.floor.guard.turns;
    const uint8_t *value = turns->value;
    if ((faults & FAULT_EPOCH_DEAD) != 0) {
        value = world->dead_epoch;
    } else if ((faults & FAULT_EPOCH_BEFORE) != 0 && turns->turn > 0) {
        value = turns->value_before;
    }
    memcpy(command->epoch_value, value, EPOCH_VALUE_SIZE);
    if ((faults & FAULT_EPOCH_NONE) != 0) {
        command->epoch_value[0] ^= 1U;
    }
}

static struct command read_command(struct tape *tape, size_t who, uint8_t faults)
{
    struct door_world *world = tape->world;
    struct command command = {.action = reader_u8(&tape->r) % 8};
    command.argument = reader_u8(&tape->r);
    command.sequence =
        (uint16_t)(world->opener.floor.snapshot.sequence + (unsigned)signed_u8(&tape->r));
    const int nonce_step = signed_u8(&tape->r);
    uint8_t point[POINT_SIZE];
    uint8_t key[PRIVATE_KEY_SIZE];
    door_world_key(who, key);
    fake_point(key, point);
    crypto_key8(point, command.key8);
    memcpy(command.door8, world->head.door8, DOOR8_SIZE);
    command.door8[0] ^= (faults & FAULT_DOOR) != 0 ? 1U : 0U;
    set_epoch(world, faults, &command);
    uint64_t *nonce = &world->nonces[who % PEOPLE];
    command.nonce = *nonce + 1 + (uint64_t)(int64_t)nonce_step;
    *nonce = command.nonce > *nonce ? command.nonce : *nonce;
    return command;
}

static void deliver(struct door_world *world, const struct message *message, bool retained)
{
    door_world_remember(world, &message->command, message->sound && !retained, message->at);
    publish(world, "command", message->user, (struct bytes){message->bytes, message->count},
            retained);
}

static void step_command(struct tape *tape)
{
    static const uint8_t spoiling = FAULT_TOPIC | FAULT_SIGNATURE | FAULT_DOOR | FAULT_KIND |
                                    FAULT_EPOCH_DEAD | FAULT_EPOCH_NONE;
    struct door_world *world = tape->world;
    const size_t drawn = reader_u8(&tape->r) % (PEOPLE + 2U);
    const size_t who = drawn < PEOPLE ? drawn : (size_t)STRANGER - (drawn - PEOPLE);
    const uint8_t faults = reader_u8(&tape->r);
    if (!world->powered) {
        return;
    }
    const struct command command = read_command(tape, who, faults);
    const bool passkey = (who >= FIRST_PASSKEY) != ((faults & FAULT_KIND) != 0);
    struct message *message = &tape->messages[tape->message_count++ % MESSAGES];
    *message = (struct message){.command = command, .at = world->now};
    const struct bytes signed_so = passkey ? people_sign_with_passkey(who, &command, message->bytes)
                                           : people_sign_raw(who, &command, message->bytes);
    message->count = signed_so.count;
    message->bytes[message->count - 1] ^= (faults & FAULT_SIGNATURE) != 0 ? 1U : 0U;
    message->user = (who + ((faults & FAULT_TOPIC) != 0 ? 2U : 0U)) % PEOPLE;
    message->sound = who < PEOPLE && (faults & spoiling) == 0;
    deliver(world, message, (faults & FAULT_RETAINED) != 0);
}

// What a broker does that keeps what it heard.
static void step_command_again(struct tape *tape)
{
    const struct message *message = &tape->messages[reader_u8(&tape->r) % MESSAGES];
    if (message->count > 0) {
        deliver(tape->world, message, false);
    }
}

static void step_bytes(struct tape *tape)
{
    const uint8_t count = reader_u8(&tape->r);
    if (tape->world->linked) {
        small_broker_says(&tape->world->broker, reader_take(&tape->r, count));
    }
}

static void step_garage(struct tape *tape)
{
    const uint8_t doing = reader_u8(&tape->r);
    const uint8_t more = reader_u8(&tape->r);
    const struct garage_action action = {.doing = (enum garage_doing)(doing % GARAGE_DOINGS),
                                         .lasting = 20U + more * 20U,
                                         .permille = more * 3U,
                                         .guest = (enum garage_guest)(more % 3),
                                         .limit = (enum garage_limit)(more % 2),
                                         .condition = (enum garage_switch_condition)(more / 2 % 3)};
    garage_act(&tape->world->garage, &action);
}

static void step_roster(struct tape *tape)
{
    struct door_world *world = tape->world;
    uint8_t room[ROSTER_MOST];
    const uint8_t signer = reader_u8(&tape->r);
    const int version_step = signed_u8(&tape->r);
    const uint8_t change = reader_u8(&tape->r);
    const uint8_t value = reader_u8(&tape->r);
    struct roster_entry *entry = &world->entries[change % PEOPLE];
    world->head.version += (uint32_t)version_step;
    if (entry != &world->entries[ADMIN] && entry != &world->entries[GUEST]) {
        entry->role = value % 8;
        entry->days = value / 8 % 2 != 0 ? 0x7f : 0;
    }
    world->head.policy = change / PEOPLE % 4;
    world->head.count = value >= 0xf0 ? (uint8_t)(GUEST + 1 + value % 16) : (uint8_t)PEOPLE;
    const struct bytes roster =
        door_world_roster(world, signer < 128 ? (size_t)ADMIN : signer % (STRANGER + 1U), room);
    publish(world, "roster", PEOPLE, roster, false);
}

static void step_time(struct tape *tape)
{
    struct door_world *world = tape->world;
    uint8_t room[TIME_SIZE];
    uint8_t key[PRIVATE_KEY_SIZE];
    const size_t who = reader_u8(&tape->r) % PEOPLE;
    struct time_message time = {.unix_seconds = UNIX_NOW + reader_u16(&tape->r) * UINT64_C(60)};
    time.offset_minutes = (int16_t)signed_u8(&tape->r);
    if (!world->powered) {
        return;
    }
    memcpy(time.door8, world->head.door8, DOOR8_SIZE);
    crypto_key8(world->entries[who].point, time.key8);
    memcpy(time.epoch_value, world->opener.floor.guard.turns.value, EPOCH_VALUE_SIZE);
    time_message_encode(&time, room);
    door_world_key(who, key);
    fake_sign(key, room, TIME_COVERED);
    publish(world, "time", PEOPLE, BYTES_OF(room), false);
}

static void step_stored(struct tape *tape)
{
    uint8_t room[8] = {0};
    room[3] = reader_u8(&tape->r);
    room[7] = reader_u8(&tape->r);
    publish(tape->world, "stored", PEOPLE, BYTES_OF(room), true);
}

static void step_cut_in_writing(struct tape *tape)
{
    struct ram_flash *flash = &tape->world->flash;
    const uint8_t what = reader_u8(&tape->r);
    flash->trouble = (enum ram_flash_trouble)(RAM_FLASH_CUT_BEFORE + what % 3);
    flash->at_operation = flash->operations + 1U + what / 3U;
}

// However much there is to do, it comes to an end without time going by.
static void settle(struct door_world *world)
{
    for (int i = 0; i < SETTLES && world->powered; i++) {
        door_world_serve(world);
        if (world->powered && opener_next_wake(&world->opener, world->now) > 0) {
            return;
        }
    }
    INSIST(1040, !world->powered);
}

static void make_step(struct tape *tape, enum step step)
{
    struct door_world *world = tape->world;
    switch (step) {
    case STEP_COMMAND:
        step_command(tape);
        break;
    case STEP_COMMAND_AGAIN:
        step_command_again(tape);
        break;
    case STEP_WAIT:
        door_world_run(world, 5U * reader_u8(&tape->r));
        break;
    case STEP_WAIT_LONG:
        door_world_run(world, 250U * reader_u8(&tape->r));
        break;
    case STEP_BYTES:
        step_bytes(tape);
        break;
    case STEP_GARAGE:
        step_garage(tape);
        break;
    case STEP_ROSTER:
        step_roster(tape);
        break;
    case STEP_TIME:
        step_time(tape);
        break;
    case STEP_STORED:
        step_stored(tape);
        break;
    case STEP_MOOD:
        world->broker.mood = reader_u8(&tape->r);
        break;
    case STEP_CUT:
        door_world_cut(world);
        break;
    case STEP_CUT_IN_WRITING:
        step_cut_in_writing(tape);
        break;
    case STEP_HANG_UP:
        door_world_hang_up(world);
        break;
    case STEPS:
        break;
    }
}

// Connected, with the time of day, and the button on the device held: it may close unattended.
static void make_ready(struct door_world *world)
{
    const struct garage_action hold = {.doing = GARAGE_DEVICE, .lasting = 3500};
    door_world_init(world);
    door_world_boot(world);
    door_world_run(world, 4000);
    INSIST(1041, world->broker.subscribed);
    garage_act(&world->garage, &hold);
    door_world_run(world, 5000);
    INSIST(1042, world->opener.floor.store.kept.permission);
}

static void try_input(struct bytes input)
{
    static struct door_world ready;
    static struct door_world world;
    static struct tape tape;
    tape = (struct tape){.r = reader_over(input), .world = &world};
    if (ready.boot == 0) {
        make_ready(&world);
        ready = world; // its pointers are into world, where it is copied back to
    }
    if (reader_u8(&tape.r) % 2 == 0) {
        world = ready;
    } else {
        door_world_init(&world);
    }
    const millis began = world.now;
    while (tape.r.left > 0 && !tape.r.overrun && world.now - began < LASTING_MOST) {
        if (!world.powered) {
            door_world_boot(&world);
        }
        make_step(&tape, (enum step)(reader_u8(&tape.r) % STEPS));
        settle(&world);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
    try_input((struct bytes){input, size});
    return 0;
}
