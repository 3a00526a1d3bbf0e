// What the door says, brought to the MQTT session: one finished message at a time, and the mirror.
#ifndef DOOR_SPEAKING_H
#define DOOR_SPEAKING_H

#include "door/opener.h"

// Signs and publishes what is due; at most one signature.
void speaking_run(struct opener *opener, millis now);

// Publishes the mirror. Apart from making it, so that text and topic do not stand on the stack at once.
MUST_USE bool speaking_publish_state(struct opener *opener, struct bytes text, millis now);

// The connection is gone.
void speaking_forget(struct opener *opener);

// How long nothing will have to be said by itself.
millis speaking_next_wake(const struct opener *opener, millis now);

#endif
