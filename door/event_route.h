// How a change travels: operator -> report -> store -> mqtt, and to the local log (C20).
#ifndef DOOR_EVENT_ROUTE_H
#define DOOR_EVENT_ROUTE_H

#include "door/network_floor.h"
#include "door/report/mirror.h"

// Takes one occurrence from the door floor. False: there is none.
MUST_USE bool event_route_run(struct network_floor *floor, millis now);

// The door as the JSON mirror shows it; its version is the caller's to fill in.
struct mirror event_route_mirror(const struct network_floor *floor, millis now);

#endif
