// I2C bus 0 as its only master, 100 kHz. A transfer that is not answered within its time is false.
#ifndef DOOR_BOARDS_LM3S6965EVB_I2C_BUS_H
#define DOOR_BOARDS_LM3S6965EVB_I2C_BUS_H

#include "base/bytes.h"
#include "base/must_use.h"

#include <stdbool.h>

// Behind ticks_init. A device that a reset has cut off in the middle of a byte is clocked out of it.
void i2c_init(void);

// Two runs of bytes in one transfer, from START to STOP. False: the device did not acknowledge.
MUST_USE bool i2c_write(uint8_t device, struct bytes first, struct bytes second);

// From START to STOP; count is not 0.
MUST_USE bool i2c_read(uint8_t device, uint8_t *into, size_t count);

// The last transfer was not refused, it came to no end: a wire is held. Whoever tries again waits again.
MUST_USE bool i2c_hangs(void);

#endif
