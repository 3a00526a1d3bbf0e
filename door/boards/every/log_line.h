// One line of a board's local log (C20): key=value words behind what the board puts in front, a time as
// a rule. The same words on every board, so that whoever reads one log can read them all. A line names
// people, so it stays on the board: on a cable of its own, or in a file of its own.
//
//     struct log_line line = {0};
//     log_line_note(&line, &note);
//     write(line.text, line.count);
#ifndef DOOR_BOARDS_EVERY_LOG_LINE_H
#define DOOR_BOARDS_EVERY_LOG_LINE_H

#include "door/boards/every/link.h"
#include "door/notes.h"

enum {
    LOG_LINE_MOST = 256 // bytes; the longest, an occurrence, has 217
};

// What finds no room is left out. Not terminated.
struct log_line {
    char text[LOG_LINE_MOST];
    size_t count;
};

// Appends " name=word" and " name=number".
void log_line_word(struct log_line *line, const char *name, const char *word);
void log_line_number(struct log_line *line, const char *name, uint64_t number);

// Appends " event=... " and what belongs to it.
void log_line_note(struct log_line *line, const struct note *note);

// The same for what link_run had to tell. False: that was nothing.
MUST_USE bool log_line_link(struct log_line *line, const struct link *link);

#endif
