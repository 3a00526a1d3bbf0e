// A question to whoever sits there: printed to standard error, so that an answer in JSON stays one, and
// answered with a line of standard input.
#ifndef HOME_CLI_QUESTION_H
#define HOME_CLI_QUESTION_H

#include "base/must_use.h"

#include <stdbool.h>
#include <stddef.h>

enum question_answer {
    QUESTION_YES,
    QUESTION_NO,
    QUESTION_NOBODY // the input has ended, or Ctrl-C came
};

// Asks until it is yes or no.
MUST_USE enum question_answer question_yes(const char *question);

// Asks for one line, without its end; false: nobody answers any more.
MUST_USE bool question_line(const char *question, char *room, size_t size);

#endif
