// Certificates for tests, made on the spot: a CA, and what it signs, with any name and any dates.
#ifndef TEST_UNIT_DOOR_ADAPTERS_AUTHORITY_H
#define TEST_UNIT_DOOR_ADAPTERS_AUTHORITY_H

#include "protocol/image.h"

#include <openssl/ssl.h>

enum {
    AUTHORITY_DER_MOST = 2048
};

// A certificate with its key; the bytes are those the door's image wants.
struct certified {
    X509 *certificate;
    EVP_PKEY *key;
    uint8_t der[AUTHORITY_DER_MOST];
    size_t der_count;
    uint8_t name[256]; // DER of the subject
    size_t name_count;
    uint8_t point[POINT_SIZE];
    uint8_t scalar[PRIVATE_KEY_SIZE];
};

struct wish {
    const char *name; // common name, and dNSName where it is no CA
    bool ca;
    int64_t begins; // unix seconds
    int64_t ends;
};

// The caller frees it with certified_free. issuer NULL: signed by itself.
void certified_make(struct certified *out, const struct wish *wish, const struct certified *issuer);
void certified_free(struct certified *certified);

// What stands in an image about it.
struct image_root root_of(const struct certified *ca);
struct bytes der_of(const struct certified *certified);

#endif
