// The door floor of the simulated board: a thread that steps the door once a millisecond, whatever
// the network floor is doing, and the answers to the board's seam.
#ifndef DOOR_BOARDS_SIMULATOR_FLOOR_H
#define DOOR_BOARDS_SIMULATOR_FLOOR_H

#include "base/stopwatch.h"
#include "door/boards/simulator/pins.h"
#include "door/operator/door.h"

// Milliseconds of this program's monotonic clock.
millis floor_now(void);

// All outputs off, before anything else.
void floor_quiet(struct simulator_pins *pins);

// The floors' lock, and what wakes the network floor. Before anything enters. False: errno says why.
MUST_USE bool floor_prepare(void);

// Starts the thread. Both are borrowed for ever. False: errno says why.
MUST_USE bool floor_start(struct door *door, struct simulator_pins *pins);

// Ends the thread, and leaves all outputs off.
void floor_stop(void);

// Becomes readable when the door floor has news for the network floor; floor_heard takes them.
int floor_news(void);
void floor_heard(void);

#endif
