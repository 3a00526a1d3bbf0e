// A change of people.json, from the words of a command to the doors' own confirmation: tried without
// the passphrase first, then made under the lock and signed, the broker's rules written, the rosters
// sent and told.
#ifndef HOME_CLI_PEOPLE_CHANGE_PEOPLE_H
#define HOME_CLI_PEOPLE_CHANGE_PEOPLE_H

#include "home/authority/key.h"
#include "home/cli/arguments.h"
#include "home/people/issue_rosters.h"

// What all such commands take.
struct change_options {
    const char *home;
    const char *passphrase_file;
    const char *recovery_file;
    bool by_recovery; // the recovery key signs: admins change
    bool json;
    bool yes;
};

enum {
    CHANGE_QUESTION_MOST = 400
};

struct people_change {
    const struct change_options *options;
    // Edits people as the command's words say; called twice, and it must say the same both times. May
    // leave a question that has to be answered first, and puts in what the change is called.
    bool (*edit)(struct people_change *change, struct people *people, struct failure *failure);
    const void *self;   // edit's own
    struct home home;   // as it says now, under the lock too
    struct doors doors; // likewise
    time_t now;
    char question[CHANGE_QUESTION_MOST]; // "": none
    char what[192];                      // "bob-phone is removed"
    const struct door_marks *above;      // see struct roster_issue
    bool keeps_broker;                   // the broker's rules are not touched by it
    bool opens_port;                     // of the broker: a SIGHUP opens none (mosquitto 2.0)
    // Before anything is written, when everything fits: true to go on; NULL: nothing to do.
    bool (*prepare)(struct people_change *change, EVP_PKEY *signer, struct failure *failure);
};

enum cli_exit change_people(struct people_change *change);

#endif
