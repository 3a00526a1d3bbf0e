// What a port must give in cryptography: P-256, SHA-256, HMAC. Link-time: one adapter in an image.
#ifndef DOOR_SEAMS_CRYPTO_H
#define DOOR_SEAMS_CRYPTO_H

#include "base/bytes.h"
#include "base/must_use.h"
#include "protocol/words.h"

// SHA-256 of all the bytes.
void crypto_sha256(struct bytes message, uint8_t hash[HASH_SIZE]);

// SHA-256 of two runs of bytes, one behind the other.
void crypto_sha256_of_two(struct bytes first, struct bytes second, uint8_t hash[HASH_SIZE]);

// HMAC-SHA256 (RFC 2104).
void crypto_hmac_sha256(struct bytes key, struct bytes message, uint8_t mac[HASH_SIZE]);

// ECDSA over P-256 (FIPS 186-4, 6.4): the signature holds for that hash and point. False for a point
// that is not on the curve.
MUST_USE bool crypto_verify(const uint8_t point[POINT_SIZE], const uint8_t hash[HASH_SIZE],
                            const uint8_t signature[SIGNATURE_SIZE]);

// The same for a signature in DER (RFC 3279, 2.2.3), as WebAuthn brings it.
MUST_USE bool crypto_verify_der(const uint8_t point[POINT_SIZE], const uint8_t hash[HASH_SIZE],
                                struct bytes signature);

// Deterministic ECDSA (RFC 6979): the same hash gives the same bytes. False for a key that is none.
MUST_USE bool crypto_sign(const uint8_t key[PRIVATE_KEY_SIZE], const uint8_t hash[HASH_SIZE],
                          uint8_t signature[SIGNATURE_SIZE]);

// key8 of a point: first bytes of SHA-256(04 | X | Y).
void crypto_key8(const uint8_t point[POINT_SIZE], uint8_t key8[KEY8_SIZE]);

#endif
