#include "test/support/people.h"

#include "base/insist.h"
#include "base/writer.h"
#include "door/seams/crypto.h"

#include <stdio.h>
#include <string.h>

void person_key8(enum test_key_owner who, uint8_t key8[KEY8_SIZE])
{
    crypto_key8(test_keys[who].point, key8);
}

void person_signs(enum test_key_owner who, uint8_t *message, size_t covered)
{
    uint8_t hash[HASH_SIZE];
    crypto_sha256((struct bytes){message, covered}, hash);
    INSIST(901, crypto_sign(test_keys[who].private_key, hash, message + covered));
}

bool person_signed(enum test_key_owner who, struct bytes message)
{
    uint8_t hash[HASH_SIZE];
    if (message.count < SIGNATURE_SIZE) {
        return false;
    }
    const size_t covered = message.count - SIGNATURE_SIZE;
    crypto_sha256((struct bytes){message.at, covered}, hash);
    return crypto_verify(test_keys[who].point, hash, message.at + covered);
}

struct roster_entry person_entry(enum test_key_owner who, enum role role, const char *user)
{
    struct roster_entry entry = {.kind = KEY_RAW, .role = (uint8_t)role};
    const struct bytes name = bytes_of_text(user);
    INSIST(902, name.count <= USER_SIZE);
    memcpy(entry.user, name.at, name.count);
    memcpy(entry.point, test_keys[who].point, POINT_SIZE);
    return entry;
}

struct roster_head people_roster_head(uint32_t version, uint8_t admins, uint8_t count)
{
    static const char origin[] = "https://garage.example";
    struct roster_head head = {
        .version = version, .made = 1800000000, .admins = admins, .count = count};
    person_key8(KEY_OF_IDENTITY, head.door8);
    memcpy(head.origin, origin, sizeof(origin) - 1);
    return head;
}

struct bytes person_signs_roster(enum test_key_owner who, const struct roster_head *head,
                                 const struct roster_entry *entries, uint8_t *room)
{
    uint8_t signer8[KEY8_SIZE];
    person_key8(who, signer8);
    const struct bytes covered = roster_encode(head, entries, signer8, room);
    person_signs(who, room, covered.count);
    return (struct bytes){room, covered.count + SIGNATURE_SIZE};
}

struct bytes person_signs_command(enum test_key_owner who, const struct command *command,
                                  uint8_t *room)
{
    struct command own = *command;
    person_key8(KEY_OF_IDENTITY, own.door8);
    person_key8(who, own.key8);
    command_encode_raw(&own, room);
    person_signs(who, room, COMMAND_RAW_COVERED);
    return (struct bytes){room, COMMAND_RAW_SIZE};
}

struct bytes person_signs_time(enum test_key_owner who, const struct time_message *time,
                               uint8_t *room)
{
    struct time_message own = *time;
    person_key8(KEY_OF_IDENTITY, own.door8);
    person_key8(who, own.key8);
    time_message_encode(&own, room);
    person_signs(who, room, TIME_COVERED);
    return (struct bytes){room, TIME_SIZE};
}

static void write_integer(struct writer *w, const uint8_t number[32])
{
    size_t from = 0;
    while (from < 31 && number[from] == 0) {
        from++;
    }
    const bool negative = (number[from] & 0x80) != 0;
    writer_u8(w, 0x02);
    writer_u8(w, (uint8_t)(32 - from + (negative ? 1 : 0)));
    writer_zeroes(w, negative ? 1 : 0);
    writer_bytes(w, (struct bytes){number + from, 32 - from});
}

size_t person_signature_to_der(const uint8_t raw[SIGNATURE_SIZE], uint8_t *der)
{
    struct writer w = writer_into(der, 72);
    writer_u8(&w, 0x30);
    writer_u8(&w, 0);
    write_integer(&w, raw);
    write_integer(&w, raw + 32);
    const size_t count = writer_written(&w).count;
    der[1] = (uint8_t)(count - 2);
    return count;
}

void person_flips_s(uint8_t signature[SIGNATURE_SIZE])
{
    // The order of P-256: SEC 2, 2.4.2.
    static const uint8_t n[32] = {0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff,
                                  0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17,
                                  0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51};
    int borrow = 0;
    for (size_t i = 32; i > 0; i--) {
        uint8_t *digit = &signature[32 + i - 1];
        const int difference = n[i - 1] - *digit - borrow;
        borrow = difference < 0 ? 1 : 0;
        *digit = (uint8_t)(difference + 256 * borrow);
    }
}

static struct bytes write_client_data(const char *origin, struct bytes m, char *room, size_t size)
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    uint8_t hash[HASH_SIZE + 1] = {0};
    char text[44] = {0};
    crypto_sha256(m, hash);
    for (size_t i = 0; i < 43; i++) {
        const unsigned two = (unsigned)hash[i * 6 / 8] << 8 | hash[i * 6 / 8 + 1];
        text[i] = alphabet[two >> (10 - i * 6 % 8) & 0x3f];
    }
    (void)snprintf(room, size,
                   "{\"type\":\"webauthn.get\",\"challenge\":\"%s\",\"origin\":\"%s\","
                   "\"crossOrigin\":false}",
                   text, origin);
    return bytes_of_text(room);
}

size_t person_signs_passkey_command(enum test_key_owner who, const char *origin, struct bytes m,
                                    uint8_t *room)
{
    char json[300];
    uint8_t data[37 + HASH_SIZE] = {0};
    uint8_t hash[HASH_SIZE];
    uint8_t raw[SIGNATURE_SIZE];
    uint8_t der[72];
    const struct bytes client_data = write_client_data(origin, m, json, sizeof(json));
    crypto_sha256(bytes_of_text(strstr(origin, "//") + 2), data);
    data[HASH_SIZE] = 0x05; // user present, user verified
    crypto_sha256(client_data, data + 37);
    crypto_sha256(BYTES_OF(data), hash);
    INSIST(908, crypto_sign(test_keys[who].private_key, hash, raw));
    const size_t signature = person_signature_to_der(raw, der);
    struct writer w = writer_into(room, COMMAND_MOST);
    writer_u8(&w, KEY_PASSKEY);
    writer_bytes(&w, m);
    writer_u8(&w, 37);
    writer_bytes(&w, (struct bytes){data, 37});
    writer_u16(&w, (uint16_t)client_data.count);
    writer_bytes(&w, client_data);
    writer_u8(&w, (uint8_t)signature);
    writer_bytes(&w, (struct bytes){der, signature});
    return writer_written(&w).count;
}
