// The three ways into the door, each the top of a stack.
#ifndef BENCH_FIRMWARE_WHOLE_H
#define BENCH_FIRMWARE_WHOLE_H

#include "base/must_use.h"

#include <stdbool.h>

// Once, before the timer runs.
MUST_USE bool whole_start(void);

// The main loop: the network floor.
void whole_step(void);

// The timer's interrupt, every 5 ms or sooner: the door floor. It stands on the stack of the loop.
void whole_tick(void);

#endif
