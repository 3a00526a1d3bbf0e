// mosquitto.conf, acl and passwords of a home: made from its settings, people and doors, never edited.
#ifndef HOME_BROKER_CONFIGURATION_H
#define HOME_BROKER_CONFIGURATION_H

#include "home/broker/acl.h"

// The text of mosquitto.conf for a home that stands at folder; freed by the caller, NULL when memory
// is short. has_crl: broker/crl.pem is there, and mosquitto is to read it.
char *configuration_text(const char *folder, const struct home_settings *settings, bool has_crl);

// Writes them into the folder in which a home of these settings is being made, whose people.json is
// there; place is where it will stand. broker/ is handed over: hand_over.h.
MUST_USE bool broker_make(const char *folder, const char *place,
                          const struct home_settings *settings, struct failure *failure);

// Writes them again for a home that is there, and hands broker/ over where that was not done yet. A
// running broker takes them at broker_tell_reload.
MUST_USE bool broker_write(const struct home *home, struct failure *failure);

// The same where one of them is not what the home says now: after a run that was cut off, or when the
// time of an invitation is over. changed: one was not. The caller holds home_lock.
MUST_USE bool broker_settle(const struct home *home, bool *changed, struct failure *failure);

// The user this process is.
MUST_USE bool broker_this_user(char *room, size_t size, struct failure *failure);

#endif
