// The board's local log (C20): one line for each occurrence, of key=value words, oldest first, in a
// file or on standard error.
#ifndef DOOR_BOARDS_SIMULATOR_LOG_H
#define DOOR_BOARDS_SIMULATOR_LOG_H

#include "door/boards/every/log_line.h"
#include "door/guard/verdict.h"

#include <stdio.h>

struct log {
    FILE *file;
};

// NULL: standard error. False: errno says why.
MUST_USE bool log_open(struct log *log, const char *path);

void log_note(struct log *log, const struct note *note);

// What link_run had to tell, if anything.
void log_link(struct log *log, const struct link *link);

// How often the guard gave each verdict in this boot.
void log_counts(struct log *log, const uint32_t verdicts[GUARD_VERDICTS]);

// The longest time between two steps of the door floor, in us.
void log_gap(struct log *log, uint32_t longest);

// A word about the program itself: "started", "stopped".
void log_program(struct log *log, const char *what);

#endif
