// The line that moves while a door does: rewritten on a terminal, one line a change elsewhere, none
// with --json.
#ifndef HOME_CLI_PROGRESS_H
#define HOME_CLI_PROGRESS_H

#include "base/must_use.h"
#include "base/stopwatch.h"

#include <stdint.h>

struct progress {
    const char *door;
    bool silent;
    bool terminal;
    bool shown;
    uint8_t state; // the last one shown
    struct stopwatch since_began;
};

struct progress progress_begun(const char *door, bool silent, millis now);
void progress_show(struct progress *progress, uint8_t state, uint8_t position, millis now);

// Clears the line for what is said last.
void progress_end(struct progress *progress);

#endif
