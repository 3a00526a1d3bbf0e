// What a port must give besides: entropy, the time of day where it has a clock, and a moment in which
// the door floor does not run.
#ifndef DOOR_SEAMS_BOARD_H
#define DOOR_SEAMS_BOARD_H

#include "base/must_use.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Fills the room from a true source. False: there is none, and nothing may be signed or sent.
MUST_USE bool board_entropy(uint8_t *room, size_t count);

// The board's own clock in unix seconds; 0: it has none, or it stands.
uint64_t board_unix_seconds(void);

// Between enter and leave the door floor does not run: the timer interrupt is masked, or a mutex is
// held. For a copy of some hundred bytes, never for work.
void board_floor_enter(void);
void board_floor_leave(void);

#endif
