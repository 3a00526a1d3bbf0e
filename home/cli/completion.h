// `portcullis completion`: a script for bash, made from the table of commands and their options, and
// the names it asks for while somebody types.
#ifndef HOME_CLI_COMPLETION_H
#define HOME_CLI_COMPLETION_H

#include "home/cli/command_table.h"

enum cli_exit completion_run(const struct command_table *table, int argc, char *const *argv);

#endif
