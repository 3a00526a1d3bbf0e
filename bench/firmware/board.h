// The board of the firmware that is measured: the seams, answered without a library, so that only the
// door's own code is weighed.
#ifndef BENCH_FIRMWARE_BOARD_H
#define BENCH_FIRMWARE_BOARD_H

#include "base/stopwatch.h"
#include "door/operator/door.h"
#include "door/seams/flash.h"

// Where the image lies: in the chip's own flash, and so not in RAM.
struct bytes board_image(void);

struct flash board_flash(void);

millis board_now(void);

struct door_inputs board_inputs(void);
void board_drive(struct door_outputs outputs);

// What TLS would hand up, and take. Lent until the next call.
struct bytes board_arrived(void);
size_t board_send(struct bytes what);

// Until the timer, the network or that long.
void board_sleep(millis most);

// A word for the log.
void board_say(unsigned what);

#endif
