// A command that talks while it works, with --json: what it says to people goes to standard error, and
// standard output gets one JSON value at its end.
#ifndef HOME_CLI_ASIDE_H
#define HOME_CLI_ASIDE_H

#include "base/must_use.h"
#include "home/cli/arguments.h"

#include <cjson/cJSON.h>

// From here on; false: the system does not let us.
MUST_USE bool aside_begin(struct failure *failure);

// Prints the value, which is freed in any case, and gives the command's own answer back; built is false
// where memory was short while it was made.
enum cli_exit aside_end(cJSON *root, bool built, enum cli_exit answer);

#endif
