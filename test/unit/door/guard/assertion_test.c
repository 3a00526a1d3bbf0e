// A passkey's assertion: what browsers really send, and everything beside it.
#include "door/guard/assertion.h"
#include "door/seams/crypto.h"
#include "test/support/check.h"
#include "test/support/people.h"

#include <stdio.h>
#include <string.h>

static const char origin[] = "https://garage.example";

static uint8_t challenge[HASH_SIZE];
static struct relying_party party;

static void ready(void)
{
    for (size_t i = 0; i < HASH_SIZE; i++) {
        challenge[i] = (uint8_t)i;
    }
    party.origin = bytes_of_text(origin);
    crypto_sha256(origin_host(party.origin), party.rp_id_hash);
}

static bool fits(const char *json)
{
    ready();
    return client_data_fits(bytes_of_text(json), party.origin, challenge);
}

#define FRONT "{\"type\":\"webauthn.get\",\"challenge\":\""
#define GOOD                                                                                       \
    FRONT "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\",\"origin\":\"https://garage.example\""

static void what_browsers_send_fits(void)
{
    CHECK(fits(GOOD "}"));                       // WebKit
    CHECK(fits(GOOD ",\"crossOrigin\":false}")); // Chromium, Firefox
    CHECK(fits(GOOD ",\"crossOrigin\":false,\"other_keys_can_be_added_here\":\"do not compare "
                    "clientDataJSON against a template\"}"));
}

static void anything_else_does_not(void)
{
    CHECK(!fits(GOOD ",\"crossOrigin\":true}"));
    CHECK(!fits(GOOD ",\"crossOrigin\":false"));
    CHECK(!fits(GOOD ",\"crossOrigin\":false,"));
    CHECK(!fits(GOOD ",\"crossOrigin\":false,\"a\":1"));
    CHECK(!fits(GOOD ",\"crossOrigin\":false}x"));
    CHECK(!fits(GOOD "}x"));
    CHECK(!fits(GOOD " }"));
    CHECK(!fits(GOOD ",\"a\":1}"));
    CHECK(!fits(" " GOOD "}"));
    CHECK(!fits("{\"type\":\"webauthn.create\",\"challenge\":"
                "\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\",\"origin\":\"https://"
                "garage.example\"}"));
    CHECK(!fits(FRONT "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9\",\"origin\":\"https://"
                      "garage.example\"}"));
    CHECK(!fits(FRONT "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\",\"origin\":\"https://"
                      "garage.example\"}"));
    CHECK(!fits(FRONT "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\",\"origin\":\"https://"
                      "garage.example.evil\"}"));
    CHECK(!fits(FRONT "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\",\"origin\":\"https://"
                      "garage.exampl\"}"));
}

static void every_truncation_is_refused(void)
{
    const char whole[] = GOOD ",\"crossOrigin\":false,\"a\":\"}\"}";
    ready();
    const struct bytes all = bytes_of_text(whole);
    CHECK(client_data_fits(all, party.origin, challenge));
    for (size_t cut = 0; cut < all.count; cut++) {
        // An extra key's value may end in a brace: then a shorter text is as good as the whole.
        const bool ends_in_brace = cut > strlen(GOOD) + 20 && whole[cut - 1] == '}';
        CHECK(client_data_fits((struct bytes){all.at, cut}, party.origin, challenge) ==
              ends_in_brace);
    }
}

static void a_challenge_is_base64url(void)
{
    char json[200];
    ready();
    memset(challenge, 0xff, sizeof(challenge));
    (void)snprintf(json, sizeof(json), FRONT "%.42s8\",\"origin\":\"%s\"}",
                   "__________________________________________", origin);
    CHECK(client_data_fits(bytes_of_text(json), party.origin, challenge));
    memset(challenge, 0xfb, sizeof(challenge));
    (void)snprintf(json, sizeof(json), FRONT "%s%s%s\",\"origin\":\"%s\"}", "-_v7-_v7-_v7-_v7",
                   "-_v7-_v7-_v7-_v7", "-_v7-_v7-_s", origin);
    CHECK(client_data_fits(bytes_of_text(json), party.origin, challenge));
}

