// Who may be at the broker: the doors and people of a home, and those who are invited: they may bring
// their Enrol and take what the broker will know them by, nothing else.
#ifndef HOME_BROKER_IDENTITIES_H
#define HOME_BROKER_IDENTITIES_H

#include "home/folder/doors.h"
#include "home/people/invitations.h"

// Some 70 KB.
struct identities {
    struct doors doors;
    struct people people;
    struct invitations invitations;
    time_t now; // by which an invitation is open or over
};

// Reads all of them.
MUST_USE bool identities_read(const struct home *home, struct identities *out,
                              struct failure *failure);

// Names that are never a person's: "door-…" and "invite-…" are others' names at the broker.
MUST_USE bool identity_is_reserved(const char *user);

#endif
