// A backup of a home: one file, sealed under the passphrase of the home, from which the whole home
// comes back, on another machine too.
//
// backup.json in the home says when the last one was made, and the hash of what it held.
#ifndef HOME_BACKUP_BACKUP_H
#define HOME_BACKUP_BACKUP_H

#include "home/backup/seal.h"
#include "home/folder/home.h"

struct backup_request {
    const struct home *home;
    const char *file;
    const struct passphrase *passphrase;
    uint8_t cost; // SEAL_COST
    bool replace; // a file of that name
    time_t now;
};

// What can be refused before a passphrase is asked for: a file inside the home, or one that is there.
MUST_USE bool backup_allowed(const struct backup_request *request, struct failure *failure);

// *noted: backup.json was written too. Where it was not, the backup is good and failure says why.
MUST_USE bool backup_make(const struct backup_request *request, bool *noted,
                          struct failure *failure);

struct restore_request {
    const char *file;
    const char *place; // absolute; nothing is there but perhaps an empty folder
    const struct passphrase *passphrase;
};

// What can be refused before a passphrase is asked for; gives the day of the backup.
MUST_USE bool restore_allowed(const struct restore_request *request, time_t *made,
                              struct failure *failure);

// The home appears as a whole or not at all, as one of this machine: where the user whom its broker
// ran as is not here, or may not be taken, it is whoever runs this.
MUST_USE bool restore_make(const struct restore_request *request, struct home *out,
                           struct failure *failure);

struct backup_state {
    bool known;   // backup.json was there and readable
    bool current; // the home is what that backup held
    time_t made;
};

// Notes a backup of the home as it is now.
MUST_USE bool backup_note(const struct home *home, time_t made, struct failure *failure);

MUST_USE bool backup_look(const struct home *home, struct backup_state *out,
                          struct failure *failure);

#endif
