// The board's log: one line of key=value words on UART0 for each occurrence. Numbers, not names: it
// says nothing about people, and what the numbers mean stands in door/notes.h.
#ifndef DOOR_BOARDS_LM3S6965EVB_LOG_H
#define DOOR_BOARDS_LM3S6965EVB_LOG_H

#include "door/notes.h"

// "event", and nothing else; or with a number.
void log_event(const char *what);
void log_number(const char *what, const char *name, uint32_t number);

void log_note(const struct note *note);

// A connection that did not come about, or ended: "tcp" or "tls", why, the library's number or 0.
void log_link(const char *layer, const char *why, int number);

#endif
