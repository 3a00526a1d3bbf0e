#include "door/operator/pulse.h"

struct pulse pulse_of(millis length)
{
    return (struct pulse){.length = length};
}

void pulse_start(struct pulse *pulse, millis now)
{
    pulse->running = stopwatch_started(now);
}

bool pulse_level(struct pulse *pulse, millis now)
{
    if (stopwatch_reached(pulse->running, now, pulse->length)) {
        pulse->running = stopwatch_stopped();
    }
    return pulse->running.running;
}
