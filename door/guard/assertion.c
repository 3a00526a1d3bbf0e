#include "door/guard/assertion.h"

#include "base/reader.h"
#include "door/seams/crypto.h"

#include <string.h>

// WebAuthn Level 2, 6.1: authenticator data.
enum {
    FLAG_USER_PRESENT = 0x01,
    FLAG_USER_VERIFIED = 0x04,
    FLAG_ATTESTED = 0x40,
    FLAG_EXTENSIONS = 0x80,
    SIGN_COUNT_SIZE = 4,
    CHALLENGE_TEXT = 43 // 32 bytes in base64url without padding
};

struct bytes origin_host(struct bytes origin)
{
    size_t from = 0;
    while (from + 3 <= origin.count && memcmp(origin.at + from, "://", 3) != 0) {
        from++;
    }
    if (from + 3 >= origin.count) {
        return (struct bytes){NULL, 0};
    }
    from += 3;
    size_t to = from;
    while (to < origin.count && origin.at[to] != ':') {
        to++;
    }
    return (struct bytes){origin.at + from, to - from};
}

static void base64url(const uint8_t challenge[HASH_SIZE], uint8_t text[CHALLENGE_TEXT])
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (size_t i = 0; i < CHALLENGE_TEXT; i++) {
        const size_t bit = i * 6;
        const size_t at = bit / 8;
        const uint32_t next = at + 1 < HASH_SIZE ? challenge[at + 1] : 0;
        const uint32_t two = (uint32_t)challenge[at] << 8 | next;
        text[i] = (uint8_t)alphabet[two >> (10 - bit % 8) & 0x3f];
    }
}

static bool reads(struct reader *r, struct bytes expected)
{
    return bytes_equal(reader_take(r, expected.count), expected);
}

static bool reads_text(struct reader *r, const char *expected)
{
    return reads(r, bytes_of_text(expected));
}

bool client_data_fits(struct bytes client_data_json, struct bytes origin,
                      const uint8_t challenge[HASH_SIZE])
{
    uint8_t text[CHALLENGE_TEXT];
    base64url(challenge, text);
    struct reader r = reader_over(client_data_json);
    if (!reads_text(&r, "{\"type\":\"webauthn.get\",\"challenge\":\"") ||
        !reads(&r, BYTES_OF(text)) || !reads_text(&r, "\",\"origin\":\"") || !reads(&r, origin) ||
        !reads_text(&r, "\"")) {
        return false;
    }
    const uint8_t next = reader_u8(&r);
    if (next == '}') {
        return reader_finished(&r);
    }
    if (next != ',' || !reads_text(&r, "\"crossOrigin\":false")) {
        return false;
    }
    const uint8_t after = reader_u8(&r);
    if (after == '}') {
        return reader_finished(&r);
    }
    return after == ',' && r.left > 0 && r.at[r.left - 1] == '}';
}

bool authenticator_data_fits(struct bytes authenticator_data, const uint8_t rp_id_hash[HASH_SIZE])
{
    struct reader r = reader_over(authenticator_data);
    const bool ours = reads(&r, (struct bytes){rp_id_hash, HASH_SIZE});
    const uint8_t flags = reader_u8(&r);
    (void)reader_take(&r, SIGN_COUNT_SIZE);
    const bool extended = (flags & FLAG_EXTENSIONS) != 0;
    const bool whole = extended ? !r.overrun && r.left > 0 : reader_finished(&r);
    const uint8_t wanted = FLAG_USER_PRESENT | FLAG_USER_VERIFIED;
    return ours && whole && (flags & (wanted | FLAG_ATTESTED)) == wanted;
}

bool assertion_signature_holds(const struct assertion *assertion, const uint8_t point[POINT_SIZE])
{
    uint8_t client_data_hash[HASH_SIZE];
    uint8_t hash[HASH_SIZE];
    crypto_sha256(assertion->client_data_json, client_data_hash);
    crypto_sha256_of_two(assertion->authenticator_data, BYTES_OF(client_data_hash), hash);
    return crypto_verify_der(point, hash, assertion->signature);
}

bool assertion_holds(const struct assertion *assertion, const struct relying_party *party,
                     const uint8_t challenge[HASH_SIZE], const uint8_t point[POINT_SIZE])
{
    return client_data_fits(assertion->client_data_json, party->origin, challenge) &&
           authenticator_data_fits(assertion->authenticator_data, party->rp_id_hash) &&
           assertion_signature_holds(assertion, point);
}
