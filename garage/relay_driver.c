#include "garage/relay_driver.h"

struct relay_driver relay_driver_open(void)
{
    return (struct relay_driver){.pin = false, .contact = false};
}

bool relay_driver_step(struct relay_driver *relay, bool pin, uint64_t now)
{
    if (pin && !relay->pin) {
        relay->low_until = now - 1;
    }
    relay->pin = pin;
    relay->contact = pin && now - relay->low_until <= RELAY_DRIVER_LONGEST;
    return relay->contact;
}
