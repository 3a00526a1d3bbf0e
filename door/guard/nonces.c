#include "door/guard/nonces.h"

#include "base/bytes.h"

#include <string.h>

void nonces_forget(struct nonces *nonces, uint32_t turn)
{
    for (size_t i = 0; i < NONCES_MOST; i++) {
        const uint16_t turns_ago = (uint16_t)(turn - nonces->turns[i]);
        if (turns_ago >= 2) {
            nonces->kept[i] = false;
        }
    }
}

// The key's place, or a free one; NONCES_MOST where there is neither.
static size_t place_for(const struct nonces *nonces, const uint8_t key8[KEY8_SIZE])
{
    size_t free_place = NONCES_MOST;
    for (size_t i = 0; i < NONCES_MOST; i++) {
        if (!nonces->kept[i]) {
            free_place = i;
        } else if (same_bytes(nonces->keys[i], key8, KEY8_SIZE)) {
            return i;
        }
    }
    return free_place;
}

bool nonces_keep(struct nonces *nonces, const uint8_t key8[KEY8_SIZE], uint64_t nonce,
                 uint32_t turn)
{
    const size_t at = place_for(nonces, key8);
    if (at == NONCES_MOST || (nonces->kept[at] && nonce <= nonces->nonces[at])) {
        return false;
    }
    memcpy(nonces->keys[at], key8, KEY8_SIZE);
    nonces->nonces[at] = nonce;
    nonces->turns[at] = (uint16_t)turn;
    nonces->kept[at] = true;
    return true;
}
