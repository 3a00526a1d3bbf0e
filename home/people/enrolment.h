// Enrol at both ends: the invited one signs it with the invite key, the owner's command line judges
// it (docs/protocol.md, "What clients must do"). It never believes the broker: whoever has the invite
// key can make one, and only the 12 digits tell whose it is.
#ifndef HOME_PEOPLE_ENROLMENT_H
#define HOME_PEOPLE_ENROLMENT_H

#include "home/people/invitations.h"
#include "protocol/enrol.h"

// An Enrol of a raw key, without one that only stops: who commands by a raw key stops by it.
MUST_USE bool enrolment_sign(EVP_PKEY *invite, const uint8_t point[POINT_SIZE],
                             uint8_t message[ENROL_SIZE]);

// The 12 digits that both sides show, in groups of four; of a whole Enrol. They take under half a
// second, so that nobody finds another key with the same ones (docs/decisions/0011).
struct enrolment_digits {
    char text[16];
};
MUST_USE bool enrolment_digits_of(struct bytes message, struct enrolment_digits *out,
                                  struct failure *failure);

// The same digits, whatever blanks stand between them.
MUST_USE bool enrolment_digits_are(const struct enrolment_digits *digits, const char *typed);

enum enrolment_answer {
    ENROLMENT_NONE,    // not for this home, or not signed by the invite key: nobody's word
    ENROLMENT_EXPIRED, // for an invitation whose time is over
    ENROLMENT_CLOSED,  // for one that was used, refused or cancelled, by another key than its own
    ENROLMENT_AGAIN,   // the one that let in whom it let in, once more
    ENROLMENT_SECOND,  // another than came before: the invitation is refused from now on
    ENROLMENT_TAKEN    // to be compared
};

// Judges one, and notes it in the invitation (which is then to be written). out is NULL at
// ENROLMENT_NONE.
MUST_USE enum enrolment_answer enrolment_take(struct invitations *invitations, struct bytes message,
                                              time_t now, struct invitation **out);

#endif
