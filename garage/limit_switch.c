#include "garage/limit_switch.h"

#include "garage/motion.h"

struct limit_switch limit_switch_resting(bool at_limit)
{
    return (struct limit_switch){.at_limit = at_limit, .reed = at_limit};
}

void limit_switch_chatter(struct limit_switch *limit, uint64_t now, uint32_t lasting)
{
    limit->chatter_next = now + 1;
    limit->chatter_until = now + lasting;
    limit->parted = false;
}

static bool chattering(struct limit_switch *limit, struct chance *chance, uint64_t now)
{
    if (now >= limit->chatter_next) {
        limit->parted = !limit->parted;
        limit->chatter_next =
            now + chance_between(chance, LIMIT_SWITCH_CHATTER_LEAST, LIMIT_SWITCH_CHATTER_MOST);
    }
    return !limit->parted;
}

void limit_switch_step(struct limit_switch *limit, struct chance *chance, bool at_limit,
                       uint32_t bounce, uint64_t now)
{
    if (at_limit != limit->at_limit) {
        limit->at_limit = at_limit;
        limit->reed = at_limit;
        limit->bounce_until = bounce > 0 ? now + chance_between(chance, 1, bounce) : now;
    } else if (now < limit->bounce_until) {
        limit->reed = chance_coin(chance);
    } else if (at_limit && now < limit->chatter_until) {
        limit->reed = chattering(limit, chance, now);
    } else {
        limit->reed = at_limit;
    }
}

bool limit_switch_level(const struct limit_switch *limit)
{
    switch (limit->condition) {
    case GARAGE_SWITCH_WORKS:
        return limit->reed;
    case GARAGE_SWITCH_STUCK_AWAY:
        return false;
    case GARAGE_SWITCH_STUCK_AT_LIMIT:
        return true;
    }
    return false;
}

uint64_t limit_switch_due(const struct limit_switch *limit, uint64_t now)
{
    if (now < limit->bounce_until) {
        return now;
    }
    if (now < limit->chatter_until) {
        return limit->chatter_next < limit->chatter_until ? limit->chatter_next
                                                          : limit->chatter_until;
    }
    return GARAGE_NEVER;
}
