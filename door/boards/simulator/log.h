// The board's local log (C20): one line for each occurrence, of key=value words, oldest first. It
// names people, so it stays on the board.
#ifndef DOOR_BOARDS_SIMULATOR_LOG_H
#define DOOR_BOARDS_SIMULATOR_LOG_H

#include "door/guard/verdict.h"
#include "door/notes.h"

#include <stdio.h>

struct log {
    FILE *file;
};

// NULL: standard error. False: errno says why.
MUST_USE bool log_open(struct log *log, const char *path);

void log_note(struct log *log, const struct note *note);

// A connection that did not come about, or ended: "tcp" or "tls", why, the library's number or 0.
void log_link(struct log *log, const char *layer, const char *why, int number);
void log_tls_open(struct log *log, unsigned suite, uint64_t certificate_end);

// How often the guard gave each verdict in this boot.
void log_counts(struct log *log, const uint32_t verdicts[GUARD_VERDICTS]);

// The longest time between two steps of the door floor, in us.
void log_gap(struct log *log, uint32_t longest);

// A word about the program itself: "started", "stopped".
void log_program(struct log *log, const char *what);

#endif
