// Time: a timekeeper's clock over a live epoch.
//
//     PCT1 | door8 | key8 | epoch16 | unix8 | offset2 | sig64 = 110
#ifndef PROTOCOL_TIME_MESSAGE_H
#define PROTOCOL_TIME_MESSAGE_H

#include "base/bytes.h"
#include "base/must_use.h"
#include "protocol/words.h"

enum {
    TIME_SIZE = 110,
    TIME_COVERED = TIME_SIZE - SIGNATURE_SIZE
};

struct time_message {
    uint8_t door8[DOOR8_SIZE];
    uint8_t key8[KEY8_SIZE];
    uint8_t epoch_value[EPOCH_VALUE_SIZE];
    uint64_t unix_seconds;
    int16_t offset_minutes; // east of Greenwich
};

void time_message_encode(const struct time_message *time, uint8_t covered[TIME_COVERED]);

// False: not a Time of version 1, and *out untouched. The signature is the caller's to verify.
MUST_USE bool time_message_decode(struct bytes message, struct time_message *out);

#endif
