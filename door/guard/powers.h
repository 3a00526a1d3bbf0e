// What a role may do at all; windows, uses and locks apart.
#ifndef DOOR_GUARD_POWERS_H
#define DOOR_GUARD_POWERS_H

#include "base/must_use.h"
#include "protocol/roster.h"

#include <stdbool.h>

// Roles 1 to 4 and 7: others command nothing, and are not even verified.
MUST_USE bool powers_commands(const struct roster_entry *entry);

// A guest without any limit has no power, nor has automation unless the roster's policy gives it some.
MUST_USE bool powers_any(const struct roster_entry *entry, uint8_t policy);

// Whether this entry may ask for this action; action and argument are as they came.
MUST_USE bool powers_may(const struct roster_entry *entry, uint8_t policy, uint8_t action,
                         uint8_t argument);

// Vent counts as open everywhere.
MUST_USE bool powers_is_opening(uint8_t action);

#endif
