// Makes a door: its identity, its certificate, its first roster and the image it is given by cable.
#ifndef HOME_CLI_DOORS_MAKE_DOOR_H
#define HOME_CLI_DOORS_MAKE_DOOR_H

#include "home/authority/key.h"
#include "home/folder/home.h"
#include "protocol/operator_settings.h"

struct door_request {
    const struct home *home;
    const struct passphrase *passphrase;
    const char *name;
    const char *broker_address; // where the door connects; empty: it resolves the broker's name
    struct operator_settings settings;
    uint8_t policy; // of the first roster
    time_t now;
};

// The door's folder appears as a whole; then the broker's rules are written again.
MUST_USE bool make_door(const struct door_request *request, struct failure *failure);

// The same where there is such a door: its three files are replaced, each as a whole, and it is another
// door under the old name. The caller holds the home's lock and writes the broker's rules.
MUST_USE bool make_door_anew(const struct door_request *request, struct failure *failure);

// Refuses a name that no door can have, or one has already.
MUST_USE bool door_name_is_free(const struct home *home, const char *name, struct failure *failure);

#endif
