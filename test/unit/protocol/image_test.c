#include "base/crc32.h"
#include "protocol/image.h"
#include "protocol/roster.h"
#include "test/support/check.h"
#include "test/support/hex.h"
#include "test/unit/protocol/borders.h"

#include <string.h>

// "a row of n bytes from x": what stands for a key, a point or a certificate.
#define ROW_00 "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
#define ROW_20 "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"
#define ROW_40 "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"
#define ROW_60 "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f"
#define ROW_80 "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"
#define ROW_A0 "a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf"
#define ROW_C0 "c0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedf"
#define ROW_E0 "e0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"

#define ZEROES_32 "0000000000000000000000000000000000000000000000000000000000000000"

// The smallest Roster there is: nobody in it.
#define ROSTER_TEXT                                                                                \
    "50435231 d0d1d2d3d4d5d6d7 00000001 0000000067000001 00 00 00 00" ZEROES_32 ZEROES_32          \
    "b0b1b2b3b4b5b6b7" ROW_00 ROW_20

static const char wire_text[] =
    "50434931 0269 06 676172616765"              // garage
    "0a 706f727463756c6c6973"                    // portcullis
    "09 686f6d652e74657374"                      // home.test
    "09 3132372e302e302e31"                      // 127.0.0.1
    "22b3"                                       // 8883
    "101112131415161718191a1b1c1d1e1f 03 626f62" // bob
    "02 2a2b" ROW_00 ROW_20 ROW_40 ROW_60 ROW_80 ROW_A0 ROW_C0
    "02 0005 3003020101 0004 30020500 02 0003 300100" ROW_E0 ROW_00 "0002 3000" ROW_20 ROW_40
    "02 03 01 1d 01 0190 05 00a4" ROSTER_TEXT "144c8029";

enum {
    WIRE_SIZE = 623
};

// Everything the image borrows lives as long as the test program.
static uint8_t wire[WIRE_SIZE];
static uint8_t roster[ROSTER_FRAME_SIZE];
static const uint8_t first_certificate[] = {0x30, 0x03, 0x02, 0x01, 0x01};
static const uint8_t second_certificate[] = {0x30, 0x02, 0x05, 0x00};
static const uint8_t first_name[] = {0x30, 0x01, 0x00};
static const uint8_t second_name[] = {0x30, 0x00};
static const uint8_t password[] = {0x2a, 0x2b};

static void fill_keys(struct image *image)
{
    hex_fill("101112131415161718191a1b1c1d1e1f", image->client_id, IMAGE_CLIENT_ID_SIZE);
    hex_fill(ROW_00, image->identity_key, PRIVATE_KEY_SIZE);
    hex_fill(ROW_20 ROW_40, image->identity_point, POINT_SIZE);
    hex_fill(ROW_60, image->secret, IMAGE_SECRET_SIZE);
    hex_fill(ROW_80 ROW_A0, image->recovery_point, POINT_SIZE);
    hex_fill(ROW_C0, image->tls_key, PRIVATE_KEY_SIZE);
    hex_fill(ROW_E0 ROW_00, image->roots[0].point, POINT_SIZE);
    hex_fill(ROW_20 ROW_40, image->roots[1].point, POINT_SIZE);
}

static struct image an_image(void)
{
    hex_fill(ROSTER_TEXT, roster, sizeof(roster));
    struct image image = {
        .door_name = bytes_of_text("garage"),
        .topic_root = bytes_of_text("portcullis"),
        .broker_host = bytes_of_text("home.test"),
        .broker_address = bytes_of_text("127.0.0.1"),
        .broker_port = 8883,
        .user = bytes_of_text("bob"),
        .password = BYTES_OF(password),
        .chain_count = 2,
        .chain = {BYTES_OF(first_certificate), BYTES_OF(second_certificate)},
        .root_count = 2,
        .roots = {{.distinguished_name = BYTES_OF(first_name)},
                  {.distinguished_name = BYTES_OF(second_name)}},
        .operator_settings = {.profile = PROFILE_STOP_BOTH,
                              .switches = SWITCHES_BOTH,
                              .door_type = DOOR_TYPE_SECTIONAL,
                              .wall_input = true,
                              .photo_eye = true,
                              .lamp = true,
                              .beeper = true,
                              .recover = true,
                              .pulse = 400,
                              .warning_seconds = 5},
        .first_roster = BYTES_OF(roster),
    };
    fill_keys(&image);
    return image;
}

