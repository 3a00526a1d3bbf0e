#include "door/guard/nonces.h"

#include "base/bytes.h"

#include <string.h>

void nonces_forget(struct nonces *nonces, uint32_t turn)
{
    for (size_t i = 0; i < NONCES_MOST; i++) {
        if (nonces->keys[i].kept && turn - nonces->keys[i].turn >= 2) {
            nonces->keys[i].kept = false;
        }
    }
}

static struct nonce_of_key *place_for(struct nonces *nonces, const uint8_t key8[KEY8_SIZE])
{
    struct nonce_of_key *free_place = NULL;
    for (size_t i = 0; i < NONCES_MOST; i++) {
        struct nonce_of_key *key = &nonces->keys[i];
        if (!key->kept) {
            free_place = key;
        } else if (same_bytes(key->key8, key8, KEY8_SIZE)) {
            return key;
        }
    }
    return free_place;
}

bool nonces_keep(struct nonces *nonces, const uint8_t key8[KEY8_SIZE], uint64_t nonce,
                 uint32_t turn)
{
    struct nonce_of_key *key = place_for(nonces, key8);
    if (key == NULL || (key->kept && nonce <= key->nonce)) {
        return false;
    }
    *key = (struct nonce_of_key){.nonce = nonce, .turn = turn, .kept = true};
    memcpy(key->key8, key8, KEY8_SIZE);
    return true;
}
