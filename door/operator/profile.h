// What one press of the operator's button does, by profile (safety.md, section 3).
//
// Fully closed, a press opens, whatever the profile: the one press that is known not to close.
#ifndef DOOR_OPERATOR_PROFILE_H
#define DOOR_OPERATOR_PROFILE_H

#include "protocol/operator_settings.h"

enum reaction {
    REACTION_UNSETTLED, // not known: the worst has to be expected
    REACTION_IGNORED,
    REACTION_STOPS,
    REACTION_REVERSES,
    REACTION_OPENS,
    REACTION_CLOSES,
    REACTION_OPPOSITE // the way it did not go last
};

struct profile {
    enum reaction opening; // to a press while the door opens
    enum reaction closing;
    enum reaction stopped;  // midway
    bool closes_when_open;  // false: a press only restarts the operator's own timer
    bool may_be_controlled; // false: monitor only
};

// The profile's row; an unknown number is monitor only.
const struct profile *profile_of(enum operator_profile profile);

#endif
