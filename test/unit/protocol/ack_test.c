#include "protocol/ack.h"
#include "test/support/check.h"
#include "test/support/hex.h"
#include "test/unit/protocol/borders.h"

#include <string.h>

static const char wire_text[] = "50434131 d0d1d2d3d4d5d6d7 c0c1c2c3c4c5c6c7 08 0102 02 ff"
                                "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
                                "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f";

static void an_ack_has_exactly_these_bytes(void)
{
    uint8_t wire[ACK_SIZE];
    hex_fill(wire_text, wire, sizeof(wire));
    struct ack ack = {
        .result = RESULT_CONFLICT,
        .sequence = 0x0102,
        .state = DOOR_OPENING,
        .position = POSITION_UNKNOWN,
    };
    hex_fill("d0d1d2d3d4d5d6d7", ack.door8, sizeof(ack.door8));
    hex_fill("c0c1c2c3c4c5c6c7", ack.command8, sizeof(ack.command8));
    uint8_t covered[ACK_COVERED];
    ack_encode(&ack, covered);
    CHECK_BYTES(BYTES_OF(covered), ((struct bytes){wire, ACK_COVERED}));
}

static void an_ack_is_read_field_by_field(void)
{
    uint8_t wire[ACK_SIZE];
    hex_fill(wire_text, wire, sizeof(wire));
    struct ack read;
    memset(&read, 0, sizeof(read));
    if (!CHECK(ack_decode(BYTES_OF(wire), &read))) {
        return;
    }
    CHECK_BYTES(BYTES_OF(read.door8), ((struct bytes){wire + 4, DOOR8_SIZE}));
    CHECK_BYTES(BYTES_OF(read.command8), ((struct bytes){wire + 12, COMMAND8_SIZE}));
    CHECK_SAME(read.result, RESULT_CONFLICT);
    CHECK_SAME(read.sequence, 0x0102);
    CHECK_SAME(read.state, DOOR_OPENING);
    CHECK_SAME(read.position, POSITION_UNKNOWN);
}

static bool decode(struct bytes message, void *out)
{
    return ack_decode(message, out);
}

static void nothing_but_a_whole_ack_is_taken(void)
{
    const struct decoder decoder = {decode, sizeof(struct ack)};
    uint8_t wire[ACK_SIZE];
    hex_fill(wire_text, wire, sizeof(wire));
    check_borders(&decoder, BYTES_OF(wire), 0);
}

int main(void)
{
    RUN(an_ack_has_exactly_these_bytes);
    RUN(an_ack_is_read_field_by_field);
    RUN(nothing_but_a_whole_ack_is_taken);
    return check_verdict();
}
