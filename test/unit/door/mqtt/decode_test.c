#include "door/mqtt/decode.h"

#include "test/support/check.h"
#include "test/support/hex.h"

static uint8_t wire[512];

static struct bytes body(const char *hex)
{
    return hex_read(hex, wire, sizeof(wire));
}

static void connack_of_five_says_what_the_server_can(void)
{
    struct mqtt_connack connack;
    CHECK(mqtt_decode_connack(body("00 00 00"), MQTT_5, &connack) == MQTT_DECODED);
    CHECK(!connack.session_present);
    CHECK_SAME(connack.reason_code, 0);
    CHECK_SAME(connack.server.maximum_packet_size, UINT32_MAX);
    CHECK_SAME(connack.server.receive_maximum, 65535);
    CHECK_SAME(connack.server.keep_alive_seconds, 0);
    CHECK(connack.server.maximum_qos == MQTT_AT_LEAST_ONCE);
    CHECK(connack.server.retain_available);
    CHECK(mqtt_decode_connack(
              body("01 87 16 21 0003 27 00000200 13 0005 24 00 25 00 12 0002 6162 28 00"), MQTT_5,
              &connack) == MQTT_DECODED);
    CHECK(connack.session_present);
    CHECK_SAME(connack.reason_code, 0x87);
    CHECK_SAME(connack.server.maximum_packet_size, 512);
    CHECK_SAME(connack.server.receive_maximum, 3);
    CHECK_SAME(connack.server.keep_alive_seconds, 5);
    CHECK(connack.server.maximum_qos == MQTT_AT_MOST_ONCE);
    CHECK(!connack.server.retain_available);
    CHECK_BYTES(connack.assigned_client_identifier, bytes_of_text("ab"));
}

static void connack_of_3_1_1_is_two_bytes(void)
{
    struct mqtt_connack connack;
    CHECK(mqtt_decode_connack(body("00 00"), MQTT_3_1_1, &connack) == MQTT_DECODED);
    CHECK_SAME(connack.reason_code, 0);
    CHECK(mqtt_decode_connack(body("00 05"), MQTT_3_1_1, &connack) == MQTT_DECODED);
    CHECK_SAME(connack.reason_code, 5);
}

static enum mqtt_decode connack_answer(enum mqtt_version version, const char *hex)
{
    struct mqtt_connack connack = {.reason_code = 0xaa};
    const enum mqtt_decode answer = mqtt_decode_connack(body(hex), version, &connack);
    CHECK(answer == MQTT_DECODED || connack.reason_code == 0xaa);
    return answer;
}

static void bad_connacks(void)
{
    CHECK_SAME(connack_answer(MQTT_3_1_1, ""), MQTT_MALFORMED_PACKET);
    CHECK_SAME(connack_answer(MQTT_3_1_1, "00"), MQTT_MALFORMED_PACKET);
    CHECK_SAME(connack_answer(MQTT_3_1_1, "00 00 00"), MQTT_MALFORMED_PACKET);
    CHECK_SAME(connack_answer(MQTT_3_1_1, "02 00"), MQTT_MALFORMED_PACKET);
    CHECK_SAME(connack_answer(MQTT_5, "80 00 00"), MQTT_MALFORMED_PACKET);
    CHECK_SAME(connack_answer(MQTT_5, "00 00"), MQTT_MALFORMED_PACKET);
    CHECK_SAME(connack_answer(MQTT_5, "00 00 00 00"), MQTT_MALFORMED_PACKET);
    CHECK_SAME(connack_answer(MQTT_5, "00 00 01"), MQTT_MALFORMED_PACKET);
    CHECK_SAME(connack_answer(MQTT_5, "00 00 02 24 02"), MQTT_PROTOCOL_ERROR);
    CHECK_SAME(connack_answer(MQTT_5, "00 01 00"), MQTT_PROTOCOL_ERROR); // [MQTT-3.2.2-8]
    CHECK_SAME(connack_answer(MQTT_5, "00 7f 00"), MQTT_PROTOCOL_ERROR);
    // What we did not ask for: [MQTT-4.12.0-6] and [MQTT-3.1.2-28].
    CHECK_SAME(connack_answer(MQTT_5, "00 00 04 15 0001 61"), MQTT_PROTOCOL_ERROR);
    CHECK_SAME(connack_answer(MQTT_5, "00 00 04 16 0001 61"), MQTT_PROTOCOL_ERROR);
    CHECK_SAME(connack_answer(MQTT_5, "00 00 04 1a 0001 61"), MQTT_PROTOCOL_ERROR);
}

static enum mqtt_decode suback_answer(enum mqtt_version version, const char *hex)
{
    struct mqtt_suback suback;
    return mqtt_decode_suback(body(hex), version, &suback);
}

