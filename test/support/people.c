#include "test/support/people.h"

#include "base/insist.h"
#include "door/seams/crypto.h"

#include <string.h>

void person_key8(enum test_key_owner who, uint8_t key8[KEY8_SIZE])
{
    crypto_key8(test_keys[who].point, key8);
}

void person_signs(enum test_key_owner who, uint8_t *message, size_t covered)
{
    uint8_t hash[HASH_SIZE];
    crypto_sha256((struct bytes){message, covered}, hash);
    INSIST(901, crypto_sign(test_keys[who].private_key, hash, message + covered));
}

bool person_signed(enum test_key_owner who, struct bytes message)
{
    uint8_t hash[HASH_SIZE];
    if (message.count < SIGNATURE_SIZE) {
        return false;
    }
    const size_t covered = message.count - SIGNATURE_SIZE;
    crypto_sha256((struct bytes){message.at, covered}, hash);
    return crypto_verify(test_keys[who].point, hash, message.at + covered);
}

struct roster_entry person_entry(enum test_key_owner who, enum role role, const char *user)
{
    struct roster_entry entry = {.kind = KEY_RAW, .role = (uint8_t)role};
    const struct bytes name = bytes_of_text(user);
    INSIST(902, name.count <= USER_SIZE);
    memcpy(entry.user, name.at, name.count);
    memcpy(entry.point, test_keys[who].point, POINT_SIZE);
    return entry;
}

struct roster_head people_roster_head(uint32_t version, uint8_t admins, uint8_t count)
{
    static const char origin[] = "https://garage.example";
    struct roster_head head = {
        .version = version, .made = 1800000000, .admins = admins, .count = count};
    person_key8(KEY_OF_IDENTITY, head.door8);
    memcpy(head.origin, origin, sizeof(origin) - 1);
    return head;
}

struct bytes person_signs_roster(enum test_key_owner who, const struct roster_head *head,
                                 const struct roster_entry *entries, uint8_t *room)
{
    uint8_t signer8[KEY8_SIZE];
    person_key8(who, signer8);
    const struct bytes covered = roster_encode(head, entries, signer8, room);
    person_signs(who, room, covered.count);
    return (struct bytes){room, covered.count + SIGNATURE_SIZE};
}

struct bytes person_signs_command(enum test_key_owner who, const struct command *command,
                                  uint8_t *room)
{
    struct command own = *command;
    person_key8(KEY_OF_IDENTITY, own.door8);
    person_key8(who, own.key8);
    command_encode_raw(&own, room);
    person_signs(who, room, COMMAND_RAW_COVERED);
    return (struct bytes){room, COMMAND_RAW_SIZE};
}

struct bytes person_signs_time(enum test_key_owner who, const struct time_message *time,
                               uint8_t *room)
{
    struct time_message own = *time;
    person_key8(KEY_OF_IDENTITY, own.door8);
    person_key8(who, own.key8);
    time_message_encode(&own, room);
    person_signs(who, room, TIME_COVERED);
    return (struct bytes){room, TIME_SIZE};
}
