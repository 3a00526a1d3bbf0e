#include "garage/chance.h"

struct chance chance_from(uint64_t seed)
{
    return (struct chance){.state = seed};
}

uint64_t chance_u64(struct chance *chance)
{
    chance->state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t mixed = chance->state;
    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94d049bb133111eb);
    return mixed ^ (mixed >> 31);
}

uint32_t chance_between(struct chance *chance, uint32_t lowest, uint32_t highest)
{
    const uint64_t span = (uint64_t)highest - lowest + 1;
    return lowest + (uint32_t)(((chance_u64(chance) >> 32) * span) >> 32);
}

bool chance_coin(struct chance *chance)
{
    return (chance_u64(chance) >> 63) != 0;
}
