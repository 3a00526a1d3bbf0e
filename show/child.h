// A program that we start: in a group of its own, its words read line by line, ended by its pid.
//
// It does not outlive us: the kernel kills it when we are killed (prctl, PR_SET_PDEATHSIG).
#ifndef SHOW_CHILD_H
#define SHOW_CHILD_H

#include "base/must_use.h"
#include "home/failure.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum {
    CHILD_LINE_MOST = 400,
    CHILD_ARGUMENTS_MOST = 40
};

// What it is given: the first argument is the program's path, a NULL ends them.
struct child_order {
    const char *arguments[CHILD_ARGUMENTS_MOST];
    const char *log; // its words go into this file; NULL: we read them
};

struct child {
    pid_t pid;  // 0: none runs
    int words;  // where its words come from; -1: nowhere
    int status; // of wait, when it has ended
    size_t used;
    char unfinished[CHILD_LINE_MOST];
};

struct child child_none(void);

// Starts it; a program that cannot be started is told here, not by its exit code.
MUST_USE bool child_start(struct child *child, const struct child_order *order,
                          struct failure *failure);

// The next whole line of its words, without its end; false when there is none yet. What it says
// before it ends can be read afterwards.
MUST_USE bool child_next_line(struct child *child, char line[CHILD_LINE_MOST]);

// It has not ended yet.
MUST_USE bool child_runs(struct child *child);

// Its exit code, once it has ended; 128 and the signal's number where a signal ended it.
int child_exit_code(const struct child *child);

// Asks it to end, and after two seconds makes it. Returns when it has ended.
void child_end(struct child *child);

// Ends it at once, as when the power goes: it can tidy nothing.
void child_kill(struct child *child);

// Stops it where it stands, and lets it go on.
void child_freeze(const struct child *child);
void child_thaw(const struct child *child);

#endif
