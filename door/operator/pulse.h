// The relay: one press is one pulse, whatever goes on elsewhere (C6, C7).
#ifndef DOOR_OPERATOR_PULSE_H
#define DOOR_OPERATOR_PULSE_H

#include "base/stopwatch.h"

enum {
    PULSE_LEAST = 100, // ms: shorter ones are not heard
    PULSE_MOST = 1000, // ms: held longer, many wall inputs mean something else
    PULSE_USUAL = 400, // ms
    PULSE_GAP = 2000,  // ms from the end of a press to the next: two within 3 s is a light on some
    PULSE_HARD_MOST = 1500 // ms: the hardware's own limit, where there is a timer for it
};

struct pulse {
    millis length;
    struct stopwatch running;
};

struct pulse pulse_of(millis length);

void pulse_start(struct pulse *pulse, millis now);

// The level of the relay now.
bool pulse_level(struct pulse *pulse, millis now);

#endif
