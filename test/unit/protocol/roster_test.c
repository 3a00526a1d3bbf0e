#include "protocol/roster.h"
#include "test/support/check.h"
#include "test/support/hex.h"
#include "test/unit/protocol/borders.h"

#include <string.h>

#define ORIGIN_TEXT                                                                                \
    "68747470733a2f2f686f6d652e6578616d706c65000000000000000000000000"                             \
    "0000000000000000000000000000000000000000000000000000000000000000"
#define ADMIN_POINT_TEXT                                                                           \
    "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"                             \
    "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f"
#define GUEST_POINT_TEXT                                                                           \
    "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"                             \
    "a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf"
#define SIGNATURE_TEXT                                                                             \
    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"                             \
    "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"

static const char wire_text[] =
    "50435231 d0d1d2d3d4d5d6d7 01020304 0000000067000001 03 01 02 00" ORIGIN_TEXT
    "01 06 00 00" ADMIN_POINT_TEXT
    "00 00 0000 0000 0000 616c6963650000000000000000000000 01 03 01 05" GUEST_POINT_TEXT
    "41 00 01e0 0438 4e20 626f622d736d69746800000000000000"
    "b0b1b2b3b4b5b6b7" SIGNATURE_TEXT;

enum {
    WIRE_SIZE = ROSTER_FRAME_SIZE + 2 * ROSTER_ENTRY_SIZE,
    ADMINS_AT = 25,
    COUNT_AT = 26,
    RESERVED_AT = 27,
    ENTRY_RESERVED_AT = 69 // within its entry
};

static struct roster_head a_head(void)
{
    struct roster_head head = {
        .version = 0x01020304,
        .made = 0x67000001,
        .policy = POLICY_UNATTENDED_CLOSE | POLICY_AUTOMATION,
        .admins = 1,
        .count = 2,
    };
    hex_fill("d0d1d2d3d4d5d6d7", head.door8, sizeof(head.door8));
    hex_fill(ORIGIN_TEXT, head.origin, sizeof(head.origin));
    return head;
}

static struct roster_entry an_admin(void)
{
    struct roster_entry entry = {.kind = KEY_RAW, .role = ROLE_ADMIN};
    hex_fill(ADMIN_POINT_TEXT, entry.point, sizeof(entry.point));
    memcpy(entry.user, "alice", 5);
    return entry;
}

static struct roster_entry a_guest(void)
{
    struct roster_entry entry = {
        .kind = KEY_RAW,
        .role = ROLE_GUEST,
        .flags = 1,
        .uses = 5,
        .days = 0x41,
        .from = 480,
        .to = 1080,
        .last = 20000,
    };
    hex_fill(GUEST_POINT_TEXT, entry.point, sizeof(entry.point));
    memcpy(entry.user, "bob-smith", 9);
    return entry;
}

static void a_roster_has_exactly_these_bytes(void)
{
    uint8_t wire[WIRE_SIZE];
    hex_fill(wire_text, wire, sizeof(wire));
    const struct roster_head head = a_head();
    const struct roster_entry entries[] = {an_admin(), a_guest()};
    uint8_t signer8[KEY8_SIZE];
    hex_fill("b0b1b2b3b4b5b6b7", signer8, sizeof(signer8));
    uint8_t room[WIRE_SIZE];
    const struct bytes covered = roster_encode(&head, entries, signer8, room);
    CHECK_BYTES(covered, ((struct bytes){wire, WIRE_SIZE - SIGNATURE_SIZE}));
    CHECK_SAME(roster_size(2), WIRE_SIZE);
}

static void check_entry(const struct roster_entry *read, const struct roster_entry *expected)
{
    CHECK_SAME(read->kind, expected->kind);
    CHECK_SAME(read->role, expected->role);
    CHECK_SAME(read->flags, expected->flags);
    CHECK_SAME(read->uses, expected->uses);
    CHECK_BYTES(BYTES_OF(read->point), BYTES_OF(expected->point));
    CHECK_SAME(read->days, expected->days);
    CHECK_SAME(read->from, expected->from);
    CHECK_SAME(read->to, expected->to);
    CHECK_SAME(read->last, expected->last);
    CHECK_BYTES(BYTES_OF(read->user), BYTES_OF(expected->user));
}

