// The last number of each key, kept from the moment its signature held, forgotten at the second turn
// after: by then no epoch lives that it could have been signed over.
//
// By key8 and not by roster entry, so that removing a key and adding it again within a minute gives
// nobody his number back.
#ifndef DOOR_GUARD_NONCES_H
#define DOOR_GUARD_NONCES_H

#include "base/must_use.h"
#include "protocol/roster.h"

#include <stdbool.h>

enum {
    // All keys of a roster, and some of the one before.
    NONCES_MOST = ROSTER_ENTRIES_MOST + 8
};

// Side by side, for in one struct a quarter of it would be padding.
struct nonces {
    uint64_t nonces[NONCES_MOST];
    uint8_t keys[NONCES_MOST][KEY8_SIZE];
    uint16_t turns[NONCES_MOST]; // the lower half is enough: it is looked at in every turn
    bool kept[NONCES_MOST];
};

// At each turn.
void nonces_forget(struct nonces *nonces, uint32_t turn);

// Keeps the number. False, and nothing kept: it is not above the key's last one, or no place is left.
MUST_USE bool nonces_keep(struct nonces *nonces, const uint8_t key8[KEY8_SIZE], uint64_t nonce,
                          uint32_t turn);

#endif
