#include "home/authority/key.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <string.h>

enum {
    POINT_UNCOMPRESSED = 4, // SEC 1, 2.3.3
    DER_SIGNATURE_MOST = 80
};

bool random_fill(uint8_t *room, size_t count, struct failure *failure)
{
    if (count > 4096 || RAND_bytes(room, (int)count) != 1) {
        return failure_say(failure, "the system gives no random numbers; start it again, and if "
                                    "that does not help make no keys on this machine");
    }
    return true;
}

bool key_refused(struct failure *failure)
{
    return failure_say(failure, "OpenSSL refused its own key; check that its library is whole");
}

bool key_generate(EVP_PKEY **out, struct failure *failure)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    if (key == NULL) {
        ERR_clear_error();
        return failure_say(failure, "OpenSSL made no P-256 key; check that its library is whole");
    }
    *out = key;
    return true;
}

bool key_point(const EVP_PKEY *key, uint8_t point[POINT_SIZE])
{
    uint8_t encoded[1 + POINT_SIZE];
    size_t count = 0;
    if (EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, encoded, sizeof(encoded),
                                        &count) != 1 ||
        count != sizeof(encoded) || encoded[0] != POINT_UNCOMPRESSED) {
        ERR_clear_error();
        return false;
    }
    memcpy(point, encoded + 1, POINT_SIZE);
    return true;
}

bool key_scalar(const EVP_PKEY *key, uint8_t scalar[PRIVATE_KEY_SIZE])
{
    BIGNUM *number = NULL;
    if (EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_PRIV_KEY, &number) != 1) {
        ERR_clear_error();
        return false;
    }
    const bool fits = BN_bn2binpad(number, scalar, PRIVATE_KEY_SIZE) == PRIVATE_KEY_SIZE;
    BN_clear_free(number);
    return fits;
}

void sha256_of(struct bytes covered, uint8_t hash[HASH_SIZE])
{
    // Never refused: SHA256 needs neither memory nor a provider.
    (void)SHA256(covered.at, covered.count, hash);
}

void key8_of(const uint8_t point[POINT_SIZE], uint8_t key8[KEY8_SIZE])
{
    uint8_t encoded[1 + POINT_SIZE] = {POINT_UNCOMPRESSED};
    uint8_t hash[HASH_SIZE];
    memcpy(encoded + 1, point, POINT_SIZE);
    sha256_of(BYTES_OF(encoded), hash);
    memcpy(key8, hash, KEY8_SIZE);
}

EVP_PKEY *key_from_point(const uint8_t point[POINT_SIZE])
{
    uint8_t encoded[1 + POINT_SIZE] = {POINT_UNCOMPRESSED};
    char group[] = "prime256v1";
    memcpy(encoded + 1, point, POINT_SIZE);
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, encoded, sizeof(encoded)),
        OSSL_PARAM_construct_end(),
    };
    EVP_PKEY *key = NULL;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    if (context == NULL || EVP_PKEY_fromdata_init(context) != 1 ||
        EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters) != 1) {
        key = NULL;
    }
    EVP_PKEY_CTX_free(context);
    ERR_clear_error();
    return key;
}

// By way of SEC 1's ECPrivateKey: version, key, curve; OpenSSL finds the point.
EVP_PKEY *key_from_scalar(const uint8_t scalar[PRIVATE_KEY_SIZE])
{
    static const uint8_t before[] = {0x30, 0x31, 0x02, 0x01, 0x01, 0x04, 0x20};
    static const uint8_t after[] = {0xa0, 0x0a, 0x06, 0x08, 0x2a, 0x86,
                                    0x48, 0xce, 0x3d, 0x03, 0x01, 0x07};
    uint8_t der[sizeof(before) + PRIVATE_KEY_SIZE + sizeof(after)];
    memcpy(der, before, sizeof(before));
    memcpy(der + sizeof(before), scalar, PRIVATE_KEY_SIZE);
    memcpy(der + sizeof(before) + PRIVATE_KEY_SIZE, after, sizeof(after));
    const uint8_t *at = der;
    EVP_PKEY *key = d2i_PrivateKey(EVP_PKEY_EC, NULL, &at, sizeof(der));
    EVP_PKEY_CTX *context = key == NULL ? NULL : EVP_PKEY_CTX_new(key, NULL);
    // From 1 to the order of the group less 1 (SEC 1, 3.2.1).
    if (context == NULL || EVP_PKEY_private_check(context) != 1) {
        EVP_PKEY_free(key);
        key = NULL;
    }
    EVP_PKEY_CTX_free(context);
    ERR_clear_error();
    wipe(der, sizeof(der));
    return key;
}

