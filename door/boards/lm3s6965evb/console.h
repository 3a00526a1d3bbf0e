// UART0 as a place for words: 115200 baud, 8 bits, no parity. Writing waits for room in the FIFO.
#ifndef DOOR_BOARDS_LM3S6965EVB_CONSOLE_H
#define DOOR_BOARDS_LM3S6965EVB_CONSOLE_H

#include "base/bytes.h"

void console_init(void);
void console_put(struct bytes what);
void console_text(const char *text);
void console_number(uint32_t number);

// Until the last bit is on the wire.
void console_drain(void);

#endif