static void the_host_is_without_scheme_and_port(void)
{
    const char *const cases[][2] = {{"https://garage.example", "garage.example"},
                                    {"https://garage.example:8443", "garage.example"},
                                    {"http://localhost:8080", "localhost"},
                                    {"garage.example", ""},
                                    {"https://", ""},
                                    {"", ""}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct bytes host = origin_host(bytes_of_text(cases[i][0]));
        CHECK_BYTES(host, bytes_of_text(cases[i][1]));
    }
}

static bool data_fits(uint8_t flags, size_t count)
{
    uint8_t data[64] = {0};
    ready();
    memcpy(data, party.rp_id_hash, HASH_SIZE);
    data[HASH_SIZE] = flags;
    return authenticator_data_fits((struct bytes){data, count}, party.rp_id_hash);
}

static void a_user_is_present_and_verified(void)
{
    for (unsigned flags = 0; flags < 256; flags++) {
        const bool extended = (flags & 0x80) != 0;
        const bool good = (flags & 0x45) == 0x05;
        CHECK(data_fits((uint8_t)flags, 37) == (good && !extended));
        CHECK(data_fits((uint8_t)flags, 38) == (good && extended));
        CHECK(!data_fits((uint8_t)flags, 36));
    }
}

static void another_relying_party_is_refused(void)
{
    uint8_t data[37] = {0};
    ready();
    memcpy(data, party.rp_id_hash, HASH_SIZE);
    data[HASH_SIZE] = 0x05;
    CHECK(authenticator_data_fits(BYTES_OF(data), party.rp_id_hash));
    data[31] ^= 1;
    CHECK(!authenticator_data_fits(BYTES_OF(data), party.rp_id_hash));
}

static void a_signature_over_both_parts_holds_for_its_key_alone(void)
{
    uint8_t data[37] = {0};
    uint8_t signed_bytes[37 + HASH_SIZE];
    uint8_t hash[HASH_SIZE];
    uint8_t raw[SIGNATURE_SIZE];
    uint8_t der[80];
    ready();
    memcpy(data, party.rp_id_hash, HASH_SIZE);
    data[HASH_SIZE] = 0x05;
    const struct bytes json = bytes_of_text(GOOD "}");
    memcpy(signed_bytes, data, sizeof(data));
    crypto_sha256(json, signed_bytes + sizeof(data));
    crypto_sha256(BYTES_OF(signed_bytes), hash);
    CHECK(crypto_sign(test_keys[KEY_OF_ALICE].private_key, hash, raw));
    struct assertion assertion = {.authenticator_data = BYTES_OF(data),
                                  .client_data_json = json,
                                  .signature = {der, person_signature_to_der(raw, der)}};
    const uint8_t *alice = test_keys[KEY_OF_ALICE].point;
    CHECK(assertion_holds(&assertion, &party, challenge, alice));
    CHECK(!assertion_holds(&assertion, &party, challenge, test_keys[KEY_OF_BOB].point));
    challenge[0] ^= 1;
    CHECK(!assertion_holds(&assertion, &party, challenge, alice));
    challenge[0] ^= 1;
    data[36] ^= 1; // the counter is covered
    CHECK(!assertion_holds(&assertion, &party, challenge, alice));
    data[36] ^= 1;
    assertion.signature.count--;
    CHECK(!assertion_holds(&assertion, &party, challenge, alice));
}

int main(void)
{
    RUN(what_browsers_send_fits);
    RUN(anything_else_does_not);
    RUN(every_truncation_is_refused);
    RUN(a_challenge_is_base64url);
    RUN(the_host_is_without_scheme_and_port);
    RUN(a_user_is_present_and_verified);
    RUN(another_relying_party_is_refused);
    RUN(a_signature_over_both_parts_holds_for_its_key_alone);
    return check_verdict();
}
