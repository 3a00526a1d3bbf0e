// people.json: who may do what. Rosters are made from this file alone, never from what a broker
// showed it.
#ifndef HOME_PEOPLE_PEOPLE_H
#define HOME_PEOPLE_PEOPLE_H

#include "home/people/person.h"

enum {
    PEOPLE_MOST = 128, // keys in a home; a roster holds ROSTER_ENTRIES_MOST of them
    REVOKED_MOST = 512 // certificates of people who were removed
};

// A certificate's serial number, as hexadecimal digits.
struct serial {
    char text[SERIAL_MOST + 1];
};

// Admins first, as a Roster wants them. Some 75 KB.
struct people {
    uint8_t count;
    struct person at[PEOPLE_MOST];
    uint16_t revoked_count;
    struct serial revoked[REVOKED_MOST]; // what the CRL is made from: see people_revoke
};

// Refuses a name that is no user's, a key that is there already, and a name that is there already with
// such a role: a device has one key to command, and beside it may have one that only stops; an admin's
// key may bear the name of the device it lies on.
MUST_USE bool people_add(struct people *people, const struct person *person,
                         struct failure *failure);

// They have one name, and are for the same: to command, to stop, or to sign rosters. Of these there is one.
MUST_USE bool people_are_one_device(const struct person *left, const struct person *right);

void people_remove(struct people *people, uint8_t index);

// Removes him, and remembers his certificate, if he has one, among the revoked. Refuses the 513th.
MUST_USE bool people_revoke(struct people *people, uint8_t index, struct failure *failure);

// Removes those whose time is over: guests who were invited for some hours. gone: how many.
MUST_USE bool people_let_go(struct people *people, time_t now, size_t *gone,
                            struct failure *failure);

// Remembers a certificate that is nobody's here: a door's, by its serial number. One that is there
// already is well.
MUST_USE bool people_revoke_serial(struct people *people, const char *serial,
                                   struct failure *failure);

// The certificates that are good for nothing any more, by their serial numbers.
size_t people_revoked_count(const struct people *people);
const char *people_revoked_serial(const struct people *people, size_t index);

// The key by which that identity commands; NULL when there is none.
struct person *people_find(struct people *people, const char *user);

// How many of them have that role at that door.
uint8_t people_count(const struct people *people, enum role role, const char *door);

MUST_USE bool people_write(const char *folder, const struct people *people,
                           struct failure *failure);
MUST_USE bool people_read(const char *folder, struct people *out, struct failure *failure);

#endif
