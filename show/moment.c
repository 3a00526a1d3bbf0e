#include "show/moment.h"

#include <time.h>

uint64_t moment_now(void)
{
    struct timespec now;
    // CLOCK_MONOTONIC is always there on Linux.
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

void moment_sleep(uint32_t milliseconds)
{
    const struct timespec length = {.tv_sec = (time_t)(milliseconds / 1000),
                                    .tv_nsec = (long)(milliseconds % 1000) * 1000000};
    (void)nanosleep(&length, NULL);
}
