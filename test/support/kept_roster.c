#include "test/support/kept_roster.h"

#include "door/seams/crypto.h"
#include "protocol/roster.h"

bool roster_is_kept(struct store *store, struct bytes roster)
{
    struct roster_message read;
    uint8_t hash[HASH_SIZE];
    if (!roster_decode(roster, &read)) {
        return false;
    }
    crypto_sha256(read.covered, hash);
    return store_roster_begin(store) && store_roster_write(store, 0, roster) &&
           store_roster_commit(store, read.head.version, hash);
}