static void an_image_has_exactly_these_bytes(void)
{
    const struct image image = an_image();
    uint8_t room[IMAGE_MOST];
    CHECK_BYTES(image_encode(&image, room, sizeof(room)), BYTES_OF(wire));
}

static void check_names_and_keys(const struct image *read, const struct image *expected)
{
    CHECK_BYTES(read->door_name, expected->door_name);
    CHECK_BYTES(read->topic_root, expected->topic_root);
    CHECK_BYTES(read->broker_host, expected->broker_host);
    CHECK_BYTES(read->broker_address, expected->broker_address);
    CHECK_SAME(read->broker_port, expected->broker_port);
    CHECK_BYTES(BYTES_OF(read->client_id), BYTES_OF(expected->client_id));
    CHECK_BYTES(read->user, expected->user);
    CHECK_BYTES(read->password, expected->password);
    CHECK_BYTES(BYTES_OF(read->identity_key), BYTES_OF(expected->identity_key));
    CHECK_BYTES(BYTES_OF(read->identity_point), BYTES_OF(expected->identity_point));
    CHECK_BYTES(BYTES_OF(read->secret), BYTES_OF(expected->secret));
    CHECK_BYTES(BYTES_OF(read->recovery_point), BYTES_OF(expected->recovery_point));
    CHECK_BYTES(BYTES_OF(read->tls_key), BYTES_OF(expected->tls_key));
}

static void an_image_is_read_field_by_field(void)
{
    const struct image expected = an_image();
    struct image read;
    memset(&read, 0, sizeof(read));
    if (!CHECK(image_decode(BYTES_OF(wire), &read))) {
        return;
    }
    check_names_and_keys(&read, &expected);
    CHECK_SAME(read.chain_count, 2);
    CHECK_SAME(read.root_count, 2);
    for (size_t i = 0; i < 2; i++) {
        CHECK_BYTES(read.chain[i], expected.chain[i]);
        CHECK_BYTES(read.roots[i].distinguished_name, expected.roots[i].distinguished_name);
        CHECK_BYTES(BYTES_OF(read.roots[i].point), BYTES_OF(expected.roots[i].point));
    }
    CHECK_SAME(read.operator_settings.profile, PROFILE_STOP_BOTH);
    CHECK_SAME(read.operator_settings.pulse, 400);
    CHECK_BYTES(read.first_roster, expected.first_roster);
}

static bool decode(struct bytes message, void *out)
{
    return image_decode(message, out);
}

static const struct decoder decoder = {decode, sizeof(struct image)};

static void nothing_but_a_whole_image_is_taken(void)
{
    check_borders(&decoder, BYTES_OF(wire), 0);
}

static void every_flipped_bit_is_noticed(void)
{
    for (size_t i = 0; i < (size_t)WIRE_SIZE * 8; i++) {
        check_refused_with(&decoder, BYTES_OF(wire), i / 8, (uint8_t)(wire[i / 8] ^ 1U << i % 8));
    }
}

// Damage that the checksum does not show, as a wrong program would make it: refused, or an image that
// is written with the same bytes again.
static void every_wrong_byte_under_a_right_checksum_is_refused_or_means_itself(void)
{
    static uint8_t changed[WIRE_SIZE];
    static uint8_t room[IMAGE_MOST];
    static const uint8_t values[] = {0x00, 0x01, 0x03, 0x2f, 0x40, 0x7f, 0xff};
    for (size_t i = 0; i < (WIRE_SIZE - 4) * sizeof(values); i++) {
        memcpy(changed, wire, WIRE_SIZE);
        changed[i / sizeof(values)] = values[i % sizeof(values)];
        struct writer w = writer_into(changed + WIRE_SIZE - 4, 4);
        writer_u32(&w, crc32_of((struct bytes){changed, WIRE_SIZE - 4}));
        struct image read;
        if (!refuses(&decoder, BYTES_OF(changed))) {
            CHECK(image_decode(BYTES_OF(changed), &read));
            CHECK_BYTES(image_encode(&read, room, sizeof(room)), BYTES_OF(changed));
        }
    }
}

