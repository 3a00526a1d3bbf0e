// The owner's passphrase: from the terminal without echo, or from a file for scripts; never from an
// argument or the environment, where others can see it.
#ifndef HOME_CLI_PASSPHRASE_H
#define HOME_CLI_PASSPHRASE_H

#include "home/authority/key.h"

enum passphrase_use {
    PASSPHRASE_NEW, // asked for twice, and not too short
    PASSPHRASE_KNOWN
};

// file NULL: asks at the terminal. The caller wipes *out when it is done.
MUST_USE bool passphrase_get(const char *file, enum passphrase_use use, struct passphrase *out,
                             struct failure *failure);

#endif
