// Where other small clients crash, hang or lose silently: the rows M1 to M18 of docs/attacks.md, for both
// versions.
#include "test/support/check.h"
#include "test/support/hex.h"
#include "test/support/random.h"
#include "test/unit/door/mqtt/bench.h"

#include <stdio.h>
#include <string.h>

static const enum mqtt_version versions[] = {MQTT_5, MQTT_3_1_1};

static void for_both(void (*test)(enum mqtt_version version))
{
    check_context("MQTT 5");
    test(MQTT_5);
    check_context("3.1.1");
    test(MQTT_3_1_1);
    check_context(NULL);
}

static const char *message_of(enum mqtt_version version)
{
    return version == MQTT_5 ? "32 09 0003 612f62 0007 00 2a" : "32 08 0003 612f62 0007 2a";
}

static void byte_by_byte(enum mqtt_version version)
{
    struct bench b;
    bench_start(&b, 0);
    bench_connect(&b, version);
    uint8_t wire[32];
    const struct bytes message = hex_read(message_of(version), wire, sizeof(wire));
    for (size_t i = 0; i < message.count; i++) {
        CHECK(bench_said(&b, ""));
        bench_hear_bytes(&b, (struct bytes){message.at + i, 1});
        bench_pass(&b, 100);
    }
    CHECK(bench_said(&b, "message a/b #7 [2a]\n"));
    CHECK(bench_sent(&b, "40 02 0007"));
}

static void one_byte_and_then_nothing_for_a_while(void)
{
    for_both(byte_by_byte);
}

static void nothing_for_a_while_inside_connack(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_open(&b);
    static const char *const bytes[] = {"20", "03", "00", "00"};
    for (size_t i = 0; i < 4; i++) {
        bench_hear(&b, bytes[i]);
        bench_pass(&b, 1000);
    }
    bench_hear(&b, "00");
    CHECK(bench_said(&b, "open\nconnected \n"));
}

static void silence_everywhere(enum mqtt_version version)
{
    uint8_t wire[32];
    const struct bytes message = hex_read(message_of(version), wire, sizeof(wire));
    for (size_t cut = 0; cut <= message.count; cut++) {
        struct bench b;
        bench_start(&b, 0);
        bench_connect(&b, version);
        bench_hear_bytes(&b, (struct bytes){message.at, cut});
        for (int i = 0; i < 30; i++) {
            bench_pass(&b, 100);
        }
        bench_hear_bytes(&b, (struct bytes){message.at + cut, message.count - cut});
        CHECK(bench_said(&b, "message a/b #7 [2a]\n"));
    }
}

static void three_seconds_of_silence_at_each_byte_of_a_publish(void)
{
    for_both(silence_everywhere);
}

static void a_thousand_bytes_in_segments_of_200_and_of_536_bytes(void)
{
    static const size_t segments[] = {200, 536};
    static uint8_t room[1100];
    static uint8_t wire[1011] = {0x32, 0xf0, 0x07, 0x00, 0x03, 'a', '/', 'b', 0x00, 0x07, 0x00};
    for (size_t i = 11; i < sizeof(wire); i++) {
        wire[i] = (uint8_t)(i * 7);
    }
    for (size_t s = 0; s < 2; s++) {
        struct bench b;
        bench_start(&b, 0);
        b.settings.receive_room = room;
        b.settings.receive_size = sizeof(room);
        CHECK(bench_restart(&b));
        bench_connect(&b, MQTT_5);
        size_t at = 0;
        struct mqtt_event event = {.kind = MQTT_CLOSE_TRANSPORT};
        while (at < sizeof(wire)) {
            CHECK(!mqtt_session_next(&b.session, &event, 0));
            const size_t count = segments[s] < sizeof(wire) - at ? segments[s] : sizeof(wire) - at;
            CHECK_SAME(mqtt_session_receive(&b.session, (struct bytes){wire + at, count}, 0),
                       count);
            at += count;
        }
        CHECK(mqtt_session_next(&b.session, &event, 0));
        CHECK(event.kind == MQTT_MESSAGE);
        CHECK_BYTES(event.payload, ((struct bytes){wire + 11, 1000}));
    }
}

static void a_remaining_length_of_five_bytes(void)
{
    bench_check_left_by_both("30 8080808001", 0x81);
    bench_check_left_by_both("30 ffffffff7f 0001 61", 0x81);
}

static void a_remaining_length_that_never_ends(void)
{
    char hex[800] = "30";
    for (size_t i = 2; i < sizeof(hex) - 1; i++) {
        hex[i] = i % 2 == 0 ? '8' : '0';
    }
    hex[sizeof(hex) - 2] = '\0'; // whole bytes
    bench_check_left_by_both(hex, 0x81);
}

static void longer_than_the_room(enum mqtt_version version)
{
    struct bench b;
    bench_start(&b, 0);
    bench_connect(&b, version);
    bench_hear(&b, "32 8001 0001 61 0007");
    for (int i = 0; i < 123; i++) {
        bench_hear(&b, "00");
    }
    CHECK(bench_said(&b, "dropped 128 #7\n"));
    CHECK(bench_sent(&b, "40 02 0007"));
    bench_hear(&b, message_of(version));
    CHECK(bench_said(&b, "message a/b #7 [2a]\n"));
}

static void a_publish_longer_than_the_room_is_told_and_acknowledged(void)
{
    for_both(longer_than_the_room);
}

static void a_topic_length_beyond_the_packet(void)
{
    bench_check_left_by_both("32 07 0006 612f62 0007", 0x81);
    bench_check_left_by_both("30 05 0004 612f62", 0x81);
    bench_check_left_by_both("32 07 ffff 612f62 0007", 0x81);
    bench_check_left_by_both("30 02 0001", 0x81);
}