static void a_roster_is_read_field_by_field(void)
{
    uint8_t wire[WIRE_SIZE];
    hex_fill(wire_text, wire, sizeof(wire));
    struct roster_message read;
    memset(&read, 0, sizeof(read));
    if (!CHECK(roster_decode(BYTES_OF(wire), &read))) {
        return;
    }
    const struct roster_head head = a_head();
    CHECK_BYTES(BYTES_OF(read.head.door8), BYTES_OF(head.door8));
    CHECK_SAME(read.head.version, head.version);
    CHECK_SAME(read.head.made, head.made);
    CHECK_SAME(read.head.policy, head.policy);
    CHECK_SAME(read.head.admins, head.admins);
    CHECK_SAME(read.head.count, head.count);
    CHECK_BYTES(BYTES_OF(read.head.origin), BYTES_OF(head.origin));
    CHECK_BYTES(read.covered, ((struct bytes){wire, WIRE_SIZE - SIGNATURE_SIZE}));
    CHECK(read.signature == wire + WIRE_SIZE - SIGNATURE_SIZE);
    CHECK_BYTES(BYTES_OF(read.signer8),
                ((struct bytes){wire + WIRE_SIZE - SIGNATURE_SIZE - KEY8_SIZE, KEY8_SIZE}));
    const struct roster_entry admin = an_admin();
    const struct roster_entry guest = a_guest();
    const struct roster_entry first = roster_entry_at(&read, 0);
    const struct roster_entry second = roster_entry_at(&read, 1);
    check_entry(&first, &admin);
    check_entry(&second, &guest);
}

static bool decode(struct bytes message, void *out)
{
    return roster_decode(message, out);
}

static const struct decoder decoder = {decode, sizeof(struct roster_message)};

static void nothing_but_a_whole_roster_is_taken(void)
{
    uint8_t wire[WIRE_SIZE];
    hex_fill(wire_text, wire, sizeof(wire));
    check_borders(&decoder, BYTES_OF(wire), 0);
}

static void a_count_that_is_not_the_length_is_refused(void)
{
    uint8_t wire[WIRE_SIZE];
    hex_fill(wire_text, wire, sizeof(wire));
    for (unsigned count = 0; count <= UINT8_MAX; count++) {
        if (count != 2) {
            check_refused_with(&decoder, BYTES_OF(wire), COUNT_AT, (uint8_t)count);
        }
    }
}

static void more_admins_than_entries_are_refused(void)
{
    uint8_t wire[WIRE_SIZE];
    hex_fill(wire_text, wire, sizeof(wire));
    for (unsigned admins = 3; admins <= UINT8_MAX; admins++) {
        check_refused_with(&decoder, BYTES_OF(wire), ADMINS_AT, (uint8_t)admins);
    }
    wire[ADMINS_AT] = 2;
    CHECK(!refuses(&decoder, BYTES_OF(wire)));
}

static void a_reserved_byte_that_is_not_zero_is_refused(void)
{
    uint8_t wire[WIRE_SIZE];
    hex_fill(wire_text, wire, sizeof(wire));
    for (unsigned bit = 0; bit < 8; bit++) {
        const uint8_t value = (uint8_t)(1U << bit);
        check_refused_with(&decoder, BYTES_OF(wire), RESERVED_AT, value);
        check_refused_with(&decoder, BYTES_OF(wire), ROSTER_HEAD_SIZE + ENTRY_RESERVED_AT, value);
        check_refused_with(&decoder, BYTES_OF(wire),
                           ROSTER_HEAD_SIZE + ROSTER_ENTRY_SIZE + ENTRY_RESERVED_AT, value);
    }
}

// A Roster with so many entries, all zero; the count byte is free, so that 33 can be tried.
static struct bytes roster_of(uint8_t count, uint8_t *room)
{
    uint8_t wire[WIRE_SIZE];
    hex_fill(wire_text, wire, sizeof(wire));
    const size_t size = roster_size(count);
    memset(room, 0, size);
    memcpy(room, wire, ROSTER_HEAD_SIZE);
    room[ADMINS_AT] = 0;
    room[COUNT_AT] = count;
    return (struct bytes){room, size};
}

static void thirty_two_entries_are_the_most(void)
{
    uint8_t room[ROSTER_MOST + ROSTER_ENTRY_SIZE];
    for (unsigned count = 0; count <= ROSTER_ENTRIES_MOST; count++) {
        CHECK(!refuses(&decoder, roster_of((uint8_t)count, room)));
    }
    CHECK_SAME(roster_size(ROSTER_ENTRIES_MOST), ROSTER_MOST);
    CHECK_SAME(ROSTER_MOST, 3108);
    CHECK(refuses(&decoder, roster_of(ROSTER_ENTRIES_MOST + 1, room)));
}

static void every_border_of_a_full_roster_holds(void)
{
    uint8_t room[ROSTER_MOST + ROSTER_ENTRY_SIZE];
    check_borders(&decoder, roster_of(ROSTER_ENTRIES_MOST, room), 0);
}

int main(void)
{
    RUN(a_roster_has_exactly_these_bytes);
    RUN(a_roster_is_read_field_by_field);
    RUN(nothing_but_a_whole_roster_is_taken);
    RUN(a_count_that_is_not_the_length_is_refused);
    RUN(more_admins_than_entries_are_refused);
    RUN(a_reserved_byte_that_is_not_zero_is_refused);
    RUN(thirty_two_entries_are_the_most);
    RUN(every_border_of_a_full_roster_holds);
    return check_verdict();
}
