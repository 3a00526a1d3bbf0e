#include "garage/door_leaf.h"

uint32_t door_leaf_at(uint32_t permille)
{
    return (uint32_t)(((uint64_t)DOOR_LEAF_OPEN * permille + 999) / 1000);
}

uint32_t door_leaf_permille(const struct door_leaf *leaf)
{
    return (uint32_t)((uint64_t)leaf->position * 1000 / DOOR_LEAF_OPEN);
}

void door_leaf_start(struct door_leaf *leaf, const struct garage_settings *settings,
                     struct chance *chance, enum garage_motion motion)
{
    const uint64_t set = motion == GARAGE_OPENING ? settings->opening_time : settings->closing_time;
    const uint64_t aged = set + set * settings->ageing * leaf->runs / 1000000;
    const uint32_t drifted = chance_between(chance, 1000 - settings->drift, 1000 + settings->drift);
    // The part at half speed counts twice, so the rest has to be faster for the same time in all.
    leaf->speed =
        (uint32_t)((uint64_t)DOOR_LEAF_OPEN * (1000 + settings->soft_stop) / (aged * drifted));
    leaf->runs++;
}

static bool near_its_limit(const struct door_leaf *leaf, const struct garage_settings *settings,
                           enum garage_motion motion)
{
    const uint32_t zone = door_leaf_at(settings->soft_stop);
    return motion == GARAGE_OPENING ? leaf->position >= DOOR_LEAF_OPEN - zone
                                    : leaf->position <= zone;
}

void door_leaf_move(struct door_leaf *leaf, const struct garage_settings *settings,
                    enum garage_motion motion, bool slow)
{
    const uint32_t step =
        slow || near_its_limit(leaf, settings, motion) ? leaf->speed / 2 : leaf->speed;
    if (motion == GARAGE_OPENING) {
        const uint32_t left = DOOR_LEAF_OPEN - leaf->position;
        leaf->position += step < left ? step : left;
    } else {
        leaf->position -= step < leaf->position ? step : leaf->position;
    }
}

bool door_leaf_push(struct door_leaf *leaf, const struct garage_settings *settings, uint32_t target)
{
    const uint32_t step = DOOR_LEAF_OPEN / settings->hand_time;
    if (target > leaf->position) {
        leaf->position += target - leaf->position < step ? target - leaf->position : step;
    } else {
        leaf->position -= leaf->position - target < step ? leaf->position - target : step;
    }
    return leaf->position == target;
}
