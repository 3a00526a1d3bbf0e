#include "door/operator/limits.h"

struct limits limits_at_boot(enum limit_switches fitted, millis now)
{
    return (struct limits){
        .open_fitted = fitted == SWITCHES_BOTH || fitted == SWITCHES_OPEN_ONLY,
        .closed_fitted = fitted == SWITCHES_BOTH || fitted == SWITCHES_CLOSED_ONLY,
        .open = contact_at_boot(now),
        .closed = contact_at_boot(now),
    };
}

static bool contradicts(struct limits *limits, millis now)
{
    if (!limits->open.closed || !limits->closed.closed) {
        limits->both = stopwatch_stopped();
    } else if (!limits->both.running) {
        limits->both = stopwatch_started(now);
    }
    if (stopwatch_reached(limits->both, now, CONTRADICTION_AFTER)) {
        limits->contradiction = stopwatch_started(now);
    } else if (stopwatch_reached(limits->contradiction, now, CONTRADICTION_QUIET)) {
        limits->contradiction = stopwatch_stopped();
    }
    return limits->both.running || limits->contradiction.running;
}

struct limit_levels limits_see(struct limits *limits, bool open_level, bool closed_level,
                               millis now)
{
    (void)contact_see(&limits->open, open_level && limits->open_fitted, now);
    (void)contact_see(&limits->closed, closed_level && limits->closed_fitted, now);
    const bool flutter = contact_flutters(&limits->open) || contact_flutters(&limits->closed);
    const bool contradiction = contradicts(limits, now);
    return (struct limit_levels){.at_open = limits->open.closed,
                                 .at_closed = limits->closed.closed,
                                 .fault = flutter || contradiction};
}
