// The roster that lies at the broker for a door, believed only where the door's own signed Epoch names
// it by version and hash.
#ifndef HOME_LINK_FETCH_ROSTER_H
#define HOME_LINK_FETCH_ROSTER_H

#include "home/link/door_view.h"
#include "home/people/roster_file.h"

enum {
    FETCH_WITHIN = 5000 // ms
};

// False: there is none such, and failure says what was missing. said: the Epoch that names it, which may
// be old. Whether its signature is by somebody whose word counts is the caller's to judge.
MUST_USE bool roster_fetch(const struct home *home, const char *door, struct stored_roster *out,
                           struct epoch *said, struct failure *failure);

#endif
