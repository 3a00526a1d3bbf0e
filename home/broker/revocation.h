// The certificates of those who were removed become good for nothing: broker/crl.pem, by the clients'
// root, from what people.json remembers.
#ifndef HOME_BROKER_REVOCATION_H
#define HOME_BROKER_REVOCATION_H

#include "home/authority/key.h"
#include "home/folder/home.h"

#include <time.h>

// Writes the list of all that people.json says are revoked, and the broker's files with it. The broker
// takes it at broker_tell_reload; whoever is connected then stays so, and may nothing (see
// docs/decisions/0009-a-revoked-certificate-at-the-broker.md).
MUST_USE bool broker_revoke(const struct home *home, const struct passphrase *passphrase,
                            time_t now, struct failure *failure);

#endif
