// A small repeatable source of random numbers for tests: the seed is printed, the tape comes back.
#ifndef TEST_SUPPORT_RANDOM_H
#define TEST_SUPPORT_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

struct random {
    uint64_t state;
};

struct random random_from(uint64_t seed);
uint64_t random_u64(struct random *source);

// A number from 0 to below - 1; below is at least 1.
uint32_t random_below(struct random *source, uint32_t below);

// True once in so many times.
bool random_once_in(struct random *source, uint32_t times);

#endif
