// Writes big-endian fields into the caller's room. An overrun is remembered: nothing is written
// beyond the room, and writer_written tells, once, at the end, whether everything went in.
#ifndef BASE_WRITER_H
#define BASE_WRITER_H

#include "base/bytes.h"

struct writer {
    uint8_t *start;
    size_t room;  // bytes in all
    size_t count; // bytes written
    bool overrun;
};

struct writer writer_into(uint8_t *room, size_t count);

void writer_u8(struct writer *w, uint8_t value);
void writer_u16(struct writer *w, uint16_t value);
void writer_u32(struct writer *w, uint32_t value);
void writer_u64(struct writer *w, uint64_t value);
void writer_bytes(struct writer *w, struct bytes value);
void writer_zeroes(struct writer *w, size_t count);

// What was written so far; nothing at all once it has overrun.
struct bytes writer_written(const struct writer *w);

#endif
