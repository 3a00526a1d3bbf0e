#include "door/store/uses.h"

#include "base/bytes.h"

// A free place is all zeroes, and so may a key8 be.
static bool is_of(const struct uses_of_key *place, const uint8_t key8[KEY8_SIZE])
{
    return place->count != 0 && same_bytes(place->key8, key8, KEY8_SIZE);
}

uint8_t uses_count(const struct uses *uses, const uint8_t key8[KEY8_SIZE])
{
    for (size_t i = 0; i < ROSTER_ENTRIES_MOST; i++) {
        if (is_of(&uses->keys[i], key8)) {
            return uses->keys[i].count;
        }
    }
    return 0;
}

struct uses_of_key *uses_place(struct uses *uses, const uint8_t key8[KEY8_SIZE])
{
    struct uses_of_key *free_place = NULL;
    for (size_t i = 0; i < ROSTER_ENTRIES_MOST; i++) {
        struct uses_of_key *place = &uses->keys[i];
        if (is_of(place, key8)) {
            return place;
        }
        free_place = place->count == 0 ? place : free_place;
    }
    return free_place;
}

void uses_set(struct uses_of_key *place, const struct uses_of_key *key)
{
    *place = key->count == 0 ? (struct uses_of_key){.count = 0} : *key;
}
