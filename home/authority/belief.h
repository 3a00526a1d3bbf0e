// Whether a client will believe a server's certificate, judged before it is put in its place.
#ifndef HOME_AUTHORITY_BELIEF_H
#define HOME_AUTHORITY_BELIEF_H

#include "base/must_use.h"
#include "home/failure.h"

#include <openssl/x509.h>
#include <time.h>

struct server_chain {
    X509 *root;
    X509 *intermediate;
    X509 *server;
    time_t now;
};

// A name that the root does not allow would shut everybody out: refused, and why.
MUST_USE bool server_is_believed(const struct server_chain *chain, struct failure *failure);

#endif
