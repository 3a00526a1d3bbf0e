#include "door/operator/photo_eye.h"

struct photo_eye photo_eye_at_boot(millis now)
{
    return (struct photo_eye){.obstructed = true, .silent = stopwatch_started(now)};
}

void photo_eye_see(struct photo_eye *eye, bool level, millis now)
{
    if (level != eye->level) {
        eye->level = level;
        eye->silent = stopwatch_started(now);
        if (!eye->pulsing.running) {
            eye->pulsing = stopwatch_started(now);
        }
    } else if (stopwatch_reached(eye->silent, now, PHOTO_EYE_SILENCE)) {
        eye->obstructed = true;
        eye->pulsing = stopwatch_stopped();
    }
    if (stopwatch_reached(eye->pulsing, now, PHOTO_EYE_CLEAR)) {
        eye->obstructed = false;
    }
    stopwatch_hold(&eye->silent, now);
    stopwatch_hold(&eye->pulsing, now);
}
