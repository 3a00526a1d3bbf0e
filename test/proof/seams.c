// The seams, with anything behind them: cryptography that says anything, a flash that holds anything
// and fails whenever it likes. What they ask of the door is asserted: whole, initialised bytes.
#include "test/proof/seams.h"

#include "door/seams/crypto.h"
#include "test/proof/any.h"

void whole(const uint8_t *at, size_t count)
{
    (void)at;
    (void)count;
}

void crypto_sha256(struct bytes message, uint8_t hash[HASH_SIZE])
{
    whole(message.at, message.count);
    any_bytes(hash, HASH_SIZE);
}

void crypto_sha256_of_two(struct bytes first, struct bytes second, uint8_t hash[HASH_SIZE])
{
    whole(first.at, first.count);
    whole(second.at, second.count);
    any_bytes(hash, HASH_SIZE);
}

void crypto_hmac_sha256(struct bytes key, struct bytes message, uint8_t mac[HASH_SIZE])
{
    whole(key.at, key.count);
    whole(message.at, message.count);
    any_bytes(mac, HASH_SIZE);
}

bool crypto_verify(const uint8_t point[POINT_SIZE], const uint8_t hash[HASH_SIZE],
                   const uint8_t signature[SIGNATURE_SIZE])
{
    whole(point, POINT_SIZE);
    whole(hash, HASH_SIZE);
    whole(signature, SIGNATURE_SIZE);
    return any_bool();
}

bool crypto_verify_der(const uint8_t point[POINT_SIZE], const uint8_t hash[HASH_SIZE],
                       struct bytes signature)
{
    whole(point, POINT_SIZE);
    whole(hash, HASH_SIZE);
    whole(signature.at, signature.count);
    return any_bool();
}

void crypto_key8(const uint8_t point[POINT_SIZE], uint8_t key8[KEY8_SIZE])
{
    whole(point, POINT_SIZE);
    any_bytes(key8, KEY8_SIZE);
}

static bool read_anything(void *self, size_t address, uint8_t *into, size_t count)
{
    (void)self;
    (void)address;
    any_bytes(into, count);
    return any_bool();
}

static bool program_anything(void *self, size_t address, struct bytes what)
{
    (void)self;
    (void)address;
    whole(what.at, what.count);
    return any_bool();
}

static bool erase_anything(void *self, size_t sector)
{
    (void)self;
    (void)sector;
    return any_bool();
}

const struct flash any_flash = {.self = NULL,
                                .sector_size = 4096,
                                .sectors = 8,
                                .read = read_anything,
                                .program = program_anything,
                                .erase = erase_anything};
