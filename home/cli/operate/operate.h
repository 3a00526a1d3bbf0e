// One signed command to a door: done only with the door's own signed answer, then followed to its
// end, and told.
#ifndef HOME_CLI_OPERATE_OPERATE_H
#define HOME_CLI_OPERATE_OPERATE_H

#include "home/cli/arguments.h"

#include <stdint.h>

struct operation {
    uint8_t action;
    uint8_t argument;
    const char *verb; // "open"
    const char *home;
    const char *door; // the word given, or NULL
    bool json;
    bool no_wait;
};

enum cli_exit operate(const struct operation *operation);

#endif
