// The board's log: one line of key=value words on UART0 for each occurrence, behind the ms since it
// started.
#ifndef DOOR_BOARDS_LM3S6965EVB_LOG_H
#define DOOR_BOARDS_LM3S6965EVB_LOG_H

#include "door/boards/every/log_line.h"

// "event", and nothing else; or with a number.
void log_event(const char *what);
void log_number(const char *what, const char *name, uint32_t number);

void log_note(const struct note *note);

// What link_run had to tell, if anything.
void log_link(const struct link *link);

#endif
