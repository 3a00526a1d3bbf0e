#include "door/guard/roster_in_force.h"

#include "base/insist.h"
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
    const uint8_t *origin = roster->message.head.origin;
    roster->party.origin = (struct bytes){origin, padded_length(origin, ORIGIN_SIZE)};
    crypto_sha256(origin_host(roster->party.origin), roster->party.rp_id_hash);
}

bool roster_in_force_take(struct roster_in_force *roster, struct bytes message)
{
    struct roster_message read;
    if (message.count > sizeof(roster->room) || !roster_decode(message, &read)) {
        return false;
    }
    memmove(roster->room, message.at, message.count);
    const struct bytes own = {roster->room, message.count};
    INSIST(602, roster_decode(own, &roster->message));
    roster->version = roster->message.head.version;
    roster_hash(&roster->message, roster->hash);
    for (uint8_t i = 0; i < roster->message.head.count; i++) {
        const struct roster_entry entry = roster_entry_at(&roster->message, i);
        crypto_key8(entry.point, roster->key8[i]);
    }
    take_party(roster);
    roster->present = true;
    return true;
}

bool roster_in_force_find(const struct roster_in_force *roster, const uint8_t key8[KEY8_SIZE],
                          uint8_t *index)
{
    const uint8_t count = roster->present ? roster->message.head.count : 0;
    for (uint8_t i = 0; i < count; i++) {
        if (same_bytes(roster->key8[i], key8, KEY8_SIZE)) {
            *index = i;
            return true;
        }
    }
    return false;
}

uint8_t roster_in_force_user_number(const struct roster_in_force *roster, uint8_t index)
{
    const struct roster_entry mine = roster_entry_at(&roster->message, index);
    uint8_t first = 0;
    struct roster_entry entry = roster_entry_at(&roster->message, first);
    while (!same_bytes(entry.user, mine.user, USER_SIZE)) {
        first++;
        entry = roster_entry_at(&roster->message, first);
    }
    return first;
}

struct bytes roster_user(const struct roster_entry *entry)
{
    return (struct bytes){entry->user, padded_length(entry->user, USER_SIZE)};
}
