#include "base/reader.h"
#include "test/support/check.h"

static const uint8_t wire[] = {0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08,
                               0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x10};

static void fields_are_big_endian(void)
{
    struct reader r = reader_over(BYTES_OF(wire));
    CHECK_SAME(reader_u8(&r), 0x01);
    CHECK_SAME(reader_u16(&r), 0x0203);
    CHECK_SAME(reader_u32(&r), 0x04050607);
    CHECK_SAME(reader_u64(&r), 0x08090a0b0c0d0e0f);
    CHECK(!reader_finished(&r));
    CHECK_SAME(reader_u8(&r), 0x10);
    CHECK(reader_finished(&r));
}

static void an_overrun_gives_zero_and_stays(void)
{
    struct reader r = reader_over((struct bytes){wire, 3});
    CHECK_SAME(reader_u32(&r), 0);
    // One byte would still be there, but what follows an overrun means nothing.
    CHECK_SAME(reader_u8(&r), 0);
    CHECK(!reader_finished(&r));
}

static void every_truncation_is_an_overrun(void)
{
    for (size_t cut = 0; cut < 15; cut++) {
        struct reader r = reader_over((struct bytes){wire, cut});
        (void)reader_u8(&r);
        (void)reader_u16(&r);
        (void)reader_u32(&r);
        (void)reader_u64(&r);
        CHECK(!reader_finished(&r));
    }
}

static void taking_too_much_lends_nothing(void)
{
    struct reader r = reader_over(BYTES_OF(wire));
    const struct bytes taken = reader_take(&r, SIZE_MAX);
    CHECK_SAME(taken.count, 0);
    CHECK(!reader_finished(&r));
}

static void copying_too_much_leaves_zeroes(void)
{
    uint8_t into[4] = {7, 7, 7, 7};
    struct reader r = reader_over((struct bytes){wire, 3});
    reader_copy(&r, into, sizeof(into));
    const uint8_t zeroes[4] = {0};
    CHECK_BYTES(BYTES_OF(into), BYTES_OF(zeroes));
}

static void an_empty_reader_is_finished(void)
{
    struct reader r = reader_over((struct bytes){NULL, 0});
    CHECK_SAME(reader_take(&r, 0).count, 0);
    CHECK(reader_finished(&r));
}

int main(void)
{
    RUN(fields_are_big_endian);
    RUN(an_overrun_gives_zero_and_stays);
    RUN(every_truncation_is_an_overrun);
    RUN(taking_too_much_lends_nothing);
    RUN(copying_too_much_leaves_zeroes);
    RUN(an_empty_reader_is_finished);
    return check_verdict();
}
