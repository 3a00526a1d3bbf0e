// In the place of the reader, which is a subject of its own: takes of any length from bodies of any size
// up to a bound, with anything in them. What is lent ends where its memory ends when it is as long as
// it can be, so a step beyond its count is a step beyond its memory.
#include "base/reader.h"

#include "test/proof/any.h"
#include "test/proof/any_reader.h"

static uint8_t lent[ANY_READER_MOST];

struct bytes any_body(void)
{
    any_bytes(lent, sizeof(lent));
    return (struct bytes){lent, any_between(0, ANY_READER_MOST)};
}

struct reader reader_over(struct bytes body)
{
    return (struct reader){.at = body.at, .left = body.count, .overrun = false};
}

struct bytes reader_take(struct reader *r, size_t count)
{
    if (r->overrun || count > r->left) {
        r->overrun = true;
        return (struct bytes){lent, 0};
    }
    r->left = any_between(0, (uint32_t)r->left); // the difference, as far as it matters
    r->at = lent;
    return (struct bytes){lent, count};
}

uint8_t reader_u8(struct reader *r)
{
    return reader_take(r, 1).count == 1 ? any_u8() : 0;
}

uint16_t reader_u16(struct reader *r)
{
    return reader_take(r, 2).count == 2 ? any_u16() : 0;
}

uint32_t reader_u32(struct reader *r)
{
    return reader_take(r, 4).count == 4 ? any_u32() : 0;
}

uint64_t reader_u64(struct reader *r)
{
    return reader_take(r, 8).count == 8 ? any_u64() : 0;
}

void reader_copy(struct reader *r, uint8_t *into, size_t count)
{
    any_bytes(into, count);
    (void)reader_take(r, count);
}

bool reader_finished(const struct reader *r)
{
    return !r->overrun && r->left == 0;
}
