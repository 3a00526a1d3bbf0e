// Event: what happened at the door, signed and numbered; (boot, number) is its name.
//
//     PCV1 | door8 | boot4 | number4 | uptime4 | unix8 | what1 | result1 | key8 | command8 | sig64
//     = 114
#ifndef PROTOCOL_EVENT_H
#define PROTOCOL_EVENT_H

#include "base/bytes.h"
#include "base/must_use.h"
#include "protocol/words.h"

enum {
    EVENT_SIZE = 114,
    EVENT_COVERED = EVENT_SIZE - SIGNATURE_SIZE
};

struct event {
    uint8_t door8[DOOR8_SIZE];
    uint32_t boot;
    uint32_t number;
    uint32_t uptime;                 // seconds since boot
    uint64_t unix_seconds;           // 0: not known
    uint8_t what;                    // enum what
    uint8_t result;                  // enum result, or 0
    uint8_t key8[KEY8_SIZE];         // zeroes: nobody
    uint8_t command8[COMMAND8_SIZE]; // zeroes: none
};

void event_encode(const struct event *event, uint8_t covered[EVENT_COVERED]);

// False: not an Event of version 1, and *out untouched. The signature is the caller's to verify.
MUST_USE bool event_decode(struct bytes message, struct event *out);

#endif
