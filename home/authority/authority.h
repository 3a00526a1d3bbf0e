// The certificates of a home: made once by `portcullis init`, and a door's whenever one is added.
//
// All that a door judges begins on the day of its root, so that only its end is ever judged: BearSSL
// takes one date for both. Neither roots nor clients' certificates have an end: ACL and CRL revoke
// them, and there is nothing on a door to renew.
#ifndef HOME_AUTHORITY_AUTHORITY_H
#define HOME_AUTHORITY_AUTHORITY_H

#include "home/authority/certificate.h"
#include "home/authority/key.h"
#include "home/folder/home.h"

struct authority_request {
    const struct home_settings *settings;
    const struct passphrase *passphrase;
    time_t now;
    size_t extra_name_count; // other names of the broker, as localhost
    const char *extra_names[CERTIFICATE_NAMES_MORE];
};

// Makes authority/, link/, keys/ and the broker's certificate in a folder that has none of them yet;
// broker/ is there. The recovery key's scalar is given out once, to be printed, and kept nowhere.
MUST_USE bool authority_make(const char *folder, const struct authority_request *request,
                             uint8_t recovery_scalar[PRIVATE_KEY_SIZE], struct failure *failure);

// Refuses a clock that cannot be right: certificates made by it would be of no use.
MUST_USE bool clock_is_plausible(time_t now, struct failure *failure);

// A key and its certificate.
struct party {
    EVP_PKEY *key;
    X509 *certificate;
};
void party_free(struct party *party);

// The clients' root of a home; freed by the caller.
MUST_USE bool authority_clients_root(const struct home *home, const struct passphrase *passphrase,
                                     struct party *out, struct failure *failure);

// The certificate that a broker's leads to: authority/broker-ca.crt where the broker is somebody's own,
// else the servers' root.
MUST_USE bool authority_broker_root(const struct home *home, struct path *out,
                                    struct failure *failure);

struct client_request {
    const struct home *home;
    const struct passphrase *passphrase;
    const char *common_name;
    EVP_PKEY *key; // of the client
};

// Signs a client's certificate with the clients' root of the home; freed by the caller. Its serial
// (certificate_serial) is to be kept, for by that it is revoked.
MUST_USE bool authority_issue_client(const struct client_request *client, X509 **out,
                                     struct failure *failure);

#endif
