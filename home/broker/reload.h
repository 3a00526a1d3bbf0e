// Makes a running broker take its files anew: people, doors, passwords, revoked certificates.
#ifndef HOME_BROKER_RELOAD_H
#define HOME_BROKER_RELOAD_H

#include "home/folder/home.h"

#include <stdio.h>

// Before a file is changed that mosquitto has read: until broker_reload has told it, broker/untold stands
// there, and whoever comes next tells it. Nothing where the broker is somebody else's. Under the lock.
MUST_USE bool broker_note_change(const struct home *home, struct failure *failure);
MUST_USE bool broker_is_untold(const struct home *home);

enum broker_reload {
    BROKER_TOLD,     // our own process got its SIGHUP
    BROKER_NOT_TOLD, // it runs as somebody else, or not at all: the owner has to
    BROKER_FOREIGN   // somebody else's: the owner has to take the new rules there
};

// Sends SIGHUP to the mosquitto that wrote broker/data/mosquitto.pid, where this process may.
enum broker_reload broker_reload(const struct home *home);

// "told", "not-told", "foreign": for --json.
const char *broker_reload_name(enum broker_reload reload);

// The same as broker_reload, and says on out what has been done or is left to do: one command.
void broker_tell_reload(const struct home *home, FILE *out);

#endif
