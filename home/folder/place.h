// The place of a home that is being made or restored: it is built in a folder beside its place, and put
// there when it is whole.
#ifndef HOME_FOLDER_PLACE_H
#define HOME_FOLDER_PLACE_H

#include "home/folder/home.h"

// Nothing is there but perhaps an empty folder; else failure says what to do.
MUST_USE bool place_is_free(const char *place, struct failure *failure);

// Makes place.unfinished, empty, mode 0700, and locks it for this process. What an interrupted run
// left in it is thrown away; a run that still goes on is not disturbed.
MUST_USE bool place_begin(const char *place, struct path *beside, int *lock,
                          struct failure *failure);

// Puts the folder into its place where made says that it is whole, and removes it otherwise; gives the
// lock back. True when the home is there.
MUST_USE bool place_end(const struct path *beside, const char *place, bool made, int lock,
                        struct failure *failure);

#endif
