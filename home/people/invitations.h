// invitations.json: who is invited, by which key, and what has come of it. An invitation lets in one
// device, once, until its time is over; who he will be is settled when he is invited.
//
// The invite key itself goes with the invitation and is kept nowhere else; here is its point.
#ifndef HOME_PEOPLE_INVITATIONS_H
#define HOME_PEOPLE_INVITATIONS_H

#include "home/authority/certificate_text.h"
#include "home/authority/key.h"
#include "home/people/people.h"
#include "home/people/phone_link.h"

#include <time.h>

enum {
    INVITATIONS_MOST = 16, // closed ones make room for new ones
    INVITE8_DIGITS = 16,   // invite8 as it stands in topics
    INVITE_LOGIN_MOST = 31 // "invite-" and the digits
};

enum invitation_kind {
    INVITATION_MACHINE, // another command line: a raw key, and a certificate for the broker
    INVITATION_PHONE    // a passkey or a raw key, and a password for the broker
};

enum invitation_state {
    INVITATION_OPEN,
    // Its person is in people.json, and has yet to take what the broker knows him by.
    INVITATION_LET_IN,
    INVITATION_USED,
    INVITATION_REFUSED, // two asked, or the digits differed
    INVITATION_CANCELLED
};

struct invitation {
    uint8_t point[POINT_SIZE]; // of the invite key
    enum invitation_kind kind;
    enum invitation_state state;
    time_t expires;
    struct person person;              // who he will be; his point is zeroes until he has joined
    uint8_t tls_point[POINT_SIZE];     // of the machine's key for the broker
    char login[LOGIN_MOST + 1];        // the invitation's own at the broker; "": by certificate
    char certificate[SERIAL_MOST + 1]; // the serial of that one
    uint8_t enrol_hash[HASH_SIZE];     // of the Enrol that came; zeroes: none yet
    struct certificate_text lasting;   // what he is to take, once he is let in; "": none yet
    char password[PHONE_PASSWORD_DIGITS +
                  1]; // a phone takes this in its place; then it is forgotten
};

// Some 35 KB.
struct invitations {
    uint8_t count;
    struct invitation at[INVITATIONS_MOST];
};

// invite8 in lower-case hexadecimal digits, as in its topics.
struct invite_digits {
    char text[INVITE8_DIGITS + 1];
};
struct invite_digits invitation_digits(const struct invitation *invitation);

// "invite-" and the digits: who he is at the broker until he has joined. Nobody else is called so.
struct invite_login {
    char text[INVITE_LOGIN_MOST + 1];
};
struct invite_login invitation_login(const struct invitation *invitation);

// An Enrol for it may still come: it is open, and its time is not over.
MUST_USE bool invitation_is_open(const struct invitation *invitation, time_t now);

// It has rows at the broker: open, or its person has yet to take his certificate; until its time is over.
MUST_USE bool invitation_is_at_the_broker(const struct invitation *invitation, time_t now);

// What somebody was to take and has not taken in time is forgotten; true: there was any.
MUST_USE bool invitation_forget(struct invitation *invitation, time_t now);

// It is over, one way or the other; a password that was to be taken is forgotten.
void invitation_close(struct invitation *invitation, enum invitation_state state);

// "machine" or "phone".
const char *invitation_kind_name(const struct invitation *invitation);

// "open", "expired", "let in" …
const char *invitation_words(const struct invitation *invitation, time_t now);

// Refuses what is no user's name, and one that is in people, has an open invitation or is a word of
// the system.
MUST_USE bool invitation_name_is_free(const struct invitations *invitations,
                                      const struct people *people, const char *user, time_t now,
                                      struct failure *failure);

// What is over makes room; refuses where INVITATIONS_MOST are open.
MUST_USE bool invitations_add(struct invitations *invitations, const struct invitation *invitation,
                              time_t now, struct failure *failure);

// The newest of that user, and the one of that invite key; NULL: there is none.
struct invitation *invitations_find(struct invitations *invitations, const char *user);
struct invitation *invitations_of_key(struct invitations *invitations,
                                      const uint8_t invite8[KEY8_SIZE]);

// invitations.json; none where the file is not there.
MUST_USE bool invitations_write(const char *folder, const struct invitations *invitations,
                                struct failure *failure);
MUST_USE bool invitations_read(const char *folder, struct invitations *out,
                               struct failure *failure);

#endif
