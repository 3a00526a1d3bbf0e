// Reads big-endian fields from bytes of unknown quality. An overrun is remembered, not acted upon:
// reads after it give zero, and the caller asks once, at the end, with reader_finished.
//
// Never put two reads into one initialiser list: C does not promise their order.
#ifndef BASE_READER_H
#define BASE_READER_H

#include "base/bytes.h"

struct reader {
    const uint8_t *at;
    size_t left;
    bool overrun;
};

struct reader reader_over(struct bytes body);

uint8_t reader_u8(struct reader *r);
uint16_t reader_u16(struct reader *r);
uint32_t reader_u32(struct reader *r);
uint64_t reader_u64(struct reader *r);

// Lends count bytes of what is read; none of them, and overrun, when so many are not left.
struct bytes reader_take(struct reader *r, size_t count);

// Copies count bytes into an array of the caller; zeroes where so many are not left.
void reader_copy(struct reader *r, uint8_t *into, size_t count);

// Everything was there, and nothing was left over.
MUST_USE bool reader_finished(const struct reader *r);

#endif
