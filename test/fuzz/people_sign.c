#include "test/fuzz/people_sign.h"

#include "base/writer.h"
#include "door/seams/crypto.h"
#include "test/fuzz/crypto_fake.h"
#include "test/fuzz/door_world.h"

#include <stdio.h>

enum {
    CLIENT_DATA_MOST = 200
};

static void base64url(const uint8_t hash[HASH_SIZE], char text[44])
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (size_t i = 0; i < 43; i++) {
        uint32_t six = 0;
        for (size_t bit = 6 * i; bit < 6 * i + 6; bit++) {
            const uint32_t one = bit < 256 ? hash[bit / 8] >> (7 - bit % 8) & 1U : 0U;
            six = six << 1 | one;
        }
        text[i] = letters[six];
    }
    text[43] = '\0';
}

struct bytes people_sign_with_passkey(size_t who, const struct command *command, uint8_t *room)
{
    uint8_t key[PRIVATE_KEY_SIZE];
    uint8_t m[COMMAND_M_SIZE];
    uint8_t hash[HASH_SIZE];
    uint8_t authenticator[37] = {0};
    uint8_t signature[FAKE_DER_SIZE];
    char text[44];
    char json[CLIENT_DATA_MOST];
    command_encode_m(command, m);
    crypto_sha256(BYTES_OF(m), hash);
    base64url(hash, text);
    const int count = snprintf(json, sizeof(json),
                               "{\"type\":\"webauthn.get\",\"challenge\":\"%s\",\"origin\":"
                               "\"https://h\",\"crossOrigin\":false}",
                               text);
    const struct bytes client = {(const uint8_t *)json, (size_t)count};
    crypto_sha256(bytes_of_text("h"), authenticator);
    authenticator[HASH_SIZE] = 0x05; // present and verified
    crypto_sha256(client, hash);
    crypto_sha256_of_two(BYTES_OF(authenticator), BYTES_OF(hash), hash);
    door_world_key(who, key);
    fake_sign_der(key, hash, signature);
    struct writer w = writer_into(room, COMMAND_MOST);
    writer_u8(&w, KEY_PASSKEY);
    writer_bytes(&w, BYTES_OF(m));
    writer_u8(&w, sizeof(authenticator));
    writer_bytes(&w, BYTES_OF(authenticator));
    writer_u16(&w, (uint16_t)client.count);
    writer_bytes(&w, client);
    writer_u8(&w, sizeof(signature));
    writer_bytes(&w, BYTES_OF(signature));
    return writer_written(&w);
}

struct bytes people_sign_raw(size_t who, const struct command *command, uint8_t *room)
{
    uint8_t key[PRIVATE_KEY_SIZE];
    door_world_key(who, key);
    command_encode_raw(command, room);
    fake_sign(key, room, COMMAND_RAW_COVERED);
    return (struct bytes){room, COMMAND_RAW_SIZE};
}
