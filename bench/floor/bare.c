// A thread that steps each millisecond like a door floor and does nothing else: what is late here is
// the machine, not the door.
//
//     bare SECONDS urgent|ordinary
//
// Prints its longest time between two steps, in microseconds. "urgent" is real-time scheduling, one
// priority below the door's, so that it takes nothing from it.
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#define STEP     1000000
#define SECOND   1000000000
#define PRIORITY 19

static int64_t now(void)
{
    struct timespec at = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &at); // never refused for this clock
    return (int64_t)at.tv_sec * SECOND + at.tv_nsec;
}

static int64_t longest_gap(int64_t span)
{
    int64_t longest = 0;
    int64_t before = now();
    const int64_t end = before + span;
    int64_t due = before;
    while (before < end) {
        due = due + STEP > before ? due + STEP : before;
        const struct timespec at = {.tv_sec = due / SECOND, .tv_nsec = due % SECOND};
        (void)clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at,
                              NULL); // an early step is no harm
        const int64_t here = now();
        longest = here - before > longest ? here - before : longest;
        before = here;
    }
    return longest;
}

int main(int argc, char **argv)
{
    const long seconds = argc == 3 ? strtol(argv[1], NULL, 10) : 0;
    if (seconds < 1 || seconds > 3600) {
        (void)fputs("usage: bare SECONDS urgent|ordinary\n", stderr);
        return 2;
    }
    const struct sched_param priority = {.sched_priority = PRIORITY};
    if (strcmp(argv[2], "urgent") == 0 && sched_setscheduler(0, SCHED_FIFO, &priority) != 0) {
        perror("bare: real-time scheduling");
        return 3;
    }
    (void)mlockall(MCL_CURRENT | MCL_FUTURE); // as the door's program does, where it may
    (void)printf("%lld\n", (long long)(longest_gap((int64_t)seconds * SECOND) / 1000));
    return 0;
}
