// Sends doors their rosters, waits for their own word, and tells it: "done" only where the door's signed
// Epoch shows version and hash.
#ifndef HOME_CLI_PEOPLE_TELL_ROSTERS_H
#define HOME_CLI_PEOPLE_TELL_ROSTERS_H

#include "home/cli/arguments.h"
#include "home/folder/doors.h"

struct roster_round {
    const struct home *home;
    const struct doors *doors; // to be asked
    bool only_look;            // nothing is sent
    bool json;                 // one object, with "done" and each door
    const char *what;          // "revoked bob": begins the object and the lines; NULL: nothing
};

// CLI_DONE when all doors have confirmed, else CLI_REFUSED: not yet, and what to do is told.
enum cli_exit tell_rosters(const struct roster_round *round);

#endif
