// What time it is outside: from a timekeeper, or until one has spoken from the board's own clock.
// Serves windows, Events and the Epoch's unix8, and never the check of a certificate.
#ifndef DOOR_GUARD_WALL_CLOCK_H
#define DOOR_GUARD_WALL_CLOCK_H

#include "base/stopwatch.h"

enum wall_clock_source {
    WALL_CLOCK_NONE = 0,
    WALL_CLOCK_BOARD = 1, // no local offset: good for no window
    WALL_CLOCK_TIMEKEEPER = 2
};

enum {
    WALL_CLOCK_TRUSTED = 86400 // s: windows need a Time younger than that
};

struct wall_clock {
    enum wall_clock_source source;
    uint64_t unix_seconds;
    struct stopwatch since; // unix_seconds was so
    uint32_t age;           // s, since it was set; grows only in wall_clock_run
    int16_t offset_minutes;
};

// Once a boot, before any timekeeper; 0: the board has none.
void wall_clock_from_board(struct wall_clock *clock, uint64_t unix_seconds, millis now);
void wall_clock_from_timekeeper(struct wall_clock *clock, uint64_t unix_seconds,
                                int16_t offset_minutes, millis now);

// At least once in 24 days: keeps it right for ever.
void wall_clock_run(struct wall_clock *clock, millis now);

// 0: unknown. The board's clock does not count where it lies before made, the making of the roster.
uint64_t wall_clock_unix(const struct wall_clock *clock, uint64_t made, millis now);

// Whether a window may be judged by it.
MUST_USE bool wall_clock_is_trusted(const struct wall_clock *clock, millis now);

#endif
