// X.509 certificates of a home (RFC 5280), by two roots: one for servers, one for clients, so that a
// client's certificate can never play broker.
//
// nameConstraints are critical in the roots and not critical in the intermediate: BearSSL refuses a
// chain with a critical one, and does not parse anchors; OpenSSL honours both.
#ifndef HOME_AUTHORITY_CERTIFICATE_H
#define HOME_AUTHORITY_CERTIFICATE_H

#include "base/bytes.h"
#include "base/must_use.h"
#include "home/failure.h"

#include <openssl/x509.h>
#include <time.h>

enum certificate_kind {
    CERTIFICATE_SERVER_ROOT,         // signs intermediates, for the names below
    CERTIFICATE_SERVER_INTERMEDIATE, // signs the broker's certificate and renews it
    CERTIFICATE_SERVER,              // the broker's, for the names below
    CERTIFICATE_PAGE,                // the web server's of the phones' page, for the names below
    CERTIFICATE_CLIENT_ROOT,         // signs clients of this organisation, and no server
    CERTIFICATE_CLIENT               // a door's or a command line's
};

enum {
    CERTIFICATE_NAMES_MOST = 9,
    CERTIFICATE_NAMES_MORE = CERTIFICATE_NAMES_MOST - 4, // beside those that every root has
    SERIAL_DIGITS_MOST = 40, // hexadecimal, of 20 octets (RFC 5280, 4.1.2.2)
    PAGE_DAYS = 825,         // the longest life that iOS believes of a server
    CERTIFICATE_NO_END = -1  // 99991231235959Z (RFC 5280, 4.1.2.5)
};

struct certificate_request {
    enum certificate_kind kind;
    const char *organisation;
    const char *common_name;
    EVP_PKEY *key;        // of the subject
    X509 *issuer;         // NULL: it signs itself
    EVP_PKEY *issuer_key; // key, where it signs itself
    time_t begin;
    int days; // of life, or CERTIFICATE_NO_END
    size_t name_count;
    const char *names[CERTIFICATE_NAMES_MOST]; // DNS; of a root: it and all below it
};

// Makes and signs; freed by the caller with X509_free. A page's certificate that would live longer than
// PAGE_DAYS is refused, for phones would refuse it.
MUST_USE bool certificate_issue(const struct certificate_request *request, X509 **out,
                                struct failure *failure);

// One or more certificates, PEM, the first one first.
MUST_USE bool certificate_save(X509 *const *chain, size_t count, const char *path,
                               struct failure *failure);
MUST_USE bool certificate_load(const char *path, X509 **out, struct failure *failure);

// DER into the caller's room; of a certificate, and of its subject alone.
MUST_USE bool certificate_der(const X509 *certificate, uint8_t *room, size_t size,
                              struct bytes *out);
MUST_USE bool certificate_subject_der(const X509 *certificate, uint8_t *room, size_t size,
                                      struct bytes *out);

// Its serial number, by which it is revoked, in upper-case hexadecimal digits.
MUST_USE bool certificate_serial(const X509 *certificate, char out[SERIAL_DIGITS_MOST + 1]);

// When it ends.
MUST_USE bool certificate_end(const X509 *certificate, time_t *out);

// 00:00 UTC of the day of a certificate's begin; what it signs begins then too.
MUST_USE bool certificate_begin(const X509 *certificate, time_t *out);

#endif
