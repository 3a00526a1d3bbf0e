// Enrol: an invited phone shows the key it made; the invitation's own key signs it. The door never
// sees one: the command line checks it and signs a Roster.
//
//     PCJ1 | invite8 | kind1 | point64 | stop point64 | sig64 by the invite key = 205
#ifndef PROTOCOL_ENROL_H
#define PROTOCOL_ENROL_H

#include "base/bytes.h"
#include "base/must_use.h"
#include "protocol/words.h"

enum {
    ENROL_SIZE = 205,
    ENROL_COVERED = ENROL_SIZE - SIGNATURE_SIZE
};

struct enrol {
    uint8_t invite8[KEY8_SIZE]; // key8 of the invite key
    uint8_t kind;               // enum key_kind of point
    uint8_t point[POINT_SIZE];
    uint8_t stop_point[POINT_SIZE]; // a raw key for ROLE_STOP_ONLY; zeroes: none
};

void enrol_encode(const struct enrol *enrol, uint8_t covered[ENROL_COVERED]);

// False: not an Enrol of version 1, and *out untouched. The signature is the caller's to verify.
MUST_USE bool enrol_decode(struct bytes message, struct enrol *out);

MUST_USE bool enrol_has_stop_point(const struct enrol *enrol);

#endif
