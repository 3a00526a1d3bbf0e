// Other programs that run on this machine, as /proc tells of them (proc(5)): whether one is what we take it
// for, before it gets a signal.
#ifndef HOME_FOLDER_PROGRAM_H
#define HOME_FOLDER_PROGRAM_H

#include "base/must_use.h"

#include <stdbool.h>
#include <sys/types.h>

// It runs, is called so, and has come so far as to hear that signal: before that it would die of one.
MUST_USE bool program_hears(long process, const char *name, int signal);

// The number in a pid file, of a folder that somebody else may write; 0: there is none, or it cannot be
// read.
long program_of_file(const char *path);

// Somebody's program that was started with `-c configuration` and hears that signal; 0: none runs. Every
// user may look for it.
struct program_wish {
    const char *name;
    uid_t user;
    const char *configuration;
    int signal;
};
long program_find(const struct program_wish *wish);

#endif
