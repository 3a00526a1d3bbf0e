// The program portcullis as a child of a test: run with words, and heard on both its streams.
#ifndef TEST_END_TO_END_COMMAND_LINE_H
#define TEST_END_TO_END_COMMAND_LINE_H

#include "base/must_use.h"

#include <stdbool.h>
#include <sys/types.h>

// Its path, borrowed; and the test's folder, where what it says is kept.
void command_line_is(const char *path);
void command_line_works_in(const char *path);

// The path of a file in that folder; good for four calls.
const char *command_line_file(const char *name);

// Starts it with the words, which end with NULL, on the home at place; what it says goes to the file.
MUST_USE pid_t command_line_starts(const char *place, const char *const *words, const char *into);

// Waits for its end; its exit code, or -1.
MUST_USE int command_line_ends(pid_t child);

// Reads what was said to the file; it is the context of what is checked next.
void command_line_hear(const char *file);

// All of that; the exit code.
MUST_USE int command_line_runs(const char *place, const char *const *words);

// What was heard last has these words.
MUST_USE bool command_line_said(const char *words);

#endif
