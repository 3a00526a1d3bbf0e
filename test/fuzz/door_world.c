#include "test/fuzz/door_world.h"

#include "base/insist.h"
#include "door/seams/board.h"
#include "door/seams/crypto.h"
#include "test/fuzz/crypto_fake.h"

#include <string.h>

enum {
    EPOCH_LIVES = 60000,
    NETWORK_STEP = 8 * STEP,
    SLACK = 4 * NETWORK_STEP, // between what happens and what is seen of it
    PRESSES_OF_A_GOAL = 4
};

// The one whose board the seams are.
static struct door_world *the_world;
static bool in_floor;

bool board_entropy(uint8_t *room, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        the_world->drawn++;
        room[i] = (uint8_t)(the_world->drawn * 167U >> 3);
    }
    return true;
}

void board_floor_enter(void)
{
    INSIST(1000, !in_floor);
    in_floor = true;
}

void board_floor_leave(void)
{
    INSIST(1001, in_floor);
    in_floor = false;
}

void door_world_key(size_t who, uint8_t key[PRIVATE_KEY_SIZE])
{
    memset(key, (int)(who + 1), PRIVATE_KEY_SIZE);
}

// Two keys for each user, all roles, windows here and there.
static struct roster_entry entry_of(size_t who)
{
    static const uint8_t roles[] = {ROLE_OWNER,      ROLE_MEMBER,     ROLE_GUEST, ROLE_OWNER,
                                    ROLE_AUTOMATION, ROLE_TIMEKEEPER, ROLE_OWNER, ROLE_STOP_ONLY};
    uint8_t key[PRIVATE_KEY_SIZE];
    struct roster_entry entry = {.kind = who < FIRST_PASSKEY ? KEY_RAW : KEY_PASSKEY,
                                 .role = who == ADMIN ? ROLE_ADMIN : roles[(who - 1) % 8],
                                 .user = {'u', '-', (uint8_t)('a' + who / 2)}};
    if (who == GUEST) {
        entry.uses = GUEST_USES;
    } else if (entry.role == ROLE_GUEST || who == 9) {
        entry.days = 0x7f;
        entry.from = 0;
        entry.to = 1439;
    }
    entry.flags = who % 16 == 5 ? ENTRY_AUTOMATION_MAY_OPEN : 0;
    door_world_key(who, key);
    fake_point(key, entry.point);
    return entry;
}

struct bytes door_world_roster(struct door_world *world, size_t signer, uint8_t *room)
{
    uint8_t key[PRIVATE_KEY_SIZE];
    uint8_t point[POINT_SIZE];
    uint8_t signer8[KEY8_SIZE];
    door_world_key(signer, key);
    fake_point(key, point);
    crypto_key8(point, signer8);
    const struct bytes covered = roster_encode(&world->head, world->entries, signer8, room);
    fake_sign(key, room, covered.count);
    return (struct bytes){room, covered.count + SIGNATURE_SIZE};
}

static void make_image(struct door_world *world)
{
    struct image *image = &world->image;
    image->door_name = bytes_of_text("g");
    image->topic_root = bytes_of_text("p");
    image->broker_host = bytes_of_text("b");
    image->broker_port = 8883;
    memset(image->secret, 0x77, sizeof(image->secret));
    memset(image->identity_key, 0x99, sizeof(image->identity_key));
    fake_point(image->identity_key, image->identity_point);
    uint8_t recovery[PRIVATE_KEY_SIZE];
    door_world_key(RECOVERY, recovery);
    fake_point(recovery, image->recovery_point);
    image->operator_settings = operator_settings_default();
    struct operator_settings *settings = &image->operator_settings;
    settings->profile = PROFILE_STOP_BOTH;
    settings->switches = SWITCHES_BOTH;
    settings->door_type = DOOR_TYPE_SECTIONAL;
    settings->wall_input = true;
    settings->device_button = true;
    settings->photo_eye = true;
    settings->lamp = true;
    settings->beeper = true;
}

void door_world_init(struct door_world *world)
{
    memset(world, 0, sizeof(*world));
    the_world = world;
    ram_flash_init(&world->flash);
    make_image(world);
    for (size_t who = 0; who < PEOPLE; who++) {
        world->entries[who] = entry_of(who);
        world->nonces[who] = 1000;
    }
    world->head = (struct roster_head){.version = 1,
                                       .made = 1700000000,
                                       .policy = POLICY_UNATTENDED_CLOSE | POLICY_AUTOMATION,
                                       .admins = 1,
                                       .count = PEOPLE,
                                       .origin = "https://h"};
    crypto_key8(world->image.identity_point, world->head.door8);
    world->image.first_roster = door_world_roster(world, ADMIN, world->first_roster);
    const struct garage_settings settings = garage_settings_of(GARAGE_STOP_BOTH);
    garage_init(&world->garage, &settings, 1);
    world->now = UINT32_MAX - 20000; // the wrap is never far
}

