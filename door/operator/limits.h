// Both limit switches: what they say together, and when they can not be believed (C11, C12).
#ifndef DOOR_OPERATOR_LIMITS_H
#define DOOR_OPERATOR_LIMITS_H

#include "door/operator/belief.h"
#include "door/operator/contact.h"
#include "protocol/operator_settings.h"

enum {
    CONTRADICTION_AFTER = 200,  // ms of both limits at once
    CONTRADICTION_QUIET = 60000 // ms without it that clear the fault
};

struct limits {
    bool open_fitted;
    bool closed_fitted;
    struct contact open;
    struct contact closed;
    struct stopwatch both;          // both have read closed since
    struct stopwatch contradiction; // since it was last seen
};

struct limits limits_at_boot(enum limit_switches fitted, millis now);

// Takes in the levels of both pins and says what may be believed.
struct limit_levels limits_see(struct limits *limits, bool open_level, bool closed_level,
                               millis now);

#endif
