// What is made for one invitation, and the part of it that is for a machine or for a phone alone.
#ifndef HOME_CLI_INVITATIONS_MAKING_H
#define HOME_CLI_INVITATIONS_MAKING_H

#include "home/cli/invitations/make_invitation.h"

struct making {
    const struct invitation_request *request;
    EVP_PKEY *key; // the invite key, or a guest's own
    EVP_PKEY *tls; // a machine's for the broker
    struct invitation invitation;
    struct invitation_file file; // a machine's
    struct failure *failure;
};

// He is in the rosters at once, by the key that goes with his invitation.
MUST_USE bool making_is_for_guest(const struct making *making);

// The keys are there. Certificate and file of a machine; nothing is written yet.
MUST_USE bool machine_part_make(struct making *making);

// The same for a phone: its login at the broker, and the link.
MUST_USE bool phone_part_make(struct making *making);

#endif
