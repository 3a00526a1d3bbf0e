// The chip's watchdog: without a word for four seconds the board panics, or after four more is reset.
#ifndef DOOR_BOARDS_LM3S6965EVB_WATCHDOG_H
#define DOOR_BOARDS_LM3S6965EVB_WATCHDOG_H

void watchdog_init(void);

// Called by the main loop only; feeds it only if the door was stepped since the last call.
void watchdog_look(void);

#endif
