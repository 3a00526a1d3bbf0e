// The broker's certificate, made anew by the servers' intermediate: its key lies open, so nobody is
// asked for a passphrase. The broker keeps its key, so that one file is replaced, as a whole.
#ifndef HOME_AUTHORITY_RENEWAL_H
#define HOME_AUTHORITY_RENEWAL_H

#include "home/authority/certificate.h"
#include "home/folder/home.h"

struct renewal {
    const struct home *home;
    time_t now;
    size_t more_count;
    const char *const *more; // names beside those it has; each within what the root allows
};

// Writes broker/broker.crt: of the same names and more, five years from now, beginning on the day of its
// CA (a door whose clock is behind would refuse a later day).
MUST_USE bool authority_renew_broker(const struct renewal *renewal, struct failure *failure);

struct broker_names {
    size_t count;
    char name[CERTIFICATE_NAMES_MOST][HOST_MOST + 1];
};

// What broker/broker.crt says: its names, and its end.
MUST_USE bool authority_broker_certificate(const struct home *home, struct broker_names *names,
                                           time_t *end, struct failure *failure);

#endif
