#include "door/operator/profile.h"

static const struct profile profiles[] = {
    // Not settled yet is taken as two-step while opening and as anything else.
    [PROFILE_UNKNOWN] = {.opening = REACTION_REVERSES,
                         .closing = REACTION_UNSETTLED,
                         .stopped = REACTION_UNSETTLED,
                         .closes_when_open = true,
                         .may_be_controlled = true},
    [PROFILE_REV_CLOSING] = {.opening = REACTION_STOPS,
                             .closing = REACTION_REVERSES,
                             .stopped = REACTION_CLOSES,
                             .closes_when_open = true,
                             .may_be_controlled = true},
    [PROFILE_STOP_BOTH] = {.opening = REACTION_STOPS,
                           .closing = REACTION_STOPS,
                           .stopped = REACTION_OPPOSITE,
                           .closes_when_open = true,
                           .may_be_controlled = true},
    [PROFILE_TWO_STEP] = {.opening = REACTION_REVERSES,
                          .closing = REACTION_REVERSES,
                          .stopped = REACTION_OPPOSITE,
                          .closes_when_open = true,
                          .may_be_controlled = true},
    [PROFILE_CONDO_REV] = {.opening = REACTION_IGNORED,
                           .closing = REACTION_REVERSES,
                           .stopped = REACTION_OPENS,
                           .closes_when_open = true,
                           .may_be_controlled = true},
    [PROFILE_CONDO_STOP] = {.opening = REACTION_IGNORED,
                            .closing = REACTION_STOPS,
                            .stopped = REACTION_OPENS,
                            .closes_when_open = true,
                            .may_be_controlled = true},
    [PROFILE_AUTO_CLOSE] = {.opening = REACTION_IGNORED,
                            .closing = REACTION_REVERSES,
                            .stopped = REACTION_OPENS,
                            .closes_when_open = false,
                            .may_be_controlled = true},
    [PROFILE_MONITOR_ONLY] = {.opening = REACTION_UNSETTLED,
                              .closing = REACTION_UNSETTLED,
                              .stopped = REACTION_UNSETTLED,
                              .closes_when_open = false,
                              .may_be_controlled = false},
};

const struct profile *profile_of(enum operator_profile profile)
{
    const unsigned row = (unsigned)profile;
    const bool known = row < sizeof(profiles) / sizeof(profiles[0]);
    return known ? &profiles[row] : &profiles[PROFILE_MONITOR_ONLY];
}
