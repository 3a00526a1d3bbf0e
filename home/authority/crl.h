// The list of revoked client certificates (RFC 5280, 5), signed by the clients' root: broker/crl.pem.
//
// It begins on the day of the root and has no end: a broker refuses everybody when its list has run
// out, and when its own clock stands before the list's first day.
#ifndef HOME_AUTHORITY_CRL_H
#define HOME_AUTHORITY_CRL_H

#include "home/authority/certificate.h"
#include "home/authority/key.h"
#include "home/folder/home.h"

struct crl_request {
    X509 *issuer;
    EVP_PKEY *issuer_key;
    time_t now;
    size_t count;
    const char *const *revoked; // serial numbers
};

// Writes a list to path.
MUST_USE bool crl_save(const struct crl_request *request, const char *path,
                       struct failure *failure);

struct revocation {
    const struct home *home;
    const struct passphrase *passphrase;
    time_t now;
    size_t count;
    const char *const *revoked; // all that ever were, not the new ones alone
};

// Writes broker/crl.pem of a home anew. mosquitto reads it at its start and at a SIGHUP, where
// mosquitto.conf names it: call broker_write after it.
MUST_USE bool crl_write(const struct revocation *revocation, struct failure *failure);

// Whether broker/crl.pem revokes that certificate; and each of several. False: there is no such list, or
// it is not by the home's client root.
MUST_USE bool crl_revokes(const struct home *home, const char *serial, bool *out,
                          struct failure *failure);
MUST_USE bool crl_revokes_all(const struct home *home, const char *const *serials, size_t count,
                              bool *out, struct failure *failure);

#endif
