// The seam door/seams/crypto.h by BearSSL 0.6: no heap, no globals, constant time where it counts.
#include "door/seams/crypto.h"

#include "door/adapters/arithmetic.h"

#include <bearssl.h>

#include <string.h>

enum {
    UNCOMPRESSED = 0x04, // SEC 1, 2.3.3
    SCALAR_SIZE = 32,
    DER_MOST = 72 // two integers of 33 bytes, three headers of 2
};

void crypto_sha256(struct bytes message, uint8_t hash[HASH_SIZE])
{
    crypto_sha256_of_two(message, (struct bytes){NULL, 0}, hash);
}

void crypto_sha256_of_two(struct bytes first, struct bytes second, uint8_t hash[HASH_SIZE])
{
    br_sha256_context sha256;
    br_sha256_init(&sha256);
    br_sha256_update(&sha256, first.at, first.count);
    br_sha256_update(&sha256, second.at, second.count);
    br_sha256_out(&sha256, hash);
}

void crypto_hmac_sha256(struct bytes key, struct bytes message, uint8_t mac[HASH_SIZE])
{
    br_hmac_key_context prepared;
    br_hmac_context hmac;
    br_hmac_key_init(&prepared, &br_sha256_vtable, key.at, key.count);
    br_hmac_init(&hmac, &prepared, HASH_SIZE);
    br_hmac_update(&hmac, message.at, message.count);
    (void)br_hmac_out(&hmac, mac); // its size, which we know
    wipe(&prepared, sizeof(prepared));
    wipe(&hmac, sizeof(hmac));
}

// BearSSL lets r = 0 pass where the hash is 0 modulo n; FIPS 186-4, 6.4.2 wants both from 1 to n - 1.
// That they are below n it sees itself.
static bool neither_is_zero(const uint8_t signature[SIGNATURE_SIZE])
{
    static const uint8_t zero[SCALAR_SIZE];
    return !same_bytes(signature, zero, SCALAR_SIZE) &&
           !same_bytes(signature + SCALAR_SIZE, zero, SCALAR_SIZE);
}

bool crypto_verify(const uint8_t point[POINT_SIZE], const uint8_t hash[HASH_SIZE],
                   const uint8_t signature[SIGNATURE_SIZE])
{
    uint8_t q[1 + POINT_SIZE] = {UNCOMPRESSED};
    memcpy(q + 1, point, POINT_SIZE);
    const br_ec_public_key key = {.curve = BR_EC_secp256r1, .q = q, .qlen = sizeof(q)};
    return neither_is_zero(signature) &&
           arithmetic_verify_raw(arithmetic_p256, hash, HASH_SIZE, &key, signature,
                                 SIGNATURE_SIZE) == 1;
}

bool crypto_verify_der(const uint8_t point[POINT_SIZE], const uint8_t hash[HASH_SIZE],
                       struct bytes signature)
{
    // In place, and what comes out is less than twice as long.
    uint8_t both[2 * DER_MOST];
    if (signature.count == 0 || signature.count > DER_MOST) {
        return false;
    }
    memcpy(both, signature.at, signature.count);
    const size_t each = br_ecdsa_asn1_to_raw(both, signature.count) / 2;
    if (each == 0 || each > SCALAR_SIZE) {
        return false;
    }
    uint8_t raw[SIGNATURE_SIZE] = {0};
    memcpy(raw + SCALAR_SIZE - each, both, each);
    memcpy(raw + SIGNATURE_SIZE - each, both + each, each);
    return crypto_verify(point, hash, raw);
}

bool crypto_sign(const uint8_t key[PRIVATE_KEY_SIZE], const uint8_t hash[HASH_SIZE],
                 uint8_t signature[SIGNATURE_SIZE])
{
    uint8_t x[PRIVATE_KEY_SIZE];
    memcpy(x, key, sizeof(x));
    const br_ec_private_key private_key = {.curve = BR_EC_secp256r1, .x = x, .xlen = sizeof(x)};
    uint8_t made[SIGNATURE_SIZE];
    const size_t count =
        arithmetic_sign_raw(arithmetic_p256, &br_sha256_vtable, hash, &private_key, made);
    wipe(x, sizeof(x));
    if (count != SIGNATURE_SIZE) {
        return false;
    }
    memcpy(signature, made, SIGNATURE_SIZE);
    return true;
}

void crypto_key8(const uint8_t point[POINT_SIZE], uint8_t key8[KEY8_SIZE])
{
    static const uint8_t prefix[] = {UNCOMPRESSED};
    uint8_t hash[HASH_SIZE];
    crypto_sha256_of_two(BYTES_OF(prefix), (struct bytes){point, POINT_SIZE}, hash);
    memcpy(key8, hash, KEY8_SIZE);
}
