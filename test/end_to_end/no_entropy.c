// Loaded in front of the C library: a board whose source of entropy gives none.
#include <errno.h>
#include <stddef.h>
#include <sys/types.h>

ssize_t getrandom(void *room, size_t count, unsigned flags);

ssize_t getrandom(void *room, size_t count, unsigned flags)
{
    (void)room;
    (void)count;
    (void)flags;
    errno = EIO;
    return -1;
}
