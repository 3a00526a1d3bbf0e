// How a command went, and how it is told: as a line, or as JSON.
#ifndef HOME_CLI_OPERATE_OUTCOME_H
#define HOME_CLI_OPERATE_OUTCOME_H

#include "base/stopwatch.h"
#include "home/cli/arguments.h"

#include <stdint.h>

struct outcome {
    const char *door;
    const char *verb;
    uint8_t result; // of the Ack
    uint8_t end;    // of the Event, 0 where none came
    uint8_t state;  // the last one the door told
    uint8_t position;
    uint8_t flags; // of the door's last Epoch: why it may have refused
    bool accepted; // OK or ALREADY
    bool followed;
    bool reached;
    bool interrupted; // by Ctrl-C, while it was followed
    millis answered_after;
    millis ended_after; // the answer
};

// Prints it and gives the program's exit code.
enum cli_exit outcome_tell(const struct outcome *outcome, bool json);

#endif
