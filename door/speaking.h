// What the door says, brought to the MQTT session: one finished message at a time, and the mirror.
#ifndef DOOR_SPEAKING_H
#define DOOR_SPEAKING_H

#include "door/opener.h"

// Signs and publishes what is due; at most one signature.
void speaking_run(struct opener *opener, millis now);

// The connection is gone.
void speaking_forget(struct opener *opener);

// How long nothing will have to be said by itself.
millis speaking_next_wake(const struct opener *opener, millis now);

#endif
