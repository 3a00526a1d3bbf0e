// What happens between reset and main on an emulated lx106, and the last thing that happens.
#ifndef DOOR_BOARDS_ESP8266_START_H
#define DOOR_BOARDS_ESP8266_START_H

#include "base/bytes.h"

// To the emulator's standard output.
void words(struct bytes what);

// Ends the emulator with this exit code.
_Noreturn void leave(int code);

// Bytes of the stack that were used since the start; it was painted before main.
size_t stack_most(void);

#endif
