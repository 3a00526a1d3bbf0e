// How long to wait before the next attempt to connect: full jitter. Each wait is drawn evenly from
// nothing to a ceiling, and the ceiling doubles from 250 ms to 60 s, so that doors which lost the
// same broker do not come back in step.
#ifndef DOOR_MQTT_BACKOFF_H
#define DOOR_MQTT_BACKOFF_H

#include "base/stopwatch.h"

#define MQTT_BACKOFF_FIRST ((millis)250)
#define MQTT_BACKOFF_MOST  ((millis)60000)

struct mqtt_backoff {
    millis ceiling; // of the next wait
};

// Starts over at the first ceiling.
static inline void mqtt_backoff_reset(struct mqtt_backoff *backoff)
{
    backoff->ceiling = MQTT_BACKOFF_FIRST;
}

// The next wait, and twice the ceiling for the one after it. All 32 bits of random are used.
MUST_USE millis mqtt_backoff_next(struct mqtt_backoff *backoff, uint32_t random);

#endif
