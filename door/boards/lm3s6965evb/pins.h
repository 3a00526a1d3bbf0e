// The wires of the door. Contacts close to 3.3 V and rest on pull-downs, so that a broken wire is an
// open contact; outputs drive transistors, and rest off.
//
//     port B   0 open limit, 1 closed limit, 4 obstruction beam, 5 wall button, 6 button on the device
//     port D   4 relay, 5 lamp, 6 beeper, 7 status light
#ifndef DOOR_BOARDS_LM3S6965EVB_PINS_H
#define DOOR_BOARDS_LM3S6965EVB_PINS_H

#include "door/operator/door.h"

void pins_init(void);
struct door_inputs pins_read(void);

// The relay is on for 1,050 ms at most, by a timer of the chip, and then not again until it was wanted
// off: whatever becomes of the door floor.
void pins_drive(struct door_outputs outputs);
void pins_status_light(bool on);

#endif
