// Passwords of the broker: drawn, never chosen, and kept as the hash that mosquitto knows.
//
// mosquitto 2.0 hashes with PBKDF2 (RFC 8018) over HMAC-SHA512, 101 rounds: "$7$101$salt$hash", both
// in base 64. That is too little for what people think of, and enough for 128 random bits.
#ifndef HOME_BROKER_PASSWORD_H
#define HOME_BROKER_PASSWORD_H

#include "home/broker/identities.h"

enum {
    PASSWORD_DIGITS = 32 // hexadecimal: 128 bits
};

struct password {
    char text[PASSWORD_DIGITS + 1];
};

MUST_USE bool password_draw(struct password *out, struct failure *failure);

// What people.json keeps of it as `login`; a salt of its own each time.
MUST_USE bool password_hash(const char *password, char login[LOGIN_MOST + 1],
                            struct failure *failure);

// It is the password of that hash.
MUST_USE bool password_is(const char *password, const char *login);

// The text of mosquitto's password_file: everybody who has a login. Freed by the caller; NULL when
// memory is short.
char *passwords_text(const struct home_settings *settings, const struct identities *identities);

#endif
