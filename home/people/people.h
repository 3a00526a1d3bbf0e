// people.json: who may do what. Rosters are made from this file alone, never from what a broker
// showed it.
#ifndef HOME_PEOPLE_PEOPLE_H
#define HOME_PEOPLE_PEOPLE_H

#include "home/people/person.h"

enum {
    PEOPLE_MOST = 128 // keys in a home; a roster holds ROSTER_ENTRIES_MOST of them
};

// Admins first, as a Roster wants them. Some 50 KB.
struct people {
    uint8_t count;
    struct person at[PEOPLE_MOST];
};

// Refuses a name that is no user's, a key that is there already, and a name that is there already with
// such a role: a device has one key to command, and beside it may have one that only stops; an admin's
// key may bear the name of the device it lies on.
MUST_USE bool people_add(struct people *people, const struct person *person,
                         struct failure *failure);

void people_remove(struct people *people, uint8_t index);

// The key by which that identity commands; NULL when there is none.
struct person *people_find(struct people *people, const char *user);

// How many of them have that role at that door.
uint8_t people_count(const struct people *people, enum role role, const char *door);

MUST_USE bool people_write(const char *folder, const struct people *people,
                           struct failure *failure);
MUST_USE bool people_read(const char *folder, struct people *out, struct failure *failure);

#endif
