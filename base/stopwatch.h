// Time is a difference: keep when something began, compare what has passed.
//
// Deadlines are never stored and two instants are never compared with <, so nothing here notices
// when the clock wraps, every 49.7 days.
#ifndef BASE_STOPWATCH_H
#define BASE_STOPWATCH_H

#include "base/must_use.h"

#include <stdbool.h>
#include <stdint.h>

// Milliseconds since start: monotonic, wrapping, passed in by whoever calls.
typedef uint32_t millis;

// The longest time a stopwatch can show: 24.8 days. One that is held (stopwatch_hold) stays there.
#define STOPWATCH_MOST ((millis)0x7fffffff)

struct stopwatch {
    millis began;
    bool running;
};

// Inline, the short ones: calling them is longer than they are.
static inline struct stopwatch stopwatch_started(millis now)
{
    return (struct stopwatch){.began = now, .running = true};
}

static inline struct stopwatch stopwatch_stopped(void)
{
    return (struct stopwatch){.began = 0, .running = false};
}

// Milliseconds since it began; 0 when it does not run.
static inline millis stopwatch_elapsed(struct stopwatch watch, millis now)
{
    return watch.running ? now - watch.began : 0;
}

// It runs, and length has passed. One that has fired is stopped by its owner, or held.
MUST_USE static inline bool stopwatch_reached(struct stopwatch watch, millis now, millis length)
{
    return watch.running && now - watch.began >= length;
}

// Called now and then on one that may run for months: keeps it from starting over at the wrap.
void stopwatch_hold(struct stopwatch *watch, millis now);

#endif
