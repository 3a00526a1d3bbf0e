// The commands of the program as a table: what is run, listed, suggested and completed.
#ifndef HOME_CLI_COMMAND_TABLE_H
#define HOME_CLI_COMMAND_TABLE_H

#include "home/cli/arguments.h"

struct command_row {
    const char *word;
    const char *second; // "door add" has two words; NULL where there is one
    const char *help;
    enum cli_exit (*run)(int argc, char *const *argv);
};

struct command_table {
    const struct command_row *rows;
    size_t count;
};

struct command_words {
    char text[48];
};

// "door add".
struct command_words command_words(const struct command_row *row);

// The command that was meant by argv[0] and argv[1]; NULL when none is near.
const struct command_row *command_nearest(const struct command_table *table, int argc,
                                          char *const *argv);

// Why argv is no command, and which one may be meant.
void command_unknown(const struct command_table *table, int argc, char *const *argv,
                     struct failure *failure);

#endif
