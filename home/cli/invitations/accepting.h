// The owner's side of an invitation, at the terminal: waits for who asks, shows the 12 digits, asks
// whether they are the same, lets him in, and sees him through.
#ifndef HOME_CLI_INVITATIONS_ACCEPTING_H
#define HOME_CLI_INVITATIONS_ACCEPTING_H

#include "home/authority/key.h"
#include "home/cli/arguments.h"
#include "home/folder/home.h"

#include <time.h>

struct accepting_request {
    const struct home *home;
    const char *user;                    // whose invitation; NULL: any
    const char *digits;                  // those that the other machine shows; NULL: asks
    const char *passphrase_file;         // NULL: asks, when somebody is to be let in
    const struct passphrase *passphrase; // when it is known already; NULL: it is not
    bool waits;                          // until somebody asks; otherwise only looks
    time_t until;                        // for waiting: the invitation's end
};

enum cli_exit accept_invited(const struct accepting_request *request);

#endif
