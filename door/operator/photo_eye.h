// The obstruction input: it pulses while the beam is clear, so silence counts as obstructed (C13).
#ifndef DOOR_OPERATOR_PHOTO_EYE_H
#define DOOR_OPERATOR_PHOTO_EYE_H

#include "base/must_use.h"
#include "base/stopwatch.h"

enum {
    PHOTO_EYE_SILENCE = 300, // ms without an edge: obstructed, or dead
    PHOTO_EYE_CLEAR = 500    // ms of pulses before it counts as clear again
};

struct photo_eye {
    bool level;
    bool obstructed;
    struct stopwatch silent;  // since the last edge
    struct stopwatch pulsing; // since the pulses came back
};

// At boot it is obstructed, until it has been heard.
struct photo_eye photo_eye_at_boot(millis now);

void photo_eye_see(struct photo_eye *eye, bool level, millis now);

#endif
