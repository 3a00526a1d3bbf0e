// A failure, said once and where it is known: what, which file or topic, why, what to do.
#ifndef HOME_FAILURE_H
#define HOME_FAILURE_H

#include <stdbool.h>

struct failure {
    char text[512]; // one line without its end; longer ones are cut off
};

// Always false, so that a refusal reads `return failure_say(failure, …);`.
bool failure_say(struct failure *failure, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// The same for something the system refused: adds errno's reason and what to do about it.
bool failure_of_system(struct failure *failure, const char *what, const char *where);

#endif
