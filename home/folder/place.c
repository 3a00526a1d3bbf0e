#include "home/folder/place.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

enum {
    LOCK_TRIES = 10 // a second
};

bool place_is_free(const char *place, struct failure *failure)
{
    if (place_is_empty(place)) {
        return true;
    }
    return failure_say(failure,
                       "there is something at %s already, and a home is made only once; "
                       "choose another --home, or move that away",
                       place);
}

bool place_begin(const char *place, struct path *out, int *lock, struct failure *failure)
{
    struct path beside;
    if (!path_join(place, "", &beside, failure) || !folder_make_parents(place, failure)) {
        return false;
    }
    (void)snprintf(beside.text, sizeof(beside.text), "%s.unfinished", place);
    if (mkdir(beside.text, 0700) != 0) {
        int old = -1;
        if (errno != EEXIST) {
            return failure_of_system(failure, "make the folder", beside.text);
        }
        if (!folder_lock(beside.text, LOCK_TRIES, &old, failure)) {
            return false;
        }
        folder_remove(beside.text);
        folder_unlock(old);
        if (!folder_make(beside.text, failure)) {
            return false;
        }
    }
    if (!folder_lock(beside.text, LOCK_TRIES, lock, failure)) {
        return false;
    }
    *out = beside;
    return true;
}

bool place_end(const struct path *beside, const char *place, bool made, int lock,
               struct failure *failure)
{
    const bool put = made && folder_put(beside->text, place, failure);
    if (!put) {
        folder_remove(beside->text);
    }
    folder_unlock(lock);
    return put;
}
