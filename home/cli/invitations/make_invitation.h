// Makes an invitation: for a machine the keys and the certificate that go with it, and its file; for a
// phone its link; and what the home keeps of it. A guest's key is made here and goes into the rosters at
// once.
#ifndef HOME_CLI_INVITATIONS_MAKE_INVITATION_H
#define HOME_CLI_INVITATIONS_MAKE_INVITATION_H

#include "home/people/invitation_file.h"
#include "home/people/invitations.h"
#include "home/people/issue_rosters.h"

struct invitation_request {
    const struct home *home;
    const struct passphrase *passphrase;
    struct person person;       // who he will be, without a key
    const char *broker_address; // where his machine finds the broker
    const char *out;            // the machine's file
    struct phone_link *link;    // to be filled for a phone, a secret; NULL: it is a machine
    time_t now;
    time_t expires; // not for a guest
};

// What can be refused before a passphrase is asked for: the name, the file, a door that is none.
MUST_USE bool make_invitation_allowed(const struct invitation_request *request,
                                      struct failure *failure);

// Takes the home's lock. The broker's rules are written too; whoever calls tells it to read them.
// issued: the doors that got a new roster, for a guest. False with a link in request->link: it counts, but
// the rest failed.
MUST_USE bool make_invitation(const struct invitation_request *request, struct issued *issued,
                              struct failure *failure);

#endif
