#include "home/cli/ask.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static bool say(int terminal, const char *text)
{
    return write(terminal, text, strlen(text)) == (ssize_t)strlen(text);
}

static bool typed_yes(int terminal, const char *question)
{
    char answer[16] = "";
    if (!say(terminal, question) || !say(terminal, "\nType \"yes\" to go on: ")) {
        return false;
    }
    const ssize_t got = read(terminal, answer, sizeof(answer) - 1);
    return got > 0 && strncmp(answer, "yes", 3) == 0 && strcspn(answer, "\r\n") == 3;
}

bool ask_yes(const char *question, bool yes, struct failure *failure)
{
    if (yes) {
        return true;
    }
    const int terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (terminal < 0) {
        return failure_say(failure, "%s There is no terminal to ask at: --yes answers it", question);
    }
    const bool agreed = typed_yes(terminal, question);
    (void)close(terminal); // nothing is buffered
    return agreed || failure_say(failure, "nothing was changed");
}
