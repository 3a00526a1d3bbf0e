#include "test/support/random.h"

struct random random_from(uint64_t seed)
{
    return (struct random){seed};
}

// splitmix64, by Sebastiano Vigna, in the public domain.
uint64_t random_u64(struct random *source)
{
    source->state += 0x9E3779B97F4A7C15U;
    uint64_t mixed = source->state;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBU;
    return mixed ^ (mixed >> 31);
}

uint32_t random_below(struct random *source, uint32_t below)
{
    return (uint32_t)((random_u64(source) >> 32) * below >> 32);
}

bool random_once_in(struct random *source, uint32_t times)
{
    return random_below(source, times) == 0;
}
