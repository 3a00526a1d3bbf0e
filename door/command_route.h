// How a command travels: mqtt -> guard -> store -> operator, and its answer back.
//
// One at a time. What must be on flash before a pulse is written before the permit is handed down;
// the Ack is signed after the door has acted.
#ifndef DOOR_COMMAND_ROUTE_H
#define DOOR_COMMAND_ROUTE_H

#include "door/network_floor.h"

struct command_route {
    bool handed; // the operator has it; what follows is about it
    struct command command;
    uint8_t command8[COMMAND8_SIZE];
    uint8_t user[USER_SIZE];
    bool use_counted;
    bool names_mark; // the mark stood already, with another's name: its goal's, if it goes on
};

// No command is under way: another one may be heard.
MUST_USE bool command_route_is_idle(const struct command_route *route,
                                    const struct network_floor *floor);

// A message came on command/<user>. The route is idle.
void command_route_hear(struct network_floor *floor, const struct heard *heard, millis now);

// Goes on with the command that is under way, if any.
void command_route_run(struct command_route *route, struct network_floor *floor, millis now);

#endif
