// The door floor's clockwork: an interrupt each millisecond that steps the door and drives the pins.
#ifndef DOOR_BOARDS_LM3S6965EVB_TICKS_H
#define DOOR_BOARDS_LM3S6965EVB_TICKS_H

#include "door/operator/door.h"

// Time runs from here on; no door is stepped yet.
void ticks_init(void);

// From the next millisecond on this door is stepped. It is touched between board_floor_enter and
// _leave only.
void ticks_run(struct door *door);

millis ticks_now(void);

// How often the door was stepped; stands still when the door floor does.
uint32_t ticks_steps(void);

// The longest time between two steps so far, in us. Measured by a counter that no mask holds up.
uint32_t ticks_longest_gap(void);

// Of the processor, 50 a microsecond, since ticks_init.
uint64_t ticks_clocks(void);

// Sleeps until the next interrupt.
void ticks_wait(void);

#endif