static void hang_up(struct door_world *world)
{
    world->linked = false;
    small_broker_accept(&world->broker);
}

void door_world_boot(struct door_world *world)
{
    const struct floor_parts parts = {.image = &world->image,
                                      .flash = &world->flash.flash,
                                      .door = &world->door,
                                      .version = "fuzz"};
    ram_flash_revive(&world->flash);
    INSIST(1002, opener_init(&world->opener, &parts, world->now));
    // Nothing but power cuts has happened to the flash.
    INSIST(1003, world->opener.floor.remote);
    INSIST(1004, world->opener.floor.store.kept.boot > world->boot);
    INSIST(1005, world->opener.floor.guard.roster.present);
    world->boot = world->opener.floor.store.kept.boot;
    world->powered = true;
    hang_up(world);
    world->relay = false;
    world->presses = 0;
    world->granted = 0;
    world->handed = false;
}

void door_world_cut(struct door_world *world)
{
    memcpy(world->dead_epoch, world->opener.floor.guard.turns.value, EPOCH_VALUE_SIZE);
    world->powered = false;
    world->relay = false;
    hang_up(world);
    // What was in RAM is noise afterwards.
    memset(&world->opener, 0xa5, sizeof(world->opener));
    memset(&world->door, 0xa5, sizeof(world->door));
}

void door_world_remember(struct door_world *world, const struct command *command, bool genuine,
                         millis at)
{
    struct asked *asked = &world->asked[world->asked_count++ % ASKED_MOST];
    uint8_t m[COMMAND_M_SIZE];
    uint8_t hash[HASH_SIZE];
    command_encode_m(command, m);
    crypto_sha256(BYTES_OF(m), hash);
    *asked = (struct asked){.command = *command, .genuine = genuine, .at = at};
    memcpy(asked->command8, hash, COMMAND8_SIZE);
}

static bool role_allows(const struct roster_entry *entry, uint8_t policy,
                        const struct command *command)
{
    const bool stops = command->action == ACTION_STOP;
    const bool opens = command->action == ACTION_OPEN || command->action == ACTION_VENT;
    switch ((enum role)entry->role) {
    case ROLE_OWNER:
        return command->action >= ACTION_OPEN && command->action <= ACTION_LOCK;
    case ROLE_MEMBER:
    case ROLE_GUEST:
        return command->action >= ACTION_OPEN && command->action <= ACTION_IDENTIFY;
    case ROLE_AUTOMATION:
        return (policy & POLICY_AUTOMATION) != 0 && command->action != ACTION_IDENTIFY &&
               (!opens || (entry->flags & ENTRY_AUTOMATION_MAY_OPEN) != 0);
    case ROLE_STOP_ONLY:
        return stops;
    case ROLE_TIMEKEEPER:
    case ROLE_ADMIN:
        break;
    }
    return false;
}

// A permit was handed down.
static void watch_grant(struct door_world *world, const struct command_route *route)
{
    const struct roster_in_force *roster = &world->opener.floor.guard.roster;
    bool found = false;
    uint8_t index = 0;
    for (size_t i = 0; i < ASKED_MOST; i++) {
        struct asked *asked = &world->asked[i];
        if (i >= world->asked_count || !asked->genuine ||
            !same_bytes(asked->command8, route->command8, COMMAND8_SIZE)) {
            continue;
        }
        INSIST(1010, !asked->granted);
        INSIST(1011, world->now - asked->at <= EPOCH_LIVES + SLACK);
        asked->granted = true;
        found = true;
    }
    INSIST(1012, found);
    INSIST(1013, roster_in_force_find(roster, route->command.key8, &index));
    struct roster_entry entry;
    INSIST(1006, roster_in_force_entry(roster, index, &entry));
    INSIST(1014, role_allows(&entry, roster->head.policy, &route->command));
    world->granted++;
}

static void watch_answer(struct door_world *world, const struct answer *answer)
{
    uint8_t guest8[KEY8_SIZE];
    crypto_key8(world->entries[GUEST].point, guest8);
    const bool opens = answer->action == ACTION_OPEN || answer->action == ACTION_VENT;
    if (answer->result != RESULT_OK) {
        return;
    }
    INSIST(1015, !world->locked || (!opens && answer->action != ACTION_CLOSE));
    if (opens && same_bytes(answer->key8, guest8, KEY8_SIZE)) {
        world->openings_of_guest++;
        INSIST(1016, world->openings_of_guest <= GUEST_USES);
    }
}

