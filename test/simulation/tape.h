// A tape: a garage, a door and the people in it, all drawn from one seed.
#ifndef TEST_SIMULATION_TAPE_H
#define TEST_SIMULATION_TAPE_H

#include "test/simulation/referee.h"
#include "test/support/random.h"

// A garage and a door of that seed.
struct stage_settings tape_settings(struct random *random);

// Somebody does something: a command, a button, a hand, a guest, the mains. loud: says what.
void tape_act(struct stage *stage, struct random *random, bool loud);

// Steps for so long, with the referee; false when a rule was broken.
bool tape_play(struct stage *stage, struct referee *referee, uint64_t ms);

// The same, leaping over time in which nothing goes on.
bool tape_play_fast(struct stage *stage, struct referee *referee, uint64_t ms);

// "tape 17, stop-both, switches 3, tick 5: C3: ... at 12345 ms"
void tape_complain(const struct stage *stage, const struct referee *referee, uint64_t seed);

#endif
