#include "door/mqtt/property.h"

#include "test/support/check.h"
#include "test/support/hex.h"

// The answer for properties written in hexadecimal, without their length; all are read.
static enum mqtt_decode answer_of(enum mqtt_property_place packet, const char *hex)
{
    uint8_t wire[256] = {0};
    const size_t count = hex_read(hex, wire + 1, sizeof(wire) - 1).count;
    wire[0] = (uint8_t)count;
    struct reader r = reader_over((struct bytes){wire, count + 1});
    struct bytes properties;
    const enum mqtt_decode answer = mqtt_properties_take(&r, packet, &properties);
    CHECK(reader_finished(&r));
    return answer;
}

static const enum mqtt_property_place packets[] = {MQTT_IN_CONNACK, MQTT_IN_PUBLISH, MQTT_IN_PUBACK,
                                                   MQTT_IN_SUBACK, MQTT_IN_DISCONNECT};

// MQTT 5, table 2-4, as far as it concerns what servers send.
static const struct {
    const char *hex;
    const char *where; // C CONNACK, P PUBLISH, A PUBACK, S SUBACK, D DISCONNECT
} rows[] = {
    {"01 01", "P"},        {"02 00000000", "P"},
    {"03 0001 61", "P"},   {"08 0001 61", "P"},
    {"09 0002 00ff", "P"}, {"0b 01", "P"},
    {"11 00000000", "C"},  {"12 0001 61", "C"},
    {"13 0000", "C"},      {"15 0001 61", "C"},
    {"16 0001 00", "C"},   {"1a 0001 61", "C"},
    {"1c 0001 61", "CD"},  {"1f 0001 61", "CASD"},
    {"21 0001", "C"},      {"22 0000", "C"},
    {"23 0001", "P"},      {"24 00", "C"},
    {"25 01", "C"},        {"26 0001 61 0001 62", "CPASD"},
    {"27 00000001", "C"},  {"28 01", "C"},
    {"29 01", "C"},        {"2a 01", "C"},
};
enum {
    ROWS = sizeof(rows) / sizeof(rows[0])
};

static bool belongs(const char *where, enum mqtt_property_place packet)
{
    const char letter[] = {[MQTT_IN_CONNACK] = 'C',
                           [MQTT_IN_PUBLISH] = 'P',
                           [MQTT_IN_PUBACK] = 'A',
                           [MQTT_IN_SUBACK] = 'S',
                           [MQTT_IN_DISCONNECT] = 'D'};
    while (*where != '\0' && *where != letter[packet]) {
        where++;
    }
    return *where != '\0';
}

// What a server may say only when asked: [MQTT-4.12.0-6] and [MQTT-3.1.2-28].
static bool never_asked(const char *hex)
{
    return hex[0] == '1' && (hex[1] == '5' || hex[1] == '6' || hex[1] == 'a');
}

static void each_property_stands_where_the_table_says(void)
{
    for (size_t row = 0; row < ROWS; row++) {
        check_context(rows[row].hex);
        for (size_t i = 0; i < sizeof(packets) / sizeof(packets[0]); i++) {
            enum mqtt_decode expected = MQTT_MALFORMED_PACKET;
            if (belongs(rows[row].where, packets[i])) {
                expected = never_asked(rows[row].hex) ? MQTT_PROTOCOL_ERROR : MQTT_DECODED;
            }
            CHECK_SAME(answer_of(packets[i], rows[row].hex), expected);
        }
    }
    check_context(NULL);
}

static void every_truncation_is_malformed(void)
{
    for (size_t row = 0; row < ROWS; row++) {
        uint8_t wire[32] = {0};
        const size_t count = hex_read(rows[row].hex, wire + 1, sizeof(wire) - 1).count;
        const enum mqtt_property_place packet =
            rows[row].where[0] == 'C' ? MQTT_IN_CONNACK : MQTT_IN_PUBLISH;
        check_context(rows[row].hex);
        for (size_t cut = 1; cut < count; cut++) {
            wire[0] = (uint8_t)cut;
            struct reader r = reader_over((struct bytes){wire, cut + 1});
            struct bytes properties;
            CHECK_SAME(mqtt_properties_take(&r, packet, &properties), MQTT_MALFORMED_PACKET);
        }
    }
    check_context(NULL);
}

static void a_second_one_is_a_protocol_error(void)
{
    for (size_t row = 0; row < ROWS; row++) {
        uint8_t wire[64] = {0};
        const size_t count = hex_read(rows[row].hex, wire + 1, 30).count;
        hex_read(rows[row].hex, wire + 1 + count, 30);
        wire[0] = (uint8_t)(2 * count);
        struct reader r = reader_over((struct bytes){wire, 2 * count + 1});
        const enum mqtt_property_place packet =
            rows[row].where[0] == 'C' ? MQTT_IN_CONNACK : MQTT_IN_PUBLISH;
        struct bytes properties;
        // User Property and, in PUBLISH, Subscription Identifier may come more than once.
        const bool may = wire[1] == 0x26 || wire[1] == 0x0b;
        check_context(rows[row].hex);
        const enum mqtt_decode expected = may ? MQTT_DECODED : MQTT_PROTOCOL_ERROR;
        CHECK_SAME(mqtt_properties_take(&r, packet, &properties), expected);
    }
    check_context(NULL);
}

