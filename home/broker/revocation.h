// The certificates of those who were removed become good for nothing: broker/crl.pem, by the clients'
// root, from what people.json remembers.
#ifndef HOME_BROKER_REVOCATION_H
#define HOME_BROKER_REVOCATION_H

#include "home/authority/key.h"
#include "home/people/people.h"

#include <time.h>

// Writes the list of all whom people.json says are revoked, where broker/crl.pem lacks any of them. The broker takes it at broker_tell_reload; whoever is connected then stays so, and may nothing
// (docs/decisions/0009-a-revoked-certificate-at-the-broker.md).
MUST_USE bool broker_revoke(const struct home *home, const struct people *people,
                            const struct passphrase *passphrase, time_t now,
                            struct failure *failure);

#endif
