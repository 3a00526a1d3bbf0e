// The roster the door obeys, as a value: its bytes, and what is worth having at hand.
#ifndef DOOR_GUARD_ROSTER_IN_FORCE_H
#define DOOR_GUARD_ROSTER_IN_FORCE_H

#include "door/guard/assertion.h"
#include "protocol/roster.h"

#include <stdbool.h>

struct roster_in_force {
    // What the journal names, also where the bytes themselves are damaged; version 0: none yet.
    uint32_t version;
    uint8_t hash[HASH_SIZE];
    bool present; // the bytes are here and are those; without them nobody remote is obeyed
    struct roster_message message; // borrowed from room
    uint8_t key8[ROSTER_ENTRIES_MOST][KEY8_SIZE];
    struct relying_party party; // borrowed from room
    uint8_t room[ROSTER_MOST];
};

// A Roster's hash: SHA-256 of all its bytes before sig64.
void roster_hash(const struct roster_message *roster, uint8_t hash[HASH_SIZE]);

// Nothing but a name: the bytes are missing, or damaged.
void roster_in_force_name(struct roster_in_force *roster, uint32_t version,
                          const uint8_t hash[HASH_SIZE]);

// Copies a whole Roster that somebody has judged. False: it is none, and what was is untouched.
MUST_USE bool roster_in_force_take(struct roster_in_force *roster, struct bytes message);

// Whose key this is. False: nobody's, or there is no roster.
MUST_USE bool roster_in_force_find(const struct roster_in_force *roster,
                                   const uint8_t key8[KEY8_SIZE], uint8_t *index);

// The first entry with the same user: all keys of one user share its number.
uint8_t roster_in_force_user_number(const struct roster_in_force *roster, uint8_t index);

// The user's name without its padding.
struct bytes roster_user(const struct roster_entry *entry);

#endif
