#include "protocol/time_message.h"
#include "test/support/check.h"
#include "test/support/hex.h"
#include "test/unit/protocol/borders.h"

#include <string.h>

static const char wire_text[] = "50435431 d0d1d2d3d4d5d6d7 b0b1b2b3b4b5b6b7"
                                "e0e1e2e3e4e5e6e7e8e9eaebecedeeef 0000000067000001 0078"
                                "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
                                "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f";

enum {
    OFFSET_AT = 44
};

static void a_time_has_exactly_these_bytes(void)
{
    uint8_t wire[TIME_SIZE];
    hex_fill(wire_text, wire, sizeof(wire));
    struct time_message time = {.unix_seconds = 0x67000001, .offset_minutes = 120};
    hex_fill("d0d1d2d3d4d5d6d7", time.door8, sizeof(time.door8));
    hex_fill("b0b1b2b3b4b5b6b7", time.key8, sizeof(time.key8));
    hex_fill("e0e1e2e3e4e5e6e7e8e9eaebecedeeef", time.epoch_value, sizeof(time.epoch_value));
    uint8_t covered[TIME_COVERED];
    time_message_encode(&time, covered);
    CHECK_BYTES(BYTES_OF(covered), ((struct bytes){wire, TIME_COVERED}));
}

static void a_time_is_read_field_by_field(void)
{
    uint8_t wire[TIME_SIZE];
    hex_fill(wire_text, wire, sizeof(wire));
    struct time_message read;
    memset(&read, 0, sizeof(read));
    if (!CHECK(time_message_decode(BYTES_OF(wire), &read))) {
        return;
    }
    CHECK_BYTES(BYTES_OF(read.door8), ((struct bytes){wire + 4, DOOR8_SIZE}));
    CHECK_BYTES(BYTES_OF(read.key8), ((struct bytes){wire + 12, KEY8_SIZE}));
    CHECK_BYTES(BYTES_OF(read.epoch_value), ((struct bytes){wire + 20, EPOCH_VALUE_SIZE}));
    CHECK_SAME(read.unix_seconds, 0x67000001);
    CHECK_SAME(read.offset_minutes, 120);
}

static void an_offset_west_of_greenwich_is_twos_complement(void)
{
    static const struct {
        int16_t minutes;
        uint8_t high;
        uint8_t low;
    } cases[] = {{-1, 0xff, 0xff},
                 {-300, 0xfe, 0xd4},
                 {INT16_MIN, 0x80, 0x00},
                 {INT16_MAX, 0x7f, 0xff},
                 {0, 0, 0}};
    uint8_t wire[TIME_SIZE];
    hex_fill(wire_text, wire, sizeof(wire));
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        wire[OFFSET_AT] = cases[i].high;
        wire[OFFSET_AT + 1] = cases[i].low;
        struct time_message read = {.offset_minutes = 77};
        CHECK(time_message_decode(BYTES_OF(wire), &read));
        CHECK_SAME(read.offset_minutes, cases[i].minutes);
        uint8_t covered[TIME_COVERED];
        time_message_encode(&read, covered);
        CHECK_BYTES(BYTES_OF(covered), ((struct bytes){wire, TIME_COVERED}));
    }
}

static bool decode(struct bytes message, void *out)
{
    return time_message_decode(message, out);
}

static void nothing_but_a_whole_time_is_taken(void)
{
    const struct decoder decoder = {decode, sizeof(struct time_message)};
    uint8_t wire[TIME_SIZE];
    hex_fill(wire_text, wire, sizeof(wire));
    check_borders(&decoder, BYTES_OF(wire), 0);
}

int main(void)
{
    RUN(a_time_has_exactly_these_bytes);
    RUN(a_time_is_read_field_by_field);
    RUN(an_offset_west_of_greenwich_is_twos_complement);
    RUN(nothing_but_a_whole_time_is_taken);
    return check_verdict();
}
