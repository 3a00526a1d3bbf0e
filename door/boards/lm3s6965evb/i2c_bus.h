// I2C bus 0 as its only master, 100 kHz. A transfer that is not answered within its time is false.
#ifndef DOOR_BOARDS_LM3S6965EVB_I2C_BUS_H
#define DOOR_BOARDS_LM3S6965EVB_I2C_BUS_H

#include "base/bytes.h"
#include "base/must_use.h"

#include <stdbool.h>

void i2c_init(void);

// Two runs of bytes in one transfer, from START to STOP. False: the device did not acknowledge.
MUST_USE bool i2c_write(uint8_t device, struct bytes first, struct bytes second);

// From START to STOP; count is not 0.
MUST_USE bool i2c_read(uint8_t device, uint8_t *into, size_t count);

#endif
