#include "base/writer.h"
#include "test/support/check.h"

static void fields_are_big_endian(void)
{
    uint8_t room[17];
    struct writer w = writer_into(room, sizeof(room));
    const uint8_t tail[] = {0xaa};
    writer_u8(&w, 0x01);
    writer_u16(&w, 0x0203);
    writer_u32(&w, 0x04050607);
    writer_u64(&w, 0x08090a0b0c0d0e0f);
    writer_bytes(&w, BYTES_OF(tail));
    writer_zeroes(&w, 1);
    const uint8_t expected[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0xaa, 0};
    CHECK_BYTES(writer_written(&w), BYTES_OF(expected));
}

static void too_small_a_room_gives_nothing_and_is_not_overrun(void)
{
    for (size_t size = 0; size < 15; size++) {
        uint8_t room[16];
        room[size] = 0x55;
        struct writer w = writer_into(room, size);
        writer_u8(&w, 1);
        writer_u16(&w, 2);
        writer_u32(&w, 3);
        writer_u64(&w, 4);
        CHECK_SAME(writer_written(&w).count, 0);
        CHECK_SAME(room[size], 0x55);
    }
}

static void nothing_is_written_after_an_overrun(void)
{
    uint8_t room[2] = {0};
    struct writer w = writer_into(room, sizeof(room));
    writer_u32(&w, UINT32_MAX);
    writer_u8(&w, 0xff);
    const uint8_t untouched[2] = {0};
    CHECK_BYTES(BYTES_OF(room), BYTES_OF(untouched));
}

int main(void)
{
    RUN(fields_are_big_endian);
    RUN(too_small_a_room_gives_nothing_and_is_not_overrun);
    RUN(nothing_is_written_after_an_overrun);
    return check_verdict();
}
