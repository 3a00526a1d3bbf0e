// How what has to outlive a power cut travels: from the door floor's snapshot to flash, and back at
// the next boot (C4, C5, C21, C24, C29).
#ifndef DOOR_KEEP_ROUTE_H
#define DOOR_KEEP_ROUTE_H

#include "door/network_floor.h"

// Starts the door floor with what was kept. A store that is not sound starts it locked out: what it
// knew can not be known.
void keep_route_start_door(struct network_floor *floor, millis now);

// A closing mark from before means that the power went in mid-close: says so, and clears the mark
// after lock-out is on flash.
void keep_route_interrupted(struct network_floor *floor, millis now);

// Keeps flash in step with the snapshot.
void keep_route_run(struct network_floor *floor, millis now);

#endif
