// Cryptography for fuzzing: the seam door/seams/crypto.h by a mixing function, so that a whole door
// takes thousands of inputs a second and a fuzzer can sign. It keeps nobody out.
//
// A key is any 32 bytes; its point is the key, and behind it the key inverted. A signature is the mix
// of key and hash, twice; in DER it stands behind two bytes.
#ifndef TEST_FUZZ_CRYPTO_FAKE_H
#define TEST_FUZZ_CRYPTO_FAKE_H

#include "protocol/words.h"

enum {
    FAKE_DER_SIZE = 2 + SIGNATURE_SIZE
};

void fake_point(const uint8_t key[PRIVATE_KEY_SIZE], uint8_t point[POINT_SIZE]);

// Behind the covered bytes of a message; both stand in the same room.
void fake_sign(const uint8_t key[PRIVATE_KEY_SIZE], uint8_t *message, size_t covered);

void fake_sign_der(const uint8_t key[PRIVATE_KEY_SIZE], const uint8_t hash[HASH_SIZE],
                   uint8_t signature[FAKE_DER_SIZE]);

#endif
