#include "door/mqtt/backoff.h"

millis mqtt_backoff_next(struct mqtt_backoff *backoff, uint32_t random)
{
    // The upper half of the product spreads the random number evenly over 0 to the ceiling.
    const millis wait = (millis)((uint64_t)random * (backoff->ceiling + 1U) >> 32);
    backoff->ceiling =
        backoff->ceiling < MQTT_BACKOFF_MOST / 2 ? backoff->ceiling * 2 : MQTT_BACKOFF_MOST;
    return wait;
}
