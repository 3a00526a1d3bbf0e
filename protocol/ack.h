// Ack: the door's signed answer to one Command; sequence, state and position are the door's after it.
//
//     PCA1 | door8 | command8 | result1 | sequence2 | state1 | position1 | sig64 = 89
#ifndef PROTOCOL_ACK_H
#define PROTOCOL_ACK_H

#include "base/bytes.h"
#include "base/must_use.h"
#include "protocol/words.h"

enum {
    ACK_SIZE = 89,
    ACK_COVERED = ACK_SIZE - SIGNATURE_SIZE
};

struct ack {
    uint8_t door8[DOOR8_SIZE];
    uint8_t command8[COMMAND8_SIZE];
    uint8_t result; // enum result, 1 to 10
    uint16_t sequence;
    uint8_t state;
    uint8_t position;
};

void ack_encode(const struct ack *ack, uint8_t covered[ACK_COVERED]);

// False: not an Ack of version 1, and *out untouched. The signature is the caller's to verify.
MUST_USE bool ack_decode(struct bytes message, struct ack *out);

#endif
