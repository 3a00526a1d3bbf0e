#include "base/stopwatch.h"

void stopwatch_hold(struct stopwatch *watch, millis now)
{
    if (stopwatch_reached(*watch, now, STOPWATCH_MOST)) {
        watch->began = now - STOPWATCH_MOST;
    }
}
