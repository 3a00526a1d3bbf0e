// Which Roster may come into force after which.
#ifndef DOOR_GUARD_ROSTER_JUDGE_H
#define DOOR_GUARD_ROSTER_JUDGE_H

#include "door/guard/roster_in_force.h"

enum roster_verdict {
    ROSTER_REFUSED_MALFORMED = 0,
    ROSTER_REFUSED_DOOR,
    ROSTER_REFUSED_CONTENT, // a user's name, the origin, two keys alike, or a key that is none of a user
    ROSTER_REFUSED_SAME, // in force already: no news
    ROSTER_REFUSED_VERSION,
    ROSTER_REFUSED_SIGNER,
    ROSTER_REFUSED_ADMINS, // signed by an admin, but the admins are not the same
    ROSTER_REFUSED_MADE,   // after the end of the broker's certificate
    ROSTER_REFUSED_BUDGET,
    ROSTER_REFUSED_SIGNATURE,
    ROSTER_FITS,       // all but the signature, which signer_point has to hold for
    ROSTER_TAKEN_BACK, // the very one the journal names: damaged here, and come back whole
    ROSTER_ACCEPTED
};

// What of the door's own a roster is judged by.
struct roster_law {
    uint8_t door8[DOOR8_SIZE];
    uint8_t identity8[KEY8_SIZE]; // key8 of the identity key, the same bytes as door8
    uint8_t recovery8[KEY8_SIZE];
    const uint8_t *recovery_point; // borrowed, POINT_SIZE bytes
};

enum {
    ROSTER_STEP_MOST = 1000 // versions above the one in force: a thief can not use the numbers up
};

// What stands in it by itself: for this door, names and origin that can be used, no key twice, and
// neither the identity nor the recovery key.
MUST_USE bool roster_is_sound(const struct roster_message *roster, const struct roster_law *law);

// Everything but budget and signature. certificate_end is the last second of the broker's
// certificate on this connection, 0 where it is not known. ROSTER_FITS: signer is set.
MUST_USE enum roster_verdict roster_judge(const struct roster_message *roster,
                                          const struct roster_in_force *in_force,
                                          const struct roster_law *law, uint64_t certificate_end,
                                          uint8_t signer[POINT_SIZE]);

#endif
