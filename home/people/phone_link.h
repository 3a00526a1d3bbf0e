// The link that an invited phone is given: docs/protocol.md, "What a phone is given". What stands behind
// its # never leaves the phone; whoever has the link can ask, and a guest's is his key.
#ifndef HOME_PEOPLE_PHONE_LINK_H
#define HOME_PEOPLE_PHONE_LINK_H

#include "home/people/person.h"

#include <time.h>

enum {
    PHONE_PASSWORD_SIZE = 16,
    PHONE_PASSWORD_DIGITS = 32, // as it is said to the broker
    PHONE_LINK_MOST = 441       // of an origin of 64, a user and eight doors of 16 each
};

// Base64url of this, 281 bytes at most, behind "/#":
//     version1 kind1 key32 point64 password16 role1 expires4 days1 from2 to2 last2 uses1 user doors
struct phone_grant {
    const char *origin;          // of the page
    const struct person *person; // a guest's key is his own; the others' is the invite key
    const uint8_t *key;          // PRIVATE_KEY_SIZE bytes
    const uint8_t *point;        // of that key, POINT_SIZE bytes
    const char *password;        // PHONE_PASSWORD_DIGITS of lower-case hexadecimal
    time_t expires;              // 0: it does not
};

struct phone_link {
    char text[PHONE_LINK_MOST + 1];
};

// Refuses a password that is none of ours, a time that does not fit into 4 bytes, and an origin that is
// too long.
MUST_USE bool phone_link_make(const struct phone_grant *grant, struct phone_link *out,
                              struct failure *failure);

#endif
