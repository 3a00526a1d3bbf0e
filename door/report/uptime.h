// Seconds since boot, for longer than milliseconds can count.
#ifndef DOOR_REPORT_UPTIME_H
#define DOOR_REPORT_UPTIME_H

#include "base/stopwatch.h"

struct uptime {
    uint32_t seconds;
    struct stopwatch since; // seconds was so
};

struct uptime uptime_from(millis now);

// At least once in 49 days.
void uptime_run(struct uptime *uptime, millis now);

uint32_t uptime_seconds(const struct uptime *uptime, millis now);

#endif
