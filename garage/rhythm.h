// Listens to a pin that is switched on and off in a rhythm: the beeper's gate, the lamp. It runs
// from its first rising edge for as long as edges keep coming at the right time.
#ifndef GARAGE_RHYTHM_H
#define GARAGE_RHYTHM_H

#include <stdbool.h>
#include <stdint.h>

// All in milliseconds, both ends allowed.
struct rhythm_rule {
    uint32_t shortest_part; // on, or off
    uint32_t longest_part;
    uint32_t shortest_period; // from rising edge to rising edge
    uint32_t longest_period;
};

// 4 to 5 pulses a second in equal halves, aimed at 4.5 (safety.md, C25; 16 CFR 1211.14(c)).
extern const struct rhythm_rule rhythm_of_sound;
// 2 flashes a second.
extern const struct rhythm_rule rhythm_of_lamp;

struct rhythm {
    uint64_t began;  // its first rising edge
    uint64_t rose;   // its latest rising edge
    uint64_t turned; // its latest edge
    bool on;
    bool runs;
};

struct rhythm rhythm_silent(void);

// One millisecond. A part that lasts too long ends it; an edge at the wrong time ends it too, and a
// rising one begins another.
void rhythm_hear(struct rhythm *rhythm, const struct rhythm_rule *rule, bool on, uint64_t now);

// How long it has run without a break; 0 when it does not. The end of a rhythm is noticed when its
// next edge is overdue.
uint64_t rhythm_lasting(const struct rhythm *rhythm, uint64_t now);

#endif
