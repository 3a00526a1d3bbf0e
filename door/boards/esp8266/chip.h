// What the chip and its maker's software would answer: pins, time, flash, entropy and frames of the
// radio. Here they are registers that are nowhere and say anything, so that no compiler can know the
// answers: what is put together with them is compiled, linked and weighed, and never run.
#ifndef DOOR_BOARDS_ESP8266_CHIP_H
#define DOOR_BOARDS_ESP8266_CHIP_H

#include "base/stopwatch.h"
#include "door/operator/door.h"
#include "door/seams/flash.h"

millis chip_now(void);

// In flash, where it is read in place.
struct bytes chip_image(void);

struct flash chip_flash(void);

struct door_inputs chip_inputs(void);
void chip_drive(struct door_outputs outputs);

// A frame of the radio: how long the next one is, 0 where none came; its bytes; and one to send.
size_t chip_frame_waiting(void);
void chip_frame_take(uint8_t *into, size_t count);
void chip_frame_send(struct bytes part);

// A word for the log.
void chip_say(unsigned what);

#endif
