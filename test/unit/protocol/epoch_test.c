#include "protocol/epoch.h"
#include "test/support/check.h"
#include "test/support/hex.h"
#include "test/unit/protocol/borders.h"

#include <string.h>

static const char wire_text[] = "50434531 d0d1d2d3d4d5d6d7 01020304 05060708"
                                "e0e1e2e3e4e5e6e7e8e9eaebecedeeef"
                                "0000000067000001 090a 03 00 0c 0b0c0d0e 0f101112 f0f1f2f3f4f5f6f7"
                                "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
                                "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f";

static struct epoch an_epoch(void)
{
    struct epoch epoch = {
        .boot = 0x01020304,
        .turn = 0x05060708,
        .unix_seconds = 0x67000001,
        .sequence = 0x090a,
        .state = DOOR_CLOSED,
        .position = POSITION_CLOSED,
        .flags = EPOCH_VACATION_LOCK | EPOCH_LOCK_OUT,
        .event_number = 0x0b0c0d0e,
        .roster_version = 0x0f101112,
    };
    hex_fill("d0d1d2d3d4d5d6d7", epoch.door8, sizeof(epoch.door8));
    hex_fill("e0e1e2e3e4e5e6e7e8e9eaebecedeeef", epoch.value, sizeof(epoch.value));
    hex_fill("f0f1f2f3f4f5f6f7", epoch.roster_hash8, sizeof(epoch.roster_hash8));
    return epoch;
}

static void an_epoch_has_exactly_these_bytes(void)
{
    uint8_t wire[EPOCH_SIZE];
    hex_fill(wire_text, wire, sizeof(wire));
    const struct epoch epoch = an_epoch();
    uint8_t covered[EPOCH_COVERED];
    epoch_encode(&epoch, covered);
    CHECK_BYTES(BYTES_OF(covered), ((struct bytes){wire, EPOCH_COVERED}));
}

static void an_epoch_is_read_field_by_field(void)
{
    uint8_t wire[EPOCH_SIZE];
    hex_fill(wire_text, wire, sizeof(wire));
    const struct epoch expected = an_epoch();
    struct epoch read;
    memset(&read, 0, sizeof(read));
    if (!CHECK(epoch_decode(BYTES_OF(wire), &read))) {
        return;
    }
    CHECK_BYTES(BYTES_OF(read.door8), BYTES_OF(expected.door8));
    CHECK_SAME(read.boot, expected.boot);
    CHECK_SAME(read.turn, expected.turn);
    CHECK_BYTES(BYTES_OF(read.value), BYTES_OF(expected.value));
    CHECK_SAME(read.unix_seconds, expected.unix_seconds);
    CHECK_SAME(read.sequence, expected.sequence);
    CHECK_SAME(read.state, expected.state);
    CHECK_SAME(read.position, expected.position);
    CHECK_SAME(read.flags, expected.flags);
    CHECK_SAME(read.event_number, expected.event_number);
    CHECK_SAME(read.roster_version, expected.roster_version);
    CHECK_BYTES(BYTES_OF(read.roster_hash8), BYTES_OF(expected.roster_hash8));
}

static bool decode(struct bytes message, void *out)
{
    return epoch_decode(message, out);
}

static void nothing_but_a_whole_epoch_is_taken(void)
{
    const struct decoder decoder = {decode, sizeof(struct epoch)};
    uint8_t wire[EPOCH_SIZE];
    hex_fill(wire_text, wire, sizeof(wire));
    check_borders(&decoder, BYTES_OF(wire), 0);
}

int main(void)
{
    RUN(an_epoch_has_exactly_these_bytes);
    RUN(an_epoch_is_read_field_by_field);
    RUN(nothing_but_a_whole_epoch_is_taken);
    return check_verdict();
}
