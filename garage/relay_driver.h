// The relay on the controller's board, with the hardware timer that opens it after 1.5 s whatever the
// pin says (safety.md, C6). It can be closed again when the pin has been low.
#ifndef GARAGE_RELAY_DRIVER_H
#define GARAGE_RELAY_DRIVER_H

#include <stdbool.h>
#include <stdint.h>

enum {
    RELAY_DRIVER_LONGEST = 1500 // ms
};

struct relay_driver {
    uint64_t low_until; // the last instant at which the pin was low
    bool pin;
    bool contact;
};

struct relay_driver relay_driver_open(void);

// One millisecond with the pin as given; now grows by one with each. True: the contact is closed.
bool relay_driver_step(struct relay_driver *relay, bool pin, uint64_t now);

#endif
