#include "base/reader.h"

#include <string.h>

struct reader reader_over(struct bytes body)
{
    return (struct reader){.at = body.at, .left = body.count, .overrun = false};
}

struct bytes reader_take(struct reader *r, size_t count)
{
    if (r->overrun || count > r->left) {
        r->overrun = true;
        return (struct bytes){NULL, 0};
    }
    const struct bytes taken = {r->at, count};
    // An empty reader may stand on NULL, which arithmetic must not touch.
    if (count > 0) {
        r->at += count;
        r->left -= count;
    }
    return taken;
}

static uint64_t big_endian(struct reader *r, size_t count)
{
    const struct bytes field = reader_take(r, count);
    uint64_t value = 0;
    for (size_t i = 0; i < field.count; i++) {
        value = value << 8 | field.at[i];
    }
    return value;
}

uint8_t reader_u8(struct reader *r)
{
    return (uint8_t)big_endian(r, 1);
}

uint16_t reader_u16(struct reader *r)
{
    return (uint16_t)big_endian(r, 2);
}

uint32_t reader_u32(struct reader *r)
{
    return (uint32_t)big_endian(r, 4);
}

uint64_t reader_u64(struct reader *r)
{
    return big_endian(r, 8);
}

void reader_copy(struct reader *r, uint8_t *into, size_t count)
{
    const struct bytes field = reader_take(r, count);
    if (field.count == count && count > 0) {
        memcpy(into, field.at, count);
    } else if (count > 0) {
        memset(into, 0, count);
    }
}

bool reader_finished(const struct reader *r)
{
    return !r->overrun && r->left == 0;
}
