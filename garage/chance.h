// The garage's own dice: splitmix64, so that a seed brings back the same day.
#ifndef GARAGE_CHANCE_H
#define GARAGE_CHANCE_H

#include <stdbool.h>
#include <stdint.h>

struct chance {
    uint64_t state;
};

struct chance chance_from(uint64_t seed);
uint64_t chance_u64(struct chance *chance);

// A number from lowest to highest, both included; lowest is at most highest.
uint32_t chance_between(struct chance *chance, uint32_t lowest, uint32_t highest);

bool chance_coin(struct chance *chance);

#endif
