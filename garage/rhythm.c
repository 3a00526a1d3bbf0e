#include "garage/rhythm.h"

const struct rhythm_rule rhythm_of_sound = {
    .shortest_part = 100, .longest_part = 125, .shortest_period = 200, .longest_period = 250};
const struct rhythm_rule rhythm_of_lamp = {
    .shortest_part = 100, .longest_part = 400, .shortest_period = 450, .longest_period = 550};

struct rhythm rhythm_silent(void)
{
    return (struct rhythm){.on = false, .runs = false};
}

static bool within(uint64_t value, uint32_t least, uint32_t most)
{
    return value >= least && value <= most;
}

static void edge(struct rhythm *rhythm, const struct rhythm_rule *rule, bool on, uint64_t now)
{
    const bool in_time =
        rhythm->runs && within(now - rhythm->turned, rule->shortest_part, rule->longest_part) &&
        (!on || within(now - rhythm->rose, rule->shortest_period, rule->longest_period));
    rhythm->on = on;
    rhythm->turned = now;
    if (on) {
        rhythm->rose = now;
    }
    if (!in_time) {
        rhythm->runs = on;
        rhythm->began = now;
    }
}

void rhythm_hear(struct rhythm *rhythm, const struct rhythm_rule *rule, bool on, uint64_t now)
{
    if (on != rhythm->on) {
        edge(rhythm, rule, on, now);
    } else if (rhythm->runs && now - rhythm->turned > rule->longest_part) {
        rhythm->runs = false;
    }
}

uint64_t rhythm_lasting(const struct rhythm *rhythm, uint64_t now)
{
    return rhythm->runs ? now - rhythm->began : 0;
}
