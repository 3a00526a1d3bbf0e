// A command of the command line, given as its words and run in this process.
#ifndef TEST_UNIT_HOME_COMMAND_H
#define TEST_UNIT_HOME_COMMAND_H

#include "home/cli/commands.h"

// The words are parted by single spaces, and the line is used up. Without a broker nothing is more than
// "not yet", so that is well too.
MUST_USE bool command_does(enum cli_exit (*command)(int, char *const *), char *line);

// Whether what it told, kept in that file, has these words.
MUST_USE bool command_told(const char *record, const char *words);

#endif
