#include "home/failure.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool failure_say(struct failure *failure, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    // Cut off is better than unsaid.
    (void)vsnprintf(failure->text, sizeof(failure->text), format, arguments);
    va_end(arguments);
    return false;
}

static const char *remedy(int reason)
{
    switch (reason) {
    case ENOSPC:
    case EDQUOT:
        return "make room there and try again";
    case EROFS:
        return "mount it for writing, or choose another place with --home";
    case EACCES:
    case EPERM:
        return "run this as the user it belongs to, or choose another place with --home";
    case ENOENT:
        return "check the name";
    case ENOTDIR:
    case EISDIR:
    case ELOOP:
        return "something else is in its place; move that away";
    default:
        return "put that right and try again";
    }
}

bool failure_of_system(struct failure *failure, const char *what, const char *where)
{
    const int reason = errno;
    return failure_say(failure, "cannot %s %s: %s; %s", what, where, strerror(reason),
                       remedy(reason));
}
