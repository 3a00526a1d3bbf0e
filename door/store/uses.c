#include "door/store/uses.h"

#include "base/bytes.h"

#include <string.h>

static struct uses_of_key *place_of(struct uses *uses, const uint8_t key8[KEY8_SIZE])
{
    for (size_t i = 0; i < ROSTER_ENTRIES_MOST; i++) {
        if (uses->keys[i].count != 0 && same_bytes(uses->keys[i].key8, key8, KEY8_SIZE)) {
            return &uses->keys[i];
        }
    }
    return NULL;
}

static struct uses_of_key *free_place(struct uses *uses)
{
    for (size_t i = 0; i < ROSTER_ENTRIES_MOST; i++) {
        if (uses->keys[i].count == 0) {
            return &uses->keys[i];
        }
    }
    return NULL;
}

uint8_t uses_count(const struct uses *uses, const uint8_t key8[KEY8_SIZE])
{
    for (size_t i = 0; i < ROSTER_ENTRIES_MOST; i++) {
        // A free place is all zeroes, and so may a key8 be.
        if (uses->keys[i].count != 0 && same_bytes(uses->keys[i].key8, key8, KEY8_SIZE)) {
            return uses->keys[i].count;
        }
    }
    return 0;
}

bool uses_set(struct uses *uses, const uint8_t key8[KEY8_SIZE], uint8_t count)
{
    struct uses_of_key *place = place_of(uses, key8);
    if (place == NULL && count != 0) {
        place = free_place(uses);
        if (place == NULL) {
            return false;
        }
        memcpy(place->key8, key8, KEY8_SIZE);
    }
    if (place != NULL) {
        place->count = count;
        if (count == 0) {
            memset(place->key8, 0, KEY8_SIZE);
        }
    }
    return true;
}
