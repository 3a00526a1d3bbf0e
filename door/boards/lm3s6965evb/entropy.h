// Random bytes: a true source on UART2, and a seed in the EEPROM beside it that is never used twice.
// Answers board_entropy of door/seams/board.h; fails closed when either can not be had.
#ifndef DOOR_BOARDS_LM3S6965EVB_ENTROPY_H
#define DOOR_BOARDS_LM3S6965EVB_ENTROPY_H

#include "base/must_use.h"

#include <stdbool.h>

// Takes 32 bytes of the source and the seed that was kept, and keeps another one before any byte is
// given out. False: there is no source, or nothing can be kept.
MUST_USE bool entropy_start(void);

// It was had the last time that somebody asked.
bool entropy_is_sound(void);

#endif
