// The DS1338 on I2C, a clock with a battery.
#ifndef DOOR_BOARDS_LM3S6965EVB_CLOCK_H
#define DOOR_BOARDS_LM3S6965EVB_CLOCK_H

#include <stdint.h>

// Unix seconds; 0: there is no clock, it stands, or it says something that is no time.
uint64_t clock_unix_seconds(void);

#endif