// What became of the command under way in one step of the network floor.
static void watch_route(struct door_world *world)
{
    const struct command_route *route = &world->opener.command;
    const bool same = same_bytes(world->handed8, route->command8, COMMAND8_SIZE);
    if (world->handed && !(route->handed && same)) {
        const struct answer *answer = &world->opener.floor.answer;
        watch_answer(world, answer);
        if (answer->action == ACTION_LOCK && answer->result == RESULT_OK) {
            world->locked = world->opener.floor.store.kept.vacation_lock;
        }
    }
    if (route->handed && !(world->handed && same)) {
        watch_grant(world, route);
    }
    world->handed = route->handed;
    memcpy(world->handed8, route->command8, COMMAND8_SIZE);
    const uint32_t version = world->opener.floor.guard.roster.version;
    INSIST(1017, version >= world->version);
    world->version = version;
}

static void watch_relay(struct door_world *world, bool relay)
{
    const millis since = world->now - world->relay_changed;
    const millis pulse = world->image.operator_settings.pulse;
    if (relay == world->relay) {
        INSIST(1020, !relay || since <= pulse + STEP);
        return;
    }
    if (relay) {
        world->presses++;
        INSIST(1021, world->presses == 1 || since + pulse + STEP >= PULSE_GAP);
        INSIST(1022, world->presses <= PRESSES_OF_A_GOAL * world->granted);
    } else {
        INSIST(1023, since + STEP >= pulse && since <= pulse + STEP);
    }
    world->relay = relay;
    world->relay_changed = world->now;
}

static struct garage_pins tick(struct door_world *world)
{
    const struct garage_levels levels = garage_levels(&world->garage);
    const struct door_inputs inputs = {.open_switch = levels.open_switch,
                                       .closed_switch = levels.closed_switch,
                                       .wall_button = levels.wall_button,
                                       .device_button = levels.device_button,
                                       .photo_eye = levels.photo_eye};
    const struct door_outputs outputs = door_tick(&world->door, &inputs, world->now);
    watch_relay(world, outputs.relay);
    return (struct garage_pins){outputs.relay, outputs.lamp, outputs.beeper};
}

static void serve_transport(struct door_world *world)
{
    switch (opener_transport(&world->opener)) {
    case OPENER_TRANSPORT_OPEN:
        small_broker_accept(&world->broker);
        world->linked = true;
        opener_transport_opened(&world->opener, 1800000000, world->now);
        break;
    case OPENER_TRANSPORT_CLOSE:
        hang_up(world);
        opener_transport_closed(&world->opener, world->now);
        break;
    case OPENER_TRANSPORT_AS_IT_IS:
        break;
    }
}

void door_world_hang_up(struct door_world *world)
{
    if (world->linked) {
        hang_up(world);
        opener_transport_closed(&world->opener, world->now);
    }
}

static void carry(struct door_world *world)
{
    struct small_broker *broker = &world->broker;
    const struct bytes pending = opener_pending(&world->opener);
    if (pending.count > 0) {
        small_broker_takes(broker, pending);
        opener_sent(&world->opener, pending.count);
    }
    const struct bytes arrived = {broker->out, broker->out_count};
    if (arrived.count > 0) {
        const size_t taken = opener_receive(&world->opener, arrived, world->now);
        INSIST(1030, taken <= arrived.count);
        small_broker_said(broker, taken);
    }
}

void door_world_serve(struct door_world *world)
{
    struct note note;
    opener_run(&world->opener, world->now);
    if (world->flash.dark) {
        door_world_cut(world);
        return;
    }
    watch_route(world);
    while (opener_next_note(&world->opener, &note)) {
    }
    serve_transport(world);
    if (world->linked) {
        carry(world);
    }
}

// Where nothing is under way the network floor is slower than the door floor.
static bool network_is_due(const struct door_world *world, millis passed)
{
    return passed % NETWORK_STEP == 0 || world->handed || world->broker.out_count > 0;
}

void door_world_run(struct door_world *world, millis length)
{
    for (millis passed = 0; passed < length; passed += STEP) {
        world->now += STEP;
        const struct garage_pins pins =
            world->powered ? tick(world) : (struct garage_pins){false, false, false};
        uint64_t left = STEP;
        while (left > 0) {
            left -= garage_step_many(&world->garage, pins, left);
        }
        if (world->powered && network_is_due(world, passed)) {
            door_world_serve(world);
        }
    }
}
