// Real time, for a room that shows things to people.
#ifndef SHOW_MOMENT_H
#define SHOW_MOMENT_H

#include <stdint.h>

// Milliseconds of a clock that nobody sets; only differences mean anything.
uint64_t moment_now(void);

// Sleeps so many milliseconds, or less when a signal comes.
void moment_sleep(uint32_t milliseconds);

#endif
