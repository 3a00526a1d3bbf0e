#include "protocol/event.h"
#include "test/support/check.h"
#include "test/support/hex.h"
#include "test/unit/protocol/borders.h"

#include <string.h>

static const char wire_text[] = "50435631 d0d1d2d3d4d5d6d7 01020304 05060708 090a0b0c"
                                "0000000067000001 02 10 b0b1b2b3b4b5b6b7 c0c1c2c3c4c5c6c7"
                                "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
                                "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f";

static void an_event_has_exactly_these_bytes(void)
{
    uint8_t wire[EVENT_SIZE];
    hex_fill(wire_text, wire, sizeof(wire));
    struct event event = {
        .boot = 0x01020304,
        .number = 0x05060708,
        .uptime = 0x090a0b0c,
        .unix_seconds = 0x67000001,
        .what = WHAT_GOAL_ENDED,
        .result = RESULT_DONE,
    };
    hex_fill("d0d1d2d3d4d5d6d7", event.door8, sizeof(event.door8));
    hex_fill("b0b1b2b3b4b5b6b7", event.key8, sizeof(event.key8));
    hex_fill("c0c1c2c3c4c5c6c7", event.command8, sizeof(event.command8));
    uint8_t covered[EVENT_COVERED];
    event_encode(&event, covered);
    CHECK_BYTES(BYTES_OF(covered), ((struct bytes){wire, EVENT_COVERED}));
}

static void an_event_is_read_field_by_field(void)
{
    uint8_t wire[EVENT_SIZE];
    hex_fill(wire_text, wire, sizeof(wire));
    struct event read;
    memset(&read, 0, sizeof(read));
    if (!CHECK(event_decode(BYTES_OF(wire), &read))) {
        return;
    }
    CHECK_BYTES(BYTES_OF(read.door8), ((struct bytes){wire + 4, DOOR8_SIZE}));
    CHECK_SAME(read.boot, 0x01020304);
    CHECK_SAME(read.number, 0x05060708);
    CHECK_SAME(read.uptime, 0x090a0b0c);
    CHECK_SAME(read.unix_seconds, 0x67000001);
    CHECK_SAME(read.what, WHAT_GOAL_ENDED);
    CHECK_SAME(read.result, RESULT_DONE);
    CHECK_BYTES(BYTES_OF(read.key8), ((struct bytes){wire + 34, KEY8_SIZE}));
    CHECK_BYTES(BYTES_OF(read.command8), ((struct bytes){wire + 42, COMMAND8_SIZE}));
}

static bool decode(struct bytes message, void *out)
{
    return event_decode(message, out);
}

static void nothing_but_a_whole_event_is_taken(void)
{
    const struct decoder decoder = {decode, sizeof(struct event)};
    uint8_t wire[EVENT_SIZE];
    hex_fill(wire_text, wire, sizeof(wire));
    check_borders(&decoder, BYTES_OF(wire), 0);
}

int main(void)
{
    RUN(an_event_has_exactly_these_bytes);
    RUN(an_event_is_read_field_by_field);
    RUN(nothing_but_a_whole_event_is_taken);
    return check_verdict();
}