// The fields cut off at count, or one byte too many, in an envelope that holds.
static struct bytes sealed(size_t count, uint8_t *room)
{
    memcpy(room, wire, WIRE_SIZE - 4);
    room[WIRE_SIZE - 4] = 0;
    struct writer length = writer_into(room + 4, 2);
    writer_u16(&length, (uint16_t)(count + 4 - 6));
    struct writer crc = writer_into(room + count, 4);
    writer_u32(&crc, crc32_of((struct bytes){room, count}));
    return (struct bytes){room, count + 4};
}

static void fields_that_do_not_fill_the_envelope_are_refused(void)
{
    uint8_t room[WIRE_SIZE + 1];
    for (size_t count = 6; count <= WIRE_SIZE - 3; count++) {
        CHECK_SAME(refuses(&decoder, sealed(count, room)), count != WIRE_SIZE - 4);
    }
}

static void room_that_is_too_small_holds_no_image(void)
{
    const struct image image = an_image();
    uint8_t room[WIRE_SIZE];
    for (size_t size = 0; size < WIRE_SIZE; size++) {
        CHECK_SAME(image_encode(&image, room, size).count, 0);
    }
    CHECK_SAME(image_encode(&image, room, WIRE_SIZE).count, WIRE_SIZE);
}

static void an_image_beyond_8192_bytes_is_not_written(void)
{
    static uint8_t certificate[IMAGE_MOST];
    static uint8_t room[2 * IMAGE_MOST];
    struct image image = an_image();
    image.chain_count = 1;
    const size_t others = WIRE_SIZE - sizeof(first_certificate) - sizeof(second_certificate) - 2;
    image.chain[0] = (struct bytes){certificate, IMAGE_MOST - others};
    const struct bytes most = image_encode(&image, room, sizeof(room));
    CHECK_SAME(most.count, IMAGE_MOST);
    struct image read;
    CHECK(image_decode(most, &read));
    image.chain[0].count++;
    CHECK_SAME(image_encode(&image, room, sizeof(room)).count, 0);
}

static bool is_encoded(const struct image *image)
{
    static uint8_t room[IMAGE_MOST];
    return image_encode(image, room, sizeof(room)).count > 0;
}

static void the_smallest_image_is_taken(void)
{
    struct image image = an_image();
    image.door_name = bytes_of_text("a");
    image.topic_root = bytes_of_text("p");
    image.broker_host = bytes_of_text("h");
    image.broker_address = bytes_of_text("");
    image.user = bytes_of_text("");
    image.password = bytes_of_text("");
    image.chain_count = 0;
    image.root_count = 1;
    uint8_t room[IMAGE_MOST];
    struct image read;
    CHECK(image_decode(image_encode(&image, room, sizeof(room)), &read));
    CHECK_SAME(read.chain_count, 0);
    CHECK_SAME(read.password.count, 0);
}

struct text_case {
    const char *text;
    bool taken;
};

// Every text goes into the field that field points at, which is one of image's own.
static void check_texts(struct image *image, struct bytes *field, const struct text_case *cases)
{
    const struct bytes before = *field;
    for (size_t i = 0; cases[i].text != NULL; i++) {
        check_context(cases[i].text);
        *field = bytes_of_text(cases[i].text);
        CHECK_SAME(is_encoded(image), cases[i].taken);
    }
    *field = before;
    check_context(NULL);
}

#define TEXT_63 "abcdefghijklmnopqrstuvwxyz-abcdefghijklmnopqrstuvwxyz-0123456789"

