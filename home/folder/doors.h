// The doors of a home: the folders in doors/.
#ifndef HOME_FOLDER_DOORS_H
#define HOME_FOLDER_DOORS_H

#include "home/folder/home.h"

enum {
    DOORS_MOST = 64
};

// By name, sorted.
struct doors {
    size_t count;
    char name[DOORS_MOST][NAME_MOST + 1];
};

MUST_USE bool doors_list(const struct home *home, struct doors *out, struct failure *failure);

// There is a door of that name.
MUST_USE bool doors_have(const struct doors *doors, const char *name);

#endif
