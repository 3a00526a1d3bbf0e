// What every decoder owes: it takes the whole message and nothing else, and a refusal leaves no trace.
#ifndef TEST_UNIT_PROTOCOL_BORDERS_H
#define TEST_UNIT_PROTOCOL_BORDERS_H

#include "base/bytes.h"

struct decoder {
    bool (*decode)(struct bytes message, void *out);
    size_t out_size; // bytes behind out
};

// Refused, and out untouched.
bool refuses(const struct decoder *decoder, struct bytes message);

// The message is taken; every truncation, one byte too many, and every flipped bit of the magic,
// which begins at magic_at, are refused.
void check_borders(const struct decoder *decoder, struct bytes message, size_t magic_at);

// The message with one byte changed is refused.
void check_refused_with(const struct decoder *decoder, struct bytes message, size_t at,
                        uint8_t value);

#endif
