// How often keys whose uses are limited have opened, for as long as they stay in the roster.
#ifndef DOOR_STORE_USES_H
#define DOOR_STORE_USES_H

#include "base/must_use.h"
#include "protocol/roster.h"

struct uses_of_key {
    uint8_t key8[KEY8_SIZE];
    uint8_t count; // 0: this place is free
};

struct uses {
    struct uses_of_key keys[ROSTER_ENTRIES_MOST];
};

// 0 for a key that has none.
uint8_t uses_count(const struct uses *uses, const uint8_t key8[KEY8_SIZE]);

// The key's place, or a free one. NULL: as many others as a roster can have are here already.
struct uses_of_key *uses_place(struct uses *uses, const uint8_t key8[KEY8_SIZE]);

// Sets it; a count of 0 frees the place.
void uses_set(struct uses_of_key *place, const struct uses_of_key *key);

#endif
