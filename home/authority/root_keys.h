// The keys of the two roots, and what a forgotten passphrase does to them: nothing, where the recovery
// sheet is there. Beside each key, which lies under the passphrase, lies a copy under a word that is made
// from the recovery key (docs/decisions/0013-the-sheet-opens-the-roots-too.md):
//
//     authority/server-root.key, authority/client-root.key
//     authority/server-root.recovery, authority/client-root.recovery
#ifndef HOME_AUTHORITY_ROOT_KEYS_H
#define HOME_AUTHORITY_ROOT_KEYS_H

#include "home/authority/key.h"
#include "home/folder/home.h"

// The word for the copies; the caller wipes it. It tells nothing of the recovery key.
MUST_USE bool root_keys_word(const EVP_PKEY *recovery, struct passphrase *out,
                             struct failure *failure);

enum root_keys {
    ROOT_KEYS_RELOCKED,
    ROOT_KEYS_WITHOUT_COPY, // one stays under a passphrase that this is not: the home is older than copies
    ROOT_KEYS_COPY_DAMAGED // the same, though there is a copy: it does not open with that recovery key
};

// Locks both keys of a home under that passphrase, from their copies. Where no copy opens and the key opens
// with that passphrase already, it makes one. Cut off anywhere, it is simply done again.
MUST_USE bool root_keys_relock(const struct home *home, const EVP_PKEY *recovery,
                               const struct passphrase *passphrase, enum root_keys *out,
                               struct failure *failure);

// Both copies are there.
MUST_USE bool root_keys_have_copies(const struct home *home);

#endif
