#include "test/search/protocol_cast.h"

#include "door/seams/crypto.h"
#include "test/fuzz/crypto_fake.h"

#include <string.h>

enum {
    PULSE = 100, // ms
    NONCES_OF_A_VIEW = 1024
};

static const uint8_t identity_key[PRIVATE_KEY_SIZE] = {1};
static const uint8_t recovery_key[PRIVATE_KEY_SIZE] = {2};
static const uint8_t admin_key[PRIVATE_KEY_SIZE] = {3};
static const uint8_t people_keys[PEOPLE][PRIVATE_KEY_SIZE] = {{4}, {5}};
static const char *const people_names[PEOPLE] = {"alice", "bob"};

static struct image image;
static uint8_t rosters[2][ROSTER_MOST];
static struct bytes roster_bytes[2];

static struct roster_entry entry_of(const uint8_t key[PRIVATE_KEY_SIZE], enum role role,
                                    const char *user)
{
    struct roster_entry entry = {.kind = KEY_RAW, .role = (uint8_t)role};
    fake_point(key, entry.point);
    memcpy(entry.user, user, strlen(user));
    return entry;
}

// Roster 1 knows A and B; roster 2 has taken B out. Recovery signed the first: the strongest roster
// there is for a broker to bring back.
static void make_roster(uint8_t version)
{
    const uint8_t *signer = version == 1 ? recovery_key : admin_key;
    static const char origin[] = "https://garage.example";
    struct roster_entry entries[3] = {entry_of(admin_key, ROLE_ADMIN, "admin"),
                                      entry_of(people_keys[PERSON_A], ROLE_MEMBER, "alice"),
                                      entry_of(people_keys[PERSON_B], ROLE_GUEST, "bob")};
    entries[2].uses = 1;
    struct roster_head head = {.version = version,
                               .made = 1800000000,
                               .policy = POLICY_UNATTENDED_CLOSE,
                               .admins = 1,
                               .count = version == 1 ? 3 : 2};
    crypto_key8(image.identity_point, head.door8);
    memcpy(head.origin, origin, sizeof(origin) - 1);
    uint8_t point[POINT_SIZE];
    uint8_t signer8[KEY8_SIZE];
    fake_point(signer, point);
    crypto_key8(point, signer8);
    uint8_t *room = rosters[version - 1];
    const struct bytes covered = roster_encode(&head, entries, signer8, room);
    fake_sign(signer, room, covered.count);
    roster_bytes[version - 1] = (struct bytes){room, covered.count + SIGNATURE_SIZE};
}

void protocol_cast(void)
{
    memcpy(image.identity_key, identity_key, PRIVATE_KEY_SIZE);
    fake_point(identity_key, image.identity_point);
    fake_point(recovery_key, image.recovery_point);
    memset(image.secret, 0x77, sizeof(image.secret));
    image.operator_settings = operator_settings_default();
    struct operator_settings *settings = &image.operator_settings;
    settings->profile = PROFILE_STOP_BOTH;
    settings->switches = SWITCHES_BOTH;
    settings->door_type = DOOR_TYPE_SECTIONAL;
    settings->wall_input = true;
    settings->device_button = true;
    settings->lamp = true;
    settings->beeper = true;
    settings->pulse = PULSE;
    make_roster(1);
    make_roster(2);
    image.first_roster = roster_bytes[0];
}

const struct image *protocol_image(void)
{
    return &image;
}

struct bytes protocol_roster(unsigned version)
{
    return roster_bytes[version - 1];
}

const char *protocol_user(enum person person)
{
    return people_names[person];
}

static bool is_over(const struct signed_command *command, enum person person, uint16_t serial)
{
    return command->person == person && command->view.serial == serial;
}

unsigned protocol_places(const struct protocol_world *world, enum person person, uint8_t view)
{
    unsigned places = 1;
    for (uint8_t i = 0; i < world->command_count; i++) {
        places += is_over(&world->commands[i], person, world->views[view].serial) ? 1 : 0;
    }
    return places;
}

// The lowest number of this person's over this view that is above the given one.
static uint64_t next_nonce(const struct protocol_world *world, const struct wish *wish,
                           uint64_t above)
{
    const uint16_t serial = world->views[wish->view].serial;
    uint64_t next = (serial + UINT64_C(1)) * NONCES_OF_A_VIEW;
    for (uint8_t i = 0; i < world->command_count; i++) {
        const struct signed_command *command = &world->commands[i];
        if (is_over(command, wish->person, serial) && command->nonce > above &&
            command->nonce < next) {
            next = command->nonce;
        }
    }
    return next;
}

// A client's numbers rise with what it has seen.
static uint64_t nonce_at(const struct protocol_world *world, const struct wish *wish)
{
    uint64_t below = (uint64_t)world->views[wish->view].serial * NONCES_OF_A_VIEW;
    for (uint8_t i = 0; i < wish->place; i++) {
        below = next_nonce(world, wish, below);
    }
    return (below + next_nonce(world, wish, below)) / 2;
}

void protocol_sign(struct protocol_world *world, const struct wish *wish)
{
    struct signed_command *own = &world->commands[world->command_count];
    const struct view *view = &world->views[wish->view];
    struct command command = {.nonce = nonce_at(world, wish),
                              .action = (uint8_t)wish->action,
                              .sequence = view->sequence};
    uint8_t point[POINT_SIZE];
    uint8_t hash[HASH_SIZE];
    fake_point(people_keys[wish->person], point);
    crypto_key8(point, command.key8);
    crypto_key8(image.identity_point, command.door8);
    memcpy(command.epoch_value, view->value, EPOCH_VALUE_SIZE);
    *own = (struct signed_command){
        .person = wish->person, .action = wish->action, .view = *view, .nonce = command.nonce};
    command_encode_raw(&command, own->message);
    fake_sign(people_keys[wish->person], own->message, COMMAND_RAW_COVERED);
    crypto_sha256((struct bytes){own->message + 1, COMMAND_M_SIZE}, hash);
    memcpy(own->command8, hash, COMMAND8_SIZE);
    world->command_count++;
}
