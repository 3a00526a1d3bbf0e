// What `door check` has found, told to a person or as JSON, with the line that sets what differs.
#ifndef HOME_CLI_DOORS_CHECKED_H
#define HOME_CLI_DOORS_CHECKED_H

#include "base/stopwatch.h"
#include "home/doors/findings.h"
#include "home/failure.h"

struct checked {
    const char *door;
    struct wiring wiring;
    millis opening; // 0: not timed, nor is closing
    millis closing;
    bool profiled;
    enum operator_profile profile; // by what a press did
    enum operator_profile profile_set;
};

// Switches and profile are as they are set.
MUST_USE bool checked_is_well(const struct checked *it);

// Prints it; false: memory is short.
MUST_USE bool checked_tell(const struct checked *it, bool json, struct failure *failure);

#endif
