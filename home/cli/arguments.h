// What stands behind `portcullis WORD`: options from a table, which also makes the help.
#ifndef HOME_CLI_ARGUMENTS_H
#define HOME_CLI_ARGUMENTS_H

#include "base/must_use.h"
#include "home/failure.h"

#include <stdbool.h>
#include <stddef.h>

enum cli_exit {
    CLI_DONE = 0,
    CLI_REFUSED = 1, // by the door, or its end was not reached
    CLI_USAGE = 2,
    CLI_ENVIRONMENT = 3 // or no answer
};

enum option_kind {
    OPTION_FLAG,  // into a bool
    OPTION_TEXT,  // into a const char *
    OPTION_TEXTS, // may come again: into a struct texts
    OPTION_NUMBER // into a long
};

enum {
    TEXTS_MOST = 8, // of an option that may come again
    WORDS_MOST = 16
};

struct texts {
    size_t count;
    const char *at[TEXTS_MOST];
};

struct option_row {
    const char *name; // without its dashes
    enum option_kind kind;
    void *into;
    const char *value; // what it is called in the help; NULL for a flag
    const char *help;
};

// Given alone, a command prints its options and places for words as assignments of a shell, for the
// completion script, and does nothing else:
//     options="--json --home " valued=" --home:DIR " words="DOOR"
#define ARGUMENTS_LISTING "--list-options"

struct arguments {
    const char *usage;   // "portcullis open [DOOR]"
    const char *teaches; // what a reader of --help wants to know, in whole lines
    const struct option_row *options;
    size_t option_count;
    size_t words_least; // of those that are no options
    size_t words_most;
};

struct words {
    size_t count;
    const char *at[WORDS_MOST];
};

enum arguments_answer {
    ARGUMENTS_READ,
    ARGUMENTS_HELPED, // --help was asked for and is printed
    ARGUMENTS_WRONG   // failure says why
};

// argv[0] is the first argument after the command's own words; options and words may be mixed.
MUST_USE enum arguments_answer arguments_read(const struct arguments *arguments, int argc,
                                              char *const *argv, struct words *out,
                                              struct failure *failure);

// Prints "portcullis: …" to standard error and gives the answer back.
enum cli_exit cli_fail(const struct failure *failure, enum cli_exit answer);

// arguments_read for a command: true to go on, else *answer is its end.
MUST_USE bool cli_arguments(const struct arguments *arguments, int argc, char *const *argv,
                            struct words *words, enum cli_exit *answer);

#endif
