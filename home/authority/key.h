// P-256 keys: made, kept in files, signing and verifying. OpenSSL's names stay in authority/.
//
// Files are PEM: PKCS#8, under a passphrase as PBES2 with PBKDF2 (HMAC-SHA256) and AES-256-CBC
// (RFC 8018), and SubjectPublicKeyInfo for public keys.
#ifndef HOME_AUTHORITY_KEY_H
#define HOME_AUTHORITY_KEY_H

#include "base/bytes.h"
#include "base/must_use.h"
#include "home/failure.h"
#include "protocol/words.h"

#include <openssl/evp.h>

enum {
    PASSPHRASE_MOST = 256,
    PASSPHRASE_LEAST = 8,
    PASSPHRASE_ROUNDS = 600000 // of PBKDF2: about a fifth of a second for each key
};

struct passphrase {
    char text[PASSPHRASE_MOST + 1];
    uint32_t rounds;
};

// Says that OpenSSL did not take a key that is sound; false, so that it can be returned.
bool key_refused(struct failure *failure);

// Makes a key; the caller frees it with EVP_PKEY_free.
MUST_USE bool key_generate(EVP_PKEY **out, struct failure *failure);

MUST_USE bool key_point(const EVP_PKEY *key, uint8_t point[POINT_SIZE]);
MUST_USE bool key_scalar(const EVP_PKEY *key, uint8_t scalar[PRIVATE_KEY_SIZE]);

// key8 and door8: the first 8 bytes of SHA-256(04 | X | Y).
void key8_of(const uint8_t point[POINT_SIZE], uint8_t key8[KEY8_SIZE]);

void sha256_of(struct bytes covered, uint8_t hash[HASH_SIZE]);

// The public key of a point; NULL when it is not on the curve. Freed by the caller.
EVP_PKEY *key_from_point(const uint8_t point[POINT_SIZE]);

// The key pair of a scalar, as from a recovery sheet or an invitation; NULL for one that is none.
EVP_PKEY *key_from_scalar(const uint8_t scalar[PRIVATE_KEY_SIZE]);

// ES256, as r | s.
MUST_USE bool key_sign(EVP_PKEY *key, struct bytes covered, uint8_t signature[SIGNATURE_SIZE]);
MUST_USE bool key_verify(EVP_PKEY *key, struct bytes covered,
                         const uint8_t signature[SIGNATURE_SIZE]);

// A whole message whose last 64 bytes are its signature.
MUST_USE bool key_verify_message(EVP_PKEY *key, struct bytes message);

// passphrase NULL: the key lies open in its file of mode 0600.
MUST_USE bool key_save(EVP_PKEY *key, const char *path, const struct passphrase *passphrase,
                       struct failure *failure);
MUST_USE bool key_load(const char *path, const struct passphrase *passphrase, EVP_PKEY **out,
                       struct failure *failure);

MUST_USE bool key_save_public(EVP_PKEY *key, const char *path, struct failure *failure);
MUST_USE bool key_load_public(const char *path, EVP_PKEY **out, struct failure *failure);

// Random bytes of OpenSSL's generator.
MUST_USE bool random_fill(uint8_t *room, size_t count, struct failure *failure);

#endif
