// The roster the door obeys. Its entries stay in their slot of the store; what is worth having at hand
// is here, with a checksum for each entry, so that one which has rotted since has no power.
#ifndef DOOR_GUARD_ROSTER_IN_FORCE_H
#define DOOR_GUARD_ROSTER_IN_FORCE_H

#include "door/guard/assertion.h"
#include "door/store/store.h"
#include "protocol/roster.h"

#include <stdbool.h>

struct roster_in_force {
    const struct store *store; // borrowed
    // What the journal names, also where the bytes themselves are damaged; version 0: none yet.
    uint32_t version;
    uint8_t hash[HASH_SIZE];
    bool present; // the bytes are there and are those; without them nobody remote is obeyed
    struct roster_head head;
    uint8_t key8[ROSTER_ENTRIES_MOST][KEY8_SIZE];
    uint32_t crc[ROSTER_ENTRIES_MOST]; // of the entry's bytes
    uint8_t user[ROSTER_ENTRIES_MOST]; // number of the first entry with the same user
    struct relying_party party;        // borrowed from head
};

// A Roster's hash: SHA-256 of all its bytes before sig64.
void roster_hash(const struct roster_message *roster, uint8_t hash[HASH_SIZE]);

// Nothing but a name: the bytes are missing, or damaged.
void roster_in_force_name(struct roster_in_force *roster, uint32_t version,
                          const uint8_t hash[HASH_SIZE]);

// Takes up a whole Roster that somebody has judged, and that the store's slot holds. False: it is
// none, and what was is untouched.
MUST_USE bool roster_in_force_take(struct roster_in_force *roster, struct bytes message);

// Whose key this is. False: nobody's, or there is no roster.
MUST_USE bool roster_in_force_find(const struct roster_in_force *roster,
                                   const uint8_t key8[KEY8_SIZE], uint8_t *index);

// The entry's bytes, and the entry. False: they can not be read, or are not what they were.
MUST_USE bool roster_in_force_bytes(const struct roster_in_force *roster, uint8_t index,
                                    uint8_t bytes[ROSTER_ENTRY_SIZE]);
MUST_USE bool roster_in_force_entry(const struct roster_in_force *roster, uint8_t index,
                                    struct roster_entry *out);

// The user's name without its padding.
struct bytes roster_user(const struct roster_entry *entry);

#endif
