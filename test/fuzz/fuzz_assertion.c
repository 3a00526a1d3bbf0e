// WebAuthn assertions: what fits must be what a browser would write for this challenge and origin, as
// told here a second time and in another way. Cryptography is the door's own, so that DER is read as
// on the door.
//
// Input: origin, challenge and point, authenticator data, clientDataJSON (its length in two bytes),
// and as signature what is left; a length stands before each but the challenge and the point.
#include "door/guard/assertion.h"

#include "base/insist.h"
#include "base/reader.h"
#include "door/seams/crypto.h"
#include "test/fuzz/harness.h"

#include <stdio.h>
#include <string.h>

enum {
    TEXT_SIZE = 512,
    CHALLENGE_TEXT_SIZE = 44,
    FLAGS_AT = HASH_SIZE,
    FLAGS_LOOKED_AT = 0x45, // user present, verified, attested credential data
    FLAGS_WANTED = 0x05,
    SIGNATURE_MOST = 72
};

// Three bytes make four letters; 32 bytes make 43.
static void challenge_text(const uint8_t challenge[HASH_SIZE], char text[CHALLENGE_TEXT_SIZE])
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    uint8_t padded[HASH_SIZE + 1] = {0};
    memcpy(padded, challenge, HASH_SIZE);
    for (size_t i = 0; i < sizeof(padded) / 3; i++) {
        const uint8_t *three = padded + 3 * i;
        const uint32_t all = (uint32_t)three[0] << 16 | (uint32_t)three[1] << 8 | three[2];
        for (size_t j = 0; j < 4; j++) {
            text[4 * i + j] = letters[all >> (18 - 6 * j) & 63U];
        }
    }
    text[CHALLENGE_TEXT_SIZE - 1] = '\0';
}

static void check_client_data(struct bytes json, struct bytes origin,
                              const uint8_t challenge[HASH_SIZE])
{
    char text[CHALLENGE_TEXT_SIZE];
    char front[TEXT_SIZE];
    challenge_text(challenge, text);
    const int length = snprintf(front, sizeof(front),
                                "{\"type\":\"webauthn.get\",\"challenge\":\"%s\","
                                "\"origin\":\"",
                                text);
    const size_t before = (size_t)length;
    INSIST(980, json.count > before + origin.count + 1 && memcmp(json.at, front, before) == 0);
    INSIST(981, same_bytes(json.at + before, origin.at, origin.count));
    INSIST(982, json.at[before + origin.count] == '"' && json.at[json.count - 1] == '}');
}

static void check_authenticator_data(struct bytes authenticator_data,
                                     const uint8_t rp_id_hash[HASH_SIZE])
{
    INSIST(983, authenticator_data.count >= 37);
    INSIST(984, memcmp(authenticator_data.at, rp_id_hash, HASH_SIZE) == 0);
    INSIST(985, (authenticator_data.at[FLAGS_AT] & FLAGS_LOOKED_AT) == FLAGS_WANTED);
}

static struct bytes short_run(struct reader *r)
{
    const uint8_t length = reader_u8(r);
    return reader_take(r, length);
}

static void try_input(struct bytes input)
{
    struct reader r = reader_over(input);
    uint8_t challenge[HASH_SIZE];
    uint8_t point[POINT_SIZE];
    struct relying_party party = {.origin = short_run(&r)};
    reader_copy(&r, challenge, sizeof(challenge));
    reader_copy(&r, point, sizeof(point));
    struct assertion assertion = {.authenticator_data = short_run(&r)};
    const uint16_t length = reader_u16(&r);
    assertion.client_data_json = reader_take(&r, length);
    assertion.signature = reader_take(&r, r.left);
    const struct bytes host = origin_host(party.origin);
    INSIST(986, host.count == 0 || (host.at >= party.origin.at + 3 &&
                                    host.at + host.count <= party.origin.at + party.origin.count));
    crypto_sha256(host, party.rp_id_hash);
    const bool client = client_data_fits(assertion.client_data_json, party.origin, challenge);
    if (client) {
        check_client_data(assertion.client_data_json, party.origin, challenge);
    }
    const bool device = authenticator_data_fits(assertion.authenticator_data, party.rp_id_hash);
    if (device) {
        check_authenticator_data(assertion.authenticator_data, party.rp_id_hash);
    }
    const bool holds = assertion_signature_holds(&assertion, point);
    INSIST(987, !holds || assertion.signature.count <= SIGNATURE_MOST);
    INSIST(988,
           assertion_holds(&assertion, &party, challenge, point) == (client && device && holds));
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
    try_input((struct bytes){input, size});
    return 0;
}
