// A phone, in the words of docs/protocol.md alone: it reads its link, asks by its Enrol, takes its login,
// and signs commands by a passkey, a raw key, or the key that only stops. What a browser and its
// authenticator would do, OpenSSL does. It comes to a listener of the broker for names and passwords.
#ifndef TEST_END_TO_END_PHONE_H
#define TEST_END_TO_END_PHONE_H

#include "home/link/door_view.h"
#include "home/people/enrolment.h"
#include "test/end_to_end/phone_words.h"

#include <mosquitto.h>

enum phone_kind {
    PHONE_RAW,     // a key of the browser
    PHONE_PASSKEY, // with a raw key beside it that only stops
    PHONE_PASSKEY_ALONE
};

// It may not move in memory while it is connected.
struct phone {
    struct phone_words words;
    enum phone_kind kind;
    EVP_PKEY *key;  // NULL until it has one
    EVP_PKEY *stop; // or none
    uint16_t port;
    struct mosquitto *client;
    bool up;
    bool refused;
    uint8_t enrol[ENROL_SIZE];
    char user[NAME_MOST + 1]; // its lasting login
    char password[65];
    struct door_view view; // of garage
    EVP_PKEY *identity;
    uint8_t command8[COMMAND8_SIZE];
    uint64_t nonce;
    uint8_t answer; // of the last command; 0: none yet
    bool took_login;
    size_t roster_size; // of the one it was shown; 0: none
    char topic_heard[8][96];
    size_t topics_heard;
};

// Reads the link; a guest has his key. identity: of the door, as its page knows it; it is the phone's then.
MUST_USE bool phone_begins(struct phone *phone, const char *link, enum phone_kind kind,
                           uint16_t port, EVP_PKEY *identity);
void phone_ends(struct phone *phone);

// With that name and password; false: the broker does not let it in.
MUST_USE bool phone_enters(struct phone *phone, const char *user, const char *password);
// The same as soon as the broker, which was told, has read its files again.
MUST_USE bool phone_enters_in_time(struct phone *phone, const char *user, const char *password);
void phone_leaves(struct phone *phone);

// Makes its keys and asks, by the login of its invitation.
MUST_USE bool phone_asks(struct phone *phone);

// Waits for its lasting login, takes it, and comes by it.
MUST_USE bool phone_joins(struct phone *phone, unsigned ms);

// One command, and the door's signed answer (enum result); 0: none came in so many ms. by_stop_key: the key
// that only stops signs.
uint8_t phone_commands(struct phone *phone, uint8_t action, bool by_stop_key, unsigned ms);

// Takes what comes, for so long.
void phone_listens(struct phone *phone, unsigned ms);
MUST_USE bool phone_publishes(struct phone *phone, const char *topic, struct bytes payload,
                              bool retained);
MUST_USE bool phone_has_heard(const struct phone *phone, const char *topic);

// The topic that it asks on, without the root: "enrol/0123456789abcdef".
struct enrol_topic {
    char text[32];
};
struct enrol_topic phone_enrol_topic(const struct phone *phone);

#endif
