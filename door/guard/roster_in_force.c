#include "door/guard/roster_in_force.h"

#include "base/crc32.h"
#include "door/seams/crypto.h"

#include <string.h>

void roster_hash(const struct roster_message *roster, uint8_t hash[HASH_SIZE])
{
    crypto_sha256(roster->covered, hash);
}

void roster_in_force_name(struct roster_in_force *roster, uint32_t version,
                          const uint8_t hash[HASH_SIZE])
{
    roster->version = version;
    memcpy(roster->hash, hash, HASH_SIZE);
    roster->present = false;
}

static size_t padded_length(const uint8_t *text, size_t room)
{
    size_t length = 0;
    while (length < room && text[length] != 0) {
        length++;
    }
    return length;
}

static void take_party(struct roster_in_force *roster)
{
    const uint8_t *origin = roster->head.origin;
    roster->party.origin = (struct bytes){origin, padded_length(origin, ORIGIN_SIZE)};
    crypto_sha256(origin_host(roster->party.origin), roster->party.rp_id_hash);
}

// The user stands last in an entry.
static const uint8_t *user_at(const struct roster_message *message, uint8_t index)
{
    return message->entries.at + (size_t)(index + 1) * ROSTER_ENTRY_SIZE - USER_SIZE;
}

static uint8_t first_of_user(const struct roster_message *message, const uint8_t user[USER_SIZE])
{
    uint8_t first = 0;
    while (!same_bytes(user_at(message, first), user, USER_SIZE)) {
        first++;
    }
    return first;
}

static void take_entry(struct roster_in_force *roster, const struct roster_message *message,
                       uint8_t index)
{
    const struct roster_entry entry = roster_entry_at(message, index);
    const size_t at = (size_t)index * ROSTER_ENTRY_SIZE;
    const struct bytes bytes = {message->entries.at + at, ROSTER_ENTRY_SIZE};
    crypto_key8(entry.point, roster->key8[index]);
    roster->crc[index] = crc32_of(bytes);
    roster->user[index] = first_of_user(message, entry.user);
}

bool roster_in_force_take(struct roster_in_force *roster, struct bytes message)
{
    struct roster_message read;
    if (!roster_decode(message, &read)) {
        return false;
    }
    roster->head = read.head;
    roster->version = read.head.version;
    roster_hash(&read, roster->hash);
    for (uint8_t i = 0; i < read.head.count; i++) {
        take_entry(roster, &read, i);
    }
    take_party(roster);
    roster->present = true;
    return true;
}

bool roster_in_force_find(const struct roster_in_force *roster, const uint8_t key8[KEY8_SIZE],
                          uint8_t *index)
{
    const uint8_t count = roster->present ? roster->head.count : 0;
    for (uint8_t i = 0; i < count; i++) {
        if (same_bytes(roster->key8[i], key8, KEY8_SIZE)) {
            *index = i;
            return true;
        }
    }
    return false;
}

bool roster_in_force_bytes(const struct roster_in_force *roster, uint8_t index,
                           uint8_t bytes[ROSTER_ENTRY_SIZE])
{
    const size_t at = ROSTER_HEAD_SIZE + (size_t)index * ROSTER_ENTRY_SIZE;
    const struct bytes read = {bytes, ROSTER_ENTRY_SIZE};
    return roster->present && index < roster->head.count &&
           store_roster_read(roster->store, at, bytes, ROSTER_ENTRY_SIZE) &&
           crc32_of(read) == roster->crc[index];
}

bool roster_in_force_entry(const struct roster_in_force *roster, uint8_t index,
                           struct roster_entry *out)
{
    uint8_t bytes[ROSTER_ENTRY_SIZE];
    if (!roster_in_force_bytes(roster, index, bytes)) {
        return false;
    }
    const struct roster_message alone = {.head = {.count = 1}, .entries = BYTES_OF(bytes)};
    *out = roster_entry_at(&alone, 0);
    return true;
}

struct bytes roster_user(const struct roster_entry *entry)
{
    return (struct bytes){entry->user, padded_length(entry->user, USER_SIZE)};
}
