// How an invited machine asks to be let in: it puts its Enrol where the owner's command line looks for
// it, waits for its certificate, and takes it.
#ifndef HOME_LINK_JOINING_H
#define HOME_LINK_JOINING_H

#include "home/link/session.h"
#include "home/people/admission.h"
#include "protocol/enrol.h"

struct joining {
    const struct home *home;
    struct session session;
    uint8_t enrol[ENROL_SIZE];
    char topic[SESSION_TOPIC_ROOM];
    bool let_in; // by this:
    struct admission admission;
};

// A member's home that has not been let in yet.
MUST_USE bool joining_is_open(const struct home *home);

// Reads what the home asks with, connects by the invitation's certificate, and asks. It may not move
// in memory until it is closed.
MUST_USE bool joining_open(struct joining *joining, const struct home *home,
                           struct failure *failure);

// Waits at most that long; true when he was let in.
MUST_USE bool joining_wait(struct joining *joining, millis at_most);

// Keeps the certificate, tells that it was taken, and forgets what was asked with. In this order: cut off
// before it was told, joining_settle tells it; home.settings are to be read again afterwards.
MUST_USE bool joining_take(struct joining *joining, struct failure *failure);

// Finishes what a run that was cut off has left of that; nothing for every other home. It needs the
// broker where it is not known whether the owner was told.
MUST_USE bool joining_settle(const struct home *home, struct failure *failure);

void joining_close(struct joining *joining);

#endif
