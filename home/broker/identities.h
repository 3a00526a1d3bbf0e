// Who may be at the broker: the doors and people of a home, and those who are invited: they may bring
// their Enrol and take what the broker will know them by, nothing else.
#ifndef HOME_BROKER_IDENTITIES_H
#define HOME_BROKER_IDENTITIES_H

#include "home/folder/doors.h"
#include "home/people/invitations.h"

enum {
    DOOR_USER_MOST = 31
};

// How a door is known to a broker that takes passwords: doors/NAME/login, "user:hash".
struct door_login {
    char user[DOOR_USER_MOST + 1]; // "door-" and the name it was made under
    char hash[LOGIN_MOST + 1];     // "": its certificate says who it is
};

MUST_USE bool door_login_write(const char *folder, const struct door_login *login,
                               struct failure *failure);

// Some 80 KB.
struct identities {
    struct doors doors;
    struct door_login door_login[DOORS_MOST];
    struct people people;
    struct invitations invitations;
    time_t now; // by which an invitation is open or over
};

// Reads all of them.
MUST_USE bool identities_read(const struct home *home, struct identities *out,
                              struct failure *failure);

#endif
