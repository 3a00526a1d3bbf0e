// What the MQTT session has to say, brought to where it belongs: commands to their route, rosters and
// times to the guard, `stored` to the report.
#ifndef DOOR_HEARING_H
#define DOOR_HEARING_H

#include "door/opener.h"

// Takes events until there is none, or one that was a message.
void hearing_run(struct opener *opener, millis now);

// The connection is gone, and with it what came in half.
void hearing_forget(struct opener *opener);

#endif