static void a_door_has_a_name_of_1_to_16_small_letters_digits_and_dashes(void)
{
    struct image image = an_image();
    static const struct text_case cases[] = {
        {"a-0-z-9", true}, {"0123456789abcdef", true},
        {"", false},       {"0123456789abcdefg", false},
        {"Garage", false}, {"a b", false},
        {"a/b", false},    {"a+", false},
        {"keeper", false}, {"enrol", false},
        {"keepers", true}, {NULL, false},
    };
    check_texts(&image, &image.door_name, cases);
}

static void a_topic_root_has_no_wildcard_and_no_empty_end(void)
{
    struct image image = an_image();
    static const struct text_case cases[] = {
        {"portcullis/site-7", true},
        {TEXT_63, true},
        {"", false},
        {TEXT_63 "1", false},
        {"a+b", false},
        {"a/#", false},
        {"$SYS", false},
        {"/a", false},
        {"a/", false},
        {"a b", false},
        {"a\nb", false},
        {"a\x7f", false},
        {"\xc3\xa4", false},
        {NULL, false},
    };
    check_texts(&image, &image.topic_root, cases);
}

static void a_broker_is_a_host_name(void)
{
    struct image image = an_image();
    static const struct text_case hosts[] = {
        {"Home.example", true}, {"", false},    {"a b", false},
        {"a/b", false},         {"*.a", false}, {NULL, false},
    };
    check_texts(&image, &image.broker_host, hosts);
    static const struct text_case addresses[] = {
        {"", true}, {"fe80::1%eth0", true}, {"10.0.0.1", true}, {"a b", false}, {NULL, false},
    };
    check_texts(&image, &image.broker_address, addresses);
    image.broker_port = 0;
    CHECK(!is_encoded(&image));
}

static void a_password_needs_a_user_name(void)
{
    struct image image = an_image();
    static const struct text_case users[] = {
        {"alice@home", true},
        {"", false},
        {"a\nb", false},
        {NULL, false},
    };
    check_texts(&image, &image.user, users);
    image.user = bytes_of_text("");
    image.password = bytes_of_text("");
    CHECK(is_encoded(&image));
}

static void counts_of_certificates_have_borders(void)
{
    struct image image = an_image();
    image.chain_count = 3;
    CHECK(!is_encoded(&image));
    image = an_image();
    image.root_count = 0;
    CHECK(!is_encoded(&image));
    image.root_count = 3;
    CHECK(!is_encoded(&image));
    image = an_image();
    image.chain[1].count = 0;
    CHECK(!is_encoded(&image));
    image = an_image();
    image.roots[1].distinguished_name.count = 0;
    CHECK(!is_encoded(&image));
}

static void settings_or_a_roster_that_are_not_sound_are_refused(void)
{
    struct image image = an_image();
    image.operator_settings.warning_seconds = 4;
    CHECK(!is_encoded(&image));
    image = an_image();
    image.first_roster.count--;
    CHECK(!is_encoded(&image));
    image.first_roster.count = 0;
    CHECK(!is_encoded(&image));
}

int main(void)
{
    hex_fill(wire_text, wire, sizeof(wire));
    RUN(an_image_has_exactly_these_bytes);
    RUN(an_image_is_read_field_by_field);
    RUN(nothing_but_a_whole_image_is_taken);
    RUN(every_flipped_bit_is_noticed);
    RUN(every_wrong_byte_under_a_right_checksum_is_refused_or_means_itself);
    RUN(fields_that_do_not_fill_the_envelope_are_refused);
    RUN(room_that_is_too_small_holds_no_image);
    RUN(an_image_beyond_8192_bytes_is_not_written);
    RUN(the_smallest_image_is_taken);
    RUN(a_door_has_a_name_of_1_to_16_small_letters_digits_and_dashes);
    RUN(a_topic_root_has_no_wildcard_and_no_empty_end);
    RUN(a_broker_is_a_host_name);
    RUN(a_password_needs_a_user_name);
    RUN(counts_of_certificates_have_borders);
    RUN(settings_or_a_roster_that_are_not_sound_are_refused);
    return check_verdict();
}
