#include "door/report/uptime.h"

enum {
    SECOND = 1000 // ms
};

struct uptime uptime_from(millis now)
{
    return (struct uptime){.seconds = 0, .since = stopwatch_started(now)};
}

void uptime_run(struct uptime *uptime, millis now)
{
    const uint32_t passed = stopwatch_elapsed(uptime->since, now) / SECOND;
    uptime->seconds += passed;
    uptime->since.began += passed * SECOND;
}

uint32_t uptime_seconds(const struct uptime *uptime, millis now)
{
    return uptime->seconds + stopwatch_elapsed(uptime->since, now) / SECOND;
}
