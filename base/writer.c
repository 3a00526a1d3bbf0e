#include "base/writer.h"

#include <string.h>

struct writer writer_into(uint8_t *room, size_t count)
{
    return (struct writer){.start = room, .room = count, .count = 0, .overrun = false};
}

static uint8_t *claim(struct writer *w, size_t count)
{
    if (w->overrun || count > w->room - w->count) {
        w->overrun = true;
        return NULL;
    }
    uint8_t *claimed = w->start + w->count;
    w->count += count;
    return claimed;
}

static void big_endian(struct writer *w, uint64_t value, size_t count)
{
    uint8_t *at = claim(w, count);
    if (at == NULL) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        at[i] = (uint8_t)(value >> (8 * (count - 1 - i)));
    }
}

void writer_u8(struct writer *w, uint8_t value)
{
    big_endian(w, value, 1);
}

void writer_u16(struct writer *w, uint16_t value)
{
    big_endian(w, value, 2);
}

void writer_u32(struct writer *w, uint32_t value)
{
    big_endian(w, value, 4);
}

void writer_u64(struct writer *w, uint64_t value)
{
    big_endian(w, value, 8);
}

void writer_bytes(struct writer *w, struct bytes value)
{
    if (value.count == 0) {
        return;
    }
    uint8_t *at = claim(w, value.count);
    if (at != NULL) {
        memcpy(at, value.at, value.count);
    }
}

void writer_zeroes(struct writer *w, size_t count)
{
    if (count == 0) {
        return;
    }
    uint8_t *at = claim(w, count);
    if (at != NULL) {
        memset(at, 0, count);
    }
}

struct bytes writer_written(const struct writer *w)
{
    return w->overrun ? (struct bytes){NULL, 0} : (struct bytes){w->start, w->count};
}