// ECDSA-Sig-Value of RFC 3279 to r | s.
static bool signature_from_der(const uint8_t *der, size_t count, uint8_t signature[SIGNATURE_SIZE])
{
    ECDSA_SIG *parsed = d2i_ECDSA_SIG(NULL, &der, (long)count);
    if (parsed == NULL) {
        return false;
    }
    const int half = SIGNATURE_SIZE / 2;
    const bool fits = BN_bn2binpad(ECDSA_SIG_get0_r(parsed), signature, half) == half &&
                      BN_bn2binpad(ECDSA_SIG_get0_s(parsed), signature + half, half) == half;
    ECDSA_SIG_free(parsed);
    return fits;
}

bool key_sign(EVP_PKEY *key, struct bytes covered, uint8_t signature[SIGNATURE_SIZE])
{
    uint8_t der[DER_SIGNATURE_MOST];
    size_t count = sizeof(der);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    const bool signed_it = context != NULL &&
                           EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key) == 1 &&
                           EVP_DigestSign(context, der, &count, covered.at, covered.count) == 1 &&
                           signature_from_der(der, count, signature);
    EVP_MD_CTX_free(context);
    ERR_clear_error();
    return signed_it;
}

// The DER of r | s; its length, or 0.
static size_t signature_to_der(const uint8_t signature[SIGNATURE_SIZE],
                               uint8_t der[DER_SIGNATURE_MOST])
{
    const int half = SIGNATURE_SIZE / 2;
    ECDSA_SIG *parsed = ECDSA_SIG_new();
    BIGNUM *r = BN_bin2bn(signature, half, NULL);
    BIGNUM *s = BN_bin2bn(signature + half, half, NULL);
    if (parsed == NULL || r == NULL || s == NULL || ECDSA_SIG_set0(parsed, r, s) != 1) {
        BN_free(r);
        BN_free(s);
        ECDSA_SIG_free(parsed);
        return 0;
    }
    const int count = i2d_ECDSA_SIG(parsed, NULL);
    if (count > 0 && count <= DER_SIGNATURE_MOST) {
        uint8_t *at = der;
        (void)i2d_ECDSA_SIG(parsed, &at); // the length was asked for above
    }
    ECDSA_SIG_free(parsed);
    return count > 0 && count <= DER_SIGNATURE_MOST ? (size_t)count : 0;
}

bool key_verify(EVP_PKEY *key, struct bytes covered, const uint8_t signature[SIGNATURE_SIZE])
{
    uint8_t der[DER_SIGNATURE_MOST];
    const size_t count = signature_to_der(signature, der);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    const bool holds = count > 0 && context != NULL &&
                       EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, key) == 1 &&
                       EVP_DigestVerify(context, der, count, covered.at, covered.count) == 1;
    EVP_MD_CTX_free(context);
    ERR_clear_error();
    return holds;
}

bool key_verify_message(EVP_PKEY *key, struct bytes message)
{
    if (message.count <= SIGNATURE_SIZE) {
        return false;
    }
    const size_t covered = message.count - SIGNATURE_SIZE;
    return key_verify(key, (struct bytes){message.at, covered}, message.at + covered);
}
