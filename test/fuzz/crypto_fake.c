#include "test/fuzz/crypto_fake.h"

#include "door/seams/crypto.h"

#include <string.h>

enum {
    DER_SEQUENCE = 0x30
};

// The finalizer of SplitMix64, Steele, Lea and Flood 2014: a bijection that leaves no bit alone.
static uint64_t mixed(uint64_t value)
{
    value ^= value >> 30;
    value *= UINT64_C(0xbf58476d1ce4e5b9);
    value ^= value >> 27;
    value *= UINT64_C(0x94d049bb133111eb);
    return value ^ value >> 31;
}

static uint64_t absorb(uint64_t state, struct bytes message)
{
    for (size_t i = 0; i < message.count; i++) {
        state = (state ^ message.at[i]) * UINT64_C(0x9e3779b97f4a7c15);
        state ^= state >> 29;
    }
    return mixed(state ^ message.count);
}

static void squeeze(uint64_t state, uint8_t hash[HASH_SIZE])
{
    for (size_t i = 0; i < HASH_SIZE; i++) {
        if (i % 8 == 0) {
            state = mixed(state + UINT64_C(0x9e3779b97f4a7c15));
        }
        hash[i] = (uint8_t)(state >> 8 * (i % 8));
    }
}

void crypto_sha256(struct bytes message, uint8_t hash[HASH_SIZE])
{
    crypto_sha256_of_two(message, (struct bytes){NULL, 0}, hash);
}

void crypto_sha256_of_two(struct bytes first, struct bytes second, uint8_t hash[HASH_SIZE])
{
    // As if both were one: a hash does not know where it was cut.
    uint64_t state = 1;
    for (size_t i = 0; i < first.count + second.count; i++) {
        const uint8_t byte = i < first.count ? first.at[i] : second.at[i - first.count];
        state = (state ^ byte) * UINT64_C(0x9e3779b97f4a7c15);
        state ^= state >> 29;
    }
    squeeze(state ^ (first.count + second.count), hash);
}

void crypto_hmac_sha256(struct bytes key, struct bytes message, uint8_t mac[HASH_SIZE])
{
    squeeze(absorb(absorb(2, key), message), mac);
}

static void signature_of(const uint8_t key[PRIVATE_KEY_SIZE], const uint8_t hash[HASH_SIZE],
                         uint8_t signature[SIGNATURE_SIZE])
{
    uint64_t state = absorb(3, (struct bytes){key, PRIVATE_KEY_SIZE});
    state = absorb(state, (struct bytes){hash, HASH_SIZE});
    squeeze(state, signature);
    memcpy(signature + HASH_SIZE, signature, HASH_SIZE);
}

void fake_point(const uint8_t key[PRIVATE_KEY_SIZE], uint8_t point[POINT_SIZE])
{
    for (size_t i = 0; i < PRIVATE_KEY_SIZE; i++) {
        point[i] = key[i];
        point[PRIVATE_KEY_SIZE + i] = (uint8_t)~key[i];
    }
}

bool crypto_verify(const uint8_t point[POINT_SIZE], const uint8_t hash[HASH_SIZE],
                   const uint8_t signature[SIGNATURE_SIZE])
{
    uint8_t whole[POINT_SIZE];
    uint8_t expected[SIGNATURE_SIZE];
    fake_point(point, whole);
    signature_of(point, hash, expected);
    return same_bytes(whole, point, POINT_SIZE) && same_bytes(expected, signature, SIGNATURE_SIZE);
}

bool crypto_verify_der(const uint8_t point[POINT_SIZE], const uint8_t hash[HASH_SIZE],
                       struct bytes signature)
{
    return signature.count == FAKE_DER_SIZE && signature.at[0] == DER_SEQUENCE &&
           signature.at[1] == SIGNATURE_SIZE && crypto_verify(point, hash, signature.at + 2);
}

bool crypto_sign(const uint8_t key[PRIVATE_KEY_SIZE], const uint8_t hash[HASH_SIZE],
                 uint8_t signature[SIGNATURE_SIZE])
{
    signature_of(key, hash, signature);
    return true;
}

void crypto_key8(const uint8_t point[POINT_SIZE], uint8_t key8[KEY8_SIZE])
{
    uint8_t hash[HASH_SIZE];
    crypto_sha256((struct bytes){point, POINT_SIZE}, hash);
    memcpy(key8, hash, KEY8_SIZE);
}

void fake_sign(const uint8_t key[PRIVATE_KEY_SIZE], uint8_t *message, size_t covered)
{
    uint8_t hash[HASH_SIZE];
    crypto_sha256((struct bytes){message, covered}, hash);
    signature_of(key, hash, message + covered);
}

void fake_sign_der(const uint8_t key[PRIVATE_KEY_SIZE], const uint8_t hash[HASH_SIZE],
                   uint8_t signature[FAKE_DER_SIZE])
{
    signature[0] = DER_SEQUENCE;
    signature[1] = SIGNATURE_SIZE;
    signature_of(key, hash, signature + 2);
}
