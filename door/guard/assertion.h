// A passkey's assertion (W3C WebAuthn Level 2, section 7.2), as far as a door needs it: the limited
// comparison of clientDataJSON, with no JSON parser. The signature counter is not relied on: passkeys
// that are synchronised send 0.
#ifndef DOOR_GUARD_ASSERTION_H
#define DOOR_GUARD_ASSERTION_H

#include "base/bytes.h"
#include "base/must_use.h"
#include "protocol/words.h"

// All borrowed.
struct assertion {
    struct bytes authenticator_data;
    struct bytes client_data_json;
    struct bytes signature; // DER
};

// What it is expected to be about.
struct relying_party {
    struct bytes origin;           // "https://garage.example"
    uint8_t rp_id_hash[HASH_SIZE]; // SHA-256 of the origin's host
};

// The host in an origin: what stands behind "://", without a port. Empty where there is none.
struct bytes origin_host(struct bytes origin);

// type, challenge and origin stand in front, in this order; crossOrigin is left out (WebKit) or
// false, and then others may follow (Chromium adds a key to about one in five).
MUST_USE bool client_data_fits(struct bytes client_data_json, struct bytes origin,
                               const uint8_t challenge[HASH_SIZE]);

// The relying party's, a user present and verified, and no attested credential data.
MUST_USE bool authenticator_data_fits(struct bytes authenticator_data,
                                      const uint8_t rp_id_hash[HASH_SIZE]);

// The three comparisons above are the caller's; this is the signature.
MUST_USE bool assertion_signature_holds(const struct assertion *assertion,
                                        const uint8_t point[POINT_SIZE]);

// All of it, cheap things first.
MUST_USE bool assertion_holds(const struct assertion *assertion, const struct relying_party *party,
                              const uint8_t challenge[HASH_SIZE], const uint8_t point[POINT_SIZE]);

#endif