static void numbers_out_of_range_are_protocol_errors(void)
{
    static const char *const connack[] = {"21 0000", "24 02", "25 02", "27 00000000",
                                          "28 ff",   "29 02", "2a 80"};
    static const char *const publish[] = {"01 02", "0b 00", "23 0000", "08 0000", "08 0001 2b"};
    for (size_t i = 0; i < sizeof(connack) / sizeof(connack[0]); i++) {
        CHECK_SAME(answer_of(MQTT_IN_CONNACK, connack[i]), MQTT_PROTOCOL_ERROR);
    }
    for (size_t i = 0; i < sizeof(publish) / sizeof(publish[0]); i++) {
        CHECK_SAME(answer_of(MQTT_IN_PUBLISH, publish[i]), MQTT_PROTOCOL_ERROR);
    }
}

static void unknown_identifiers_are_malformed(void)
{
    CHECK_SAME(answer_of(MQTT_IN_CONNACK, "00"), MQTT_MALFORMED_PACKET);
    CHECK_SAME(answer_of(MQTT_IN_CONNACK, "04 00"), MQTT_MALFORMED_PACKET);
    CHECK_SAME(answer_of(MQTT_IN_CONNACK, "2b 00"), MQTT_MALFORMED_PACKET);
    CHECK_SAME(answer_of(MQTT_IN_CONNACK, "7f"), MQTT_MALFORMED_PACKET);
    CHECK_SAME(answer_of(MQTT_IN_CONNACK, "a1 00 0001"), MQTT_MALFORMED_PACKET); // 0x21, padded
    CHECK_SAME(answer_of(MQTT_IN_CONNACK, "ff 01"), MQTT_MALFORMED_PACKET);
}

static void strings_are_utf_8_and_binary_is_anything(void)
{
    CHECK_SAME(answer_of(MQTT_IN_CONNACK, "1f 0001 00"), MQTT_MALFORMED_PACKET);
    CHECK_SAME(answer_of(MQTT_IN_CONNACK, "26 0001 ff 0001 61"), MQTT_MALFORMED_PACKET);
    CHECK_SAME(answer_of(MQTT_IN_CONNACK, "26 0001 61 0001 ff"), MQTT_MALFORMED_PACKET);
    CHECK_SAME(answer_of(MQTT_IN_PUBLISH, "09 0002 ff00"), MQTT_DECODED);
}

static void what_is_read_is_what_was_written(void)
{
    uint8_t wire[64];
    struct reader r = reader_over(
        hex_read("15 13 0102 27 01020304 12 0002 6869 26 0001 61 0002 6263", wire, sizeof(wire)));
    struct bytes properties;
    CHECK(mqtt_properties_take(&r, MQTT_IN_CONNACK, &properties) == MQTT_DECODED);
    CHECK_SAME(properties.count, 21);
    CHECK_SAME(mqtt_property_number(properties, MQTT_SERVER_KEEP_ALIVE, 7), 0x0102);
    CHECK_SAME(mqtt_property_number(properties, MQTT_MAXIMUM_PACKET_SIZE, 7), 0x01020304);
    CHECK_SAME(mqtt_property_number(properties, MQTT_RECEIVE_MAXIMUM, 7), 7);
    CHECK_BYTES(mqtt_property_text(properties, MQTT_ASSIGNED_CLIENT_IDENTIFIER),
                bytes_of_text("hi"));
    CHECK_BYTES(mqtt_property_text(properties, MQTT_USER_PROPERTY), bytes_of_text("bc"));
    CHECK_SAME(mqtt_property_text(properties, MQTT_RESPONSE_TOPIC).count, 0);
}

static void a_length_beyond_the_packet_is_malformed(void)
{
    static const char *const bad[] = {"02 24", "ffffff7f", "ffffffff 7f", "8000", "80", ""};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        uint8_t wire[16];
        struct reader r = reader_over(hex_read(bad[i], wire, sizeof(wire)));
        struct bytes properties = {NULL, 7};
        check_context(bad[i]);
        CHECK_SAME(mqtt_properties_take(&r, MQTT_IN_CONNACK, &properties), MQTT_MALFORMED_PACKET);
        CHECK_SAME(properties.count, 7);
    }
    check_context(NULL);
}

int main(void)
{
    RUN(each_property_stands_where_the_table_says);
    RUN(every_truncation_is_malformed);
    RUN(a_second_one_is_a_protocol_error);
    RUN(numbers_out_of_range_are_protocol_errors);
    RUN(unknown_identifiers_are_malformed);
    RUN(strings_are_utf_8_and_binary_is_anything);
    RUN(what_is_read_is_what_was_written);
    RUN(a_length_beyond_the_packet_is_malformed);
    return check_verdict();
}
