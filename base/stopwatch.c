#include "base/stopwatch.h"

struct stopwatch stopwatch_started(millis now)
{
    return (struct stopwatch){.began = now, .running = true};
}

struct stopwatch stopwatch_stopped(void)
{
    return (struct stopwatch){.began = 0, .running = false};
}

millis stopwatch_elapsed(struct stopwatch watch, millis now)
{
    return watch.running ? now - watch.began : 0;
}

bool stopwatch_reached(struct stopwatch watch, millis now, millis length)
{
    return watch.running && now - watch.began >= length;
}

void stopwatch_hold(struct stopwatch *watch, millis now)
{
    if (stopwatch_reached(*watch, now, STOPWATCH_MOST)) {
        watch->began = now - STOPWATCH_MOST;
    }
}
