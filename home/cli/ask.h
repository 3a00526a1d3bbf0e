// What must be known before enter is pressed: said on the terminal, and answered there.
#ifndef HOME_CLI_ASK_H
#define HOME_CLI_ASK_H

#include "base/must_use.h"
#include "home/failure.h"

#include <stdbool.h>

// True where yes is given (by --yes), or typed. With nobody to answer it refuses, and says that --yes
// answers.
MUST_USE bool ask_yes(const char *question, bool yes, struct failure *failure);

#endif