static void no_room_for_a_packet_identifier(void)
{
    bench_check_left_by_both("32 05 0003 612f62", 0x81);
    bench_check_left_by_both("32 06 0003 612f62 00", 0x81);
}

static void a_publish_of_remaining_length_0(void)
{
    bench_check_left_by_both("30 00", 0x81);
    bench_check_left_by_both("32 00", 0x81);
    bench_check_left_by_both("30 01 00", 0x81);
}

static void qos_3(void)
{
    bench_check_left_by_both("36 08 0003 612f62 0007 00", 0x81); // [MQTT-3.3.1-4]
    bench_check_left_by_both("36 10 0003 612f62 0007 00 0000000000000000", 0x81);
}

static void packet_identifier_0(void)
{
    bench_check_left_by_both("32 08 0003 612f62 0000 00", 0x82); // [MQTT-2.2.1-3]
    bench_check_left_by_both("40 02 0000", 0x82);
}

static void an_empty_a_wildcard_and_a_nul_topic(void)
{
    bench_check_left_by_both("30 03 0000 00", 0x82);
    bench_check_left_by_both("30 06 0003 612f2b 00", 0x82);
    bench_check_left_by_both("30 06 0003 612f23 00", 0x82);
    bench_check_left_by_both("30 06 0003 610062 00", 0x81);
    bench_check_left_by_both("30 06 0003 eda080 00", 0x81);
}

static void a_refused_subscription(enum mqtt_version version)
{
    struct bench b;
    bench_start(&b, 0);
    bench_open(&b);
    if (version == MQTT_3_1_1) {
        bench_hear(&b, "20 02 00 01");
        bench_close(&b);
        bench_open(&b);
    }
    bench_hear(&b, version == MQTT_5 ? "20 03 00 00 00" : "20 02 00 00");
    b.logged = 0;
    bench_hear(&b, version == MQTT_5 ? "90 05 0001 00 80 01" : "90 04 0001 80 01");
    CHECK(bench_said(&b, "subscribed 8001\n"));
    CHECK(b.session.state == MQTT_SESSION_CONNECTED);
}

static void suback_0x80_is_told(void)
{
    for_both(a_refused_subscription);
}

static void connack_with_reserved_flags_or_without_a_body(void)
{
    bench_check_connack_left(MQTT_5, "20 03 02 00 00", 0x81);
    bench_check_connack_left(MQTT_5, "20 00", 0x81);
    bench_check_connack_left(MQTT_5, "21 03 00 00 00", 0x81);
    bench_check_connack_left(MQTT_5, "20 02 00 00", 0x81);
    bench_check_connack_left(MQTT_5, "20 03 01 00 00", 0x82); // a session we have not
    bench_check_connack_left(MQTT_3_1_1, "20 02 fe 00", 0x81);
    bench_check_connack_left(MQTT_3_1_1, "20 00", 0x81);
    bench_check_connack_left(MQTT_3_1_1, "20 01 00", 0x81);
    bench_check_connack_left(MQTT_3_1_1, "20 03 00 00 00", 0x81);
    bench_check_connack_left(MQTT_3_1_1, "20 02 01 00", 0x82);
}

static void an_unknown_puback(void)
{
    bench_check_left_by_both("40 02 1234", 0x82);
}

// Whatever comes, the session takes it, comes to an end of its events, and connects again.
static void survive(struct bench *b, struct bytes bytes, struct random *source)
{
    for (size_t at = 0; at < bytes.count;) {
        size_t count = 1 + random_below(source, 40);
        count = count < bytes.count - at ? count : bytes.count - at;
        bench_hear_bytes(b, (struct bytes){bytes.at + at, count});
        CHECK_SAME(b->tail, 0);
        at += count;
    }
    bench_close(b);
    b->greets = false;
    bench_turn(b);
    bench_open(b);
    bench_welcome(b);
}

static void two_thousand_mutations_of_a_conversation(void)
{
    struct random source = random_from(20260102);
    for (int round = 0; round < 2000; round++) {
        static struct bench b;
        uint8_t room[512];
        const enum mqtt_version version = versions[round % 2];
        const struct bytes talk = bench_conversation(version, room, sizeof(room));
        for (uint32_t i = random_below(&source, 4) + 1; i > 0; i--) {
            room[random_below(&source, (uint32_t)talk.count)] = (uint8_t)random_u64(&source);
        }
        char context[32];
        (void)snprintf(context, sizeof(context), "round %d", round); // fits
        check_context(context);
        bench_start(&b, 0);
        bench_open(&b);
        if (version == MQTT_3_1_1) {
            bench_hear(&b, "20 02 00 01");
            bench_close(&b);
            bench_open(&b);
        }
        b.greets = true;
        survive(&b, talk, &source);
    }
    check_context(NULL);
}

int main(void)
{
    RUN(one_byte_and_then_nothing_for_a_while);
    RUN(nothing_for_a_while_inside_connack);
    RUN(three_seconds_of_silence_at_each_byte_of_a_publish);
    RUN(a_thousand_bytes_in_segments_of_200_and_of_536_bytes);
    RUN(a_remaining_length_of_five_bytes);
    RUN(a_remaining_length_that_never_ends);
    RUN(a_publish_longer_than_the_room_is_told_and_acknowledged);
    RUN(a_topic_length_beyond_the_packet);
    RUN(no_room_for_a_packet_identifier);
    RUN(a_publish_of_remaining_length_0);
    RUN(qos_3);
    RUN(packet_identifier_0);
    RUN(an_empty_a_wildcard_and_a_nul_topic);
    RUN(suback_0x80_is_told);
    RUN(connack_with_reserved_flags_or_without_a_body);
    RUN(an_unknown_puback);
    RUN(two_thousand_mutations_of_a_conversation);
    return check_verdict();
}
