#include "protocol/enrol.h"
#include "test/support/check.h"
#include "test/support/hex.h"
#include "test/unit/protocol/borders.h"

#include <string.h>

#define POINT_TEXT                                                                                 \
    "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"                             \
    "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f"
#define STOP_POINT_TEXT                                                                            \
    "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"                             \
    "a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf"

static const char wire_text[] = "50434a31 d0d1d2d3d4d5d6d7 02" POINT_TEXT STOP_POINT_TEXT
                                "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
                                "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f";

static void an_enrol_has_exactly_these_bytes(void)
{
    uint8_t wire[ENROL_SIZE];
    hex_fill(wire_text, wire, sizeof(wire));
    struct enrol enrol = {.kind = KEY_PASSKEY};
    hex_fill("d0d1d2d3d4d5d6d7", enrol.invite8, sizeof(enrol.invite8));
    hex_fill(POINT_TEXT, enrol.point, sizeof(enrol.point));
    hex_fill(STOP_POINT_TEXT, enrol.stop_point, sizeof(enrol.stop_point));
    uint8_t covered[ENROL_COVERED];
    enrol_encode(&enrol, covered);
    CHECK_BYTES(BYTES_OF(covered), ((struct bytes){wire, ENROL_COVERED}));
}

static void an_enrol_is_read_field_by_field(void)
{
    uint8_t wire[ENROL_SIZE];
    hex_fill(wire_text, wire, sizeof(wire));
    struct enrol read;
    memset(&read, 0, sizeof(read));
    if (!CHECK(enrol_decode(BYTES_OF(wire), &read))) {
        return;
    }
    CHECK_BYTES(BYTES_OF(read.invite8), ((struct bytes){wire + 4, KEY8_SIZE}));
    CHECK_SAME(read.kind, KEY_PASSKEY);
    CHECK_BYTES(BYTES_OF(read.point), ((struct bytes){wire + 13, POINT_SIZE}));
    CHECK_BYTES(BYTES_OF(read.stop_point), ((struct bytes){wire + 77, POINT_SIZE}));
}

static void a_stop_point_of_zeroes_is_none(void)
{
    struct enrol enrol = {.kind = KEY_PASSKEY};
    CHECK(!enrol_has_stop_point(&enrol));
    enrol.stop_point[POINT_SIZE - 1] = 1;
    CHECK(enrol_has_stop_point(&enrol));
}

static bool decode(struct bytes message, void *out)
{
    return enrol_decode(message, out);
}

static void nothing_but_a_whole_enrol_is_taken(void)
{
    const struct decoder decoder = {decode, sizeof(struct enrol)};
    uint8_t wire[ENROL_SIZE];
    hex_fill(wire_text, wire, sizeof(wire));
    check_borders(&decoder, BYTES_OF(wire), 0);
}

int main(void)
{
    RUN(an_enrol_has_exactly_these_bytes);
    RUN(an_enrol_is_read_field_by_field);
    RUN(a_stop_point_of_zeroes_is_none);
    RUN(nothing_but_a_whole_enrol_is_taken);
    return check_verdict();
}
