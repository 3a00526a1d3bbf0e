// Epoch: the door's own word about its freshness, state and roster.
//
//     PCE1 | door8 | boot4 | turn4 | epoch16 | unix8 | sequence2 | state1 | position1 | flags1
//          | event4 | roster4 | rosterhash8 | sig64 = 129
#ifndef PROTOCOL_EPOCH_H
#define PROTOCOL_EPOCH_H

#include "base/bytes.h"
#include "base/must_use.h"
#include "protocol/words.h"

enum {
    EPOCH_SIZE = 129,
    EPOCH_COVERED = EPOCH_SIZE - SIGNATURE_SIZE
};

struct epoch {
    uint8_t door8[DOOR8_SIZE];
    uint32_t boot;
    uint32_t turn;
    uint8_t value[EPOCH_VALUE_SIZE];
    uint64_t unix_seconds; // 0: not known
    uint16_t sequence;
    uint8_t state;    // enum door_state
    uint8_t position; // 0 to 100, or POSITION_UNKNOWN
    uint8_t flags;
    uint32_t event_number;   // of the last Event
    uint32_t roster_version; // in force; 0: none
    uint8_t roster_hash8[HASH8_SIZE];
};

// Writes the bytes that will be signed; the signature goes behind them.
void epoch_encode(const struct epoch *epoch, uint8_t covered[EPOCH_COVERED]);

// Reads a whole message; its signature is the caller's to verify. False: not an Epoch of version 1,
// and *out untouched.
MUST_USE bool epoch_decode(struct bytes message, struct epoch *out);

#endif
