// Anybody does anything at any time: random tapes of actions and pins for the garage.
#ifndef TEST_UNIT_GARAGE_TAPE_H
#define TEST_UNIT_GARAGE_TAPE_H

#include "garage/garage.h"
#include "test/support/random.h"

// Any profile with any habits.
struct garage_settings tape_settings(struct random *random);

// Any action, none of them too long.
struct garage_action tape_action(struct random *random);

#endif