static void subacks(void)
{
    struct mqtt_suback suback;
    CHECK(mqtt_decode_suback(body("1234 05 1f 0002 6e6f 00 01 80 a2"), MQTT_5, &suback) ==
          MQTT_DECODED);
    CHECK_SAME(suback.packet_identifier, 0x1234);
    CHECK_BYTES(suback.reason_codes, BYTES_OF(((const uint8_t[]){0x00, 0x01, 0x80, 0xa2})));
    CHECK(mqtt_decode_suback(body("1234 00 01 02 80"), MQTT_3_1_1, &suback) == MQTT_DECODED);
    CHECK_BYTES(suback.reason_codes, BYTES_OF(((const uint8_t[]){0x00, 0x01, 0x02, 0x80})));
    CHECK_SAME(suback_answer(MQTT_5, ""), MQTT_MALFORMED_PACKET);
    CHECK_SAME(suback_answer(MQTT_5, "12"), MQTT_MALFORMED_PACKET);
    CHECK_SAME(suback_answer(MQTT_5, "1234"), MQTT_MALFORMED_PACKET);
    CHECK_SAME(suback_answer(MQTT_5, "1234 01"), MQTT_MALFORMED_PACKET);
    CHECK_SAME(suback_answer(MQTT_5, "1234 00 03"), MQTT_PROTOCOL_ERROR);
    CHECK_SAME(suback_answer(MQTT_3_1_1, "1234 03"), MQTT_PROTOCOL_ERROR);
    CHECK_SAME(suback_answer(MQTT_3_1_1, "1234 87"), MQTT_PROTOCOL_ERROR);
    CHECK_SAME(suback_answer(MQTT_3_1_1, "12"), MQTT_MALFORMED_PACKET);
}

static enum mqtt_decode puback_answer(enum mqtt_version version, const char *hex)
{
    struct mqtt_puback puback;
    return mqtt_decode_puback(body(hex), version, &puback);
}

static void pubacks(void)
{
    struct mqtt_puback puback;
    CHECK(mqtt_decode_puback(body("1234"), MQTT_5, &puback) == MQTT_DECODED);
    CHECK_SAME(puback.packet_identifier, 0x1234);
    CHECK_SAME(puback.reason_code, 0);
    CHECK(mqtt_decode_puback(body("1234 10"), MQTT_5, &puback) == MQTT_DECODED);
    CHECK_SAME(puback.reason_code, 0x10);
    CHECK(mqtt_decode_puback(body("1234 87 04 1f 0001 6e"), MQTT_5, &puback) == MQTT_DECODED);
    CHECK_SAME(puback.reason_code, 0x87);
    CHECK(mqtt_decode_puback(body("1234"), MQTT_3_1_1, &puback) == MQTT_DECODED);
    CHECK_SAME(puback_answer(MQTT_3_1_1, "1234 00"), MQTT_MALFORMED_PACKET);
    CHECK_SAME(puback_answer(MQTT_3_1_1, "12"), MQTT_MALFORMED_PACKET);
    CHECK_SAME(puback_answer(MQTT_5, "12"), MQTT_MALFORMED_PACKET);
    CHECK_SAME(puback_answer(MQTT_5, "1234 00 01"), MQTT_MALFORMED_PACKET);
    CHECK_SAME(puback_answer(MQTT_5, "1234 00 00 00"), MQTT_MALFORMED_PACKET);
    CHECK_SAME(puback_answer(MQTT_5, "1234 01"), MQTT_PROTOCOL_ERROR);
}

static void disconnects(void)
{
    uint8_t reason_code = 0xaa;
    CHECK(mqtt_decode_disconnect(body("8e 00 00"), &reason_code) == MQTT_MALFORMED_PACKET);
    CHECK(mqtt_decode_disconnect(body("8e 03 11 0000"), &reason_code) == MQTT_MALFORMED_PACKET);
    CHECK_SAME(reason_code, 0xaa);
    CHECK(mqtt_decode_disconnect(body(""), &reason_code) == MQTT_DECODED);
    CHECK_SAME(reason_code, 0);
    CHECK(mqtt_decode_disconnect(body("8e"), &reason_code) == MQTT_DECODED);
    CHECK_SAME(reason_code, 0x8e);
    CHECK(mqtt_decode_disconnect(body("9c 04 1c 0001 6f"), &reason_code) == MQTT_DECODED);
    CHECK_SAME(reason_code, 0x9c);
}

static uint16_t topic_alias;

// The beginning of a PUBLISH, as it lies in a framer.
static enum mqtt_decode publish_of(enum mqtt_version version, uint8_t first, size_t length,
                                   struct bytes beginning, struct mqtt_event *event)
{
    const struct mqtt_framer framer = {.room = wire,
                                       .size = sizeof(wire),
                                       .count = beginning.count,
                                       .left = (uint32_t)(length - beginning.count),
                                       .remaining_length = {.value = (uint32_t)length, .count = 1},
                                       .first = first,
                                       .state = MQTT_FRAMER_READY};
    return mqtt_decode_publish(&framer, version, event, &topic_alias);
}

static enum mqtt_decode publish_answer(enum mqtt_version version, uint8_t first, const char *hex)
{
    const struct bytes whole = body(hex);
    struct mqtt_event event;
    return publish_of(version, first, whole.count, whole, &event);
}

