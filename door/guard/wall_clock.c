#include "door/guard/wall_clock.h"

enum {
    SECOND = 1000 // ms
};

void wall_clock_from_board(struct wall_clock *clock, uint64_t unix_seconds, millis now)
{
    *clock = (struct wall_clock){.source = unix_seconds == 0 ? WALL_CLOCK_NONE : WALL_CLOCK_BOARD,
                                 .unix_seconds = unix_seconds,
                                 .since = stopwatch_started(now)};
}

void wall_clock_from_timekeeper(struct wall_clock *clock, uint64_t unix_seconds,
                                int16_t offset_minutes, millis now)
{
    *clock = (struct wall_clock){.source = WALL_CLOCK_TIMEKEEPER,
                                 .unix_seconds = unix_seconds,
                                 .since = stopwatch_started(now),
                                 .offset_minutes = offset_minutes};
}

void wall_clock_run(struct wall_clock *clock, millis now)
{
    const uint32_t seconds = stopwatch_elapsed(clock->since, now) / SECOND;
    clock->unix_seconds += seconds;
    clock->since.began += seconds * SECOND;
    clock->age = seconds > UINT32_MAX - clock->age ? UINT32_MAX : clock->age + seconds;
}

uint64_t wall_clock_unix(const struct wall_clock *clock, uint64_t made, millis now)
{
    const uint64_t unix_seconds =
        clock->unix_seconds + stopwatch_elapsed(clock->since, now) / SECOND;
    switch (clock->source) {
    case WALL_CLOCK_NONE:
        return 0;
    case WALL_CLOCK_BOARD:
        return unix_seconds >= made ? unix_seconds : 0;
    case WALL_CLOCK_TIMEKEEPER:
        return unix_seconds;
    }
    return 0;
}

bool wall_clock_is_trusted(const struct wall_clock *clock, millis now)
{
    if (clock->source != WALL_CLOCK_TIMEKEEPER || clock->age > WALL_CLOCK_TRUSTED) {
        return false;
    }
    return clock->age + stopwatch_elapsed(clock->since, now) / SECOND <= WALL_CLOCK_TRUSTED;
}
