#include "home/cli/ask.h"
#include "home/cli/question.h"

#include <stdio.h>

bool ask_yes(const char *question, bool yes, struct failure *failure)
{
    if (yes) {
        return true;
    }
    char asked[512];
    (void)snprintf(asked, sizeof(asked), "%s Go on, yes or no?", question);
    switch (question_yes(asked)) {
    case QUESTION_YES:
        return true;
    case QUESTION_NO:
        return failure_say(failure, "nothing was changed");
    case QUESTION_NOBODY:
        break;
    }
    return failure_say(failure, "nothing was changed. %s --yes answers it", question);
}