static void publishes(void)
{
    struct bytes whole = body("0003 612f62 0007 05 01 01 23 0009 70");
    struct mqtt_event event;
    CHECK(publish_of(MQTT_5, 0x3b, whole.count, whole, &event) == MQTT_DECODED);
    CHECK(event.kind == MQTT_MESSAGE);
    CHECK_BYTES(event.topic_name, bytes_of_text("a/b"));
    CHECK_SAME(event.packet_identifier, 7);
    CHECK_SAME(topic_alias, 9);
    CHECK_BYTES(event.payload, bytes_of_text("p"));
    CHECK_SAME(event.size, 1);
    CHECK(event.qos == MQTT_AT_LEAST_ONCE);
    CHECK(event.retain && event.duplicate);
    whole = body("0001 61 70");
    CHECK(publish_of(MQTT_3_1_1, 0x30, whole.count + 90, whole, &event) == MQTT_DECODED);
    CHECK_BYTES(event.payload, bytes_of_text("p"));
    CHECK_SAME(event.size, 91);
    CHECK_SAME(event.packet_identifier, 0);
    CHECK_SAME(topic_alias, 0);
    CHECK(event.qos == MQTT_AT_MOST_ONCE);
    CHECK(!event.retain && !event.duplicate);
}

static void bad_publishes(void)
{
    CHECK_SAME(publish_answer(MQTT_5, 0x36, "0001 61 0001 00"), MQTT_MALFORMED_PACKET); // QoS 3
    CHECK_SAME(publish_answer(MQTT_5, 0x32, "0001 61 0000 00"), MQTT_PROTOCOL_ERROR);
    CHECK_SAME(publish_answer(MQTT_5, 0x38, "0001 61 00"), MQTT_PROTOCOL_ERROR); // DUP, QoS 0
    CHECK_SAME(publish_answer(MQTT_5, 0x30, "0000 00"), MQTT_PROTOCOL_ERROR);
    CHECK_SAME(publish_answer(MQTT_5, 0x30, "0000 03 23 0001"), MQTT_DECODED);
    CHECK_SAME(publish_answer(MQTT_5, 0x30, "0001 2b 00"), MQTT_PROTOCOL_ERROR);
    CHECK_SAME(publish_answer(MQTT_5, 0x30, "0001 2b 03 23 0001"), MQTT_PROTOCOL_ERROR);
    CHECK_SAME(publish_answer(MQTT_5, 0x30, "0001 00 00"), MQTT_MALFORMED_PACKET);
    CHECK_SAME(publish_answer(MQTT_5, 0x30, "0001 ff 00"), MQTT_MALFORMED_PACKET);
    CHECK_SAME(publish_answer(MQTT_5, 0x30, "0001 61"), MQTT_MALFORMED_PACKET);
    CHECK_SAME(publish_answer(MQTT_5, 0x30, "0001 61 04 08 0001 23"), MQTT_PROTOCOL_ERROR);
    CHECK_SAME(publish_answer(MQTT_5, 0x30, "0001 61 02 24 00"), MQTT_MALFORMED_PACKET);
}

static void every_truncation_of_a_whole_publish_is_malformed_or_shorter(void)
{
    static const char hex[] = "0003 612f62 0007 02 01 01 7071";
    const size_t count = body(hex).count;
    for (size_t cut = 0; cut < count; cut++) {
        struct mqtt_event event;
        const enum mqtt_decode answer =
            publish_of(MQTT_5, 0x32, cut, (struct bytes){wire, cut}, &event);
        CHECK_SAME(answer, cut < count - 2 ? MQTT_MALFORMED_PACKET : MQTT_DECODED);
    }
}

static void every_beginning_of_a_longer_publish_needs_more_until_its_header_is_there(void)
{
    static const char hex[] = "0003 612f62 0007 02 01 01 7071";
    const size_t count = body(hex).count;
    for (size_t cut = 2; cut <= count; cut++) { // a room has at least two bytes
        struct mqtt_event event;
        const enum mqtt_decode answer =
            publish_of(MQTT_5, 0x32, 1000, (struct bytes){wire, cut}, &event);
        CHECK_SAME(answer, cut < count - 2 ? MQTT_NEED_MORE : MQTT_DECODED);
    }
}

static void a_topic_beyond_the_packet_needs_no_more(void)
{
    struct mqtt_event event;
    CHECK(publish_of(MQTT_3_1_1, 0x32, 10, body("0006 6161"), &event) == MQTT_NEED_MORE);
    CHECK(publish_of(MQTT_3_1_1, 0x32, 10, body("0007 6161"), &event) == MQTT_MALFORMED_PACKET);
}

int main(void)
{
    RUN(connack_of_five_says_what_the_server_can);
    RUN(connack_of_3_1_1_is_two_bytes);
    RUN(bad_connacks);
    RUN(subacks);
    RUN(pubacks);
    RUN(disconnects);
    RUN(publishes);
    RUN(bad_publishes);
    RUN(every_truncation_of_a_whole_publish_is_malformed_or_shorter);
    RUN(every_beginning_of_a_longer_publish_needs_more_until_its_header_is_there);
    RUN(a_topic_beyond_the_packet_needs_no_more);
    return check_verdict();
}
