// Messages that come in: whole, in pieces, too long; and their PUBACKs.
#include "test/support/check.h"
#include "test/unit/door/mqtt/bench.h"

#include <stdio.h>
#include <string.h>

// A PUBLISH of QoS 1 or 0 with count payload bytes 00, 01, 02 …
struct packet {
    uint8_t bytes[2048];
    size_t count;
};

static void put(struct packet *packet, unsigned byte)
{
    packet->bytes[packet->count++] = (uint8_t)byte;
}

static struct bytes publish_of(struct packet *packet, const char *topic_name, unsigned id,
                               size_t payload)
{
    packet->count = 0;
    const size_t topic_length = strlen(topic_name);
    const size_t body = 2 + topic_length + (id > 0 ? 2 : 0) + 1 + payload;
    put(packet, id > 0 ? 0x32 : 0x30);
    if (body < 128) {
        put(packet, (unsigned)body);
    } else {
        put(packet, 0x80U | (body & 0x7fU));
        put(packet, (unsigned)(body >> 7));
    }
    put(packet, (unsigned)(topic_length >> 8));
    put(packet, (unsigned)topic_length & 0xffU);
    for (size_t i = 0; i < topic_length; i++) {
        put(packet, (uint8_t)topic_name[i]);
    }
    if (id > 0) {
        put(packet, id >> 8);
        put(packet, id & 0xffU);
    }
    put(packet, 0);
    for (size_t i = 0; i < payload; i++) {
        put(packet, i & 0xffU);
    }
    return (struct bytes){packet->bytes, packet->count};
}

// What the bench says of a streamed one, up to its end.
static const char *streamed_text(unsigned id, size_t payload, size_t arrived)
{
    static char text[8192];
    // Not %zu, which the C library of a small board may not know.
    int at = snprintf(text, 64, "begins s #%u %u\n", id, (unsigned)payload);
    for (size_t i = 0; i < arrived; i++) {
        at += snprintf(text + at, 3, "%02x", (unsigned)(i & 0xffU));
    }
    if (arrived == payload) {
        (void)snprintf(text + at, 64, "\nends #%u\n", id); // far from the end of text
    }
    return text;
}

static void a_message_of_qos_0_needs_no_answer(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_connect(&b, MQTT_5);
    bench_hear(&b, "31 07 0003 612f62 00 2a");
    CHECK(bench_said(&b, "message a/b retain [2a]\n"));
    CHECK(bench_sent(&b, ""));
}

static void an_empty_payload_is_a_payload(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_connect(&b, MQTT_5);
    bench_hear(&b, "3a 06 0001 61 0007 00");
    CHECK(bench_said(&b, "message a duplicate #7 []\n"));
}

static void properties_are_read_over(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_connect(&b, MQTT_5);
    bench_hear(&b, "30 16 0001 61 10 01 01 02 00000001 0b 05 0b 06 09 0002 ffff 2a 2b");
    CHECK(bench_said(&b, "message a [2a2b]\n"));
}

static void nothing_is_acknowledged_before_the_application_says_so(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_connect(&b, MQTT_5);
    b.holds_back = true;
    bench_hear(&b, "32 06 0001 61 0007 00 32 06 0001 61 0008 00");
    CHECK(bench_said(&b, "message a #7 []\nmessage a #8 []\n"));
    CHECK(bench_sent(&b, ""));
    mqtt_session_acknowledge(&b.session, 8);
    bench_turn(&b);
    CHECK(bench_sent(&b, "")); // in the order of the messages: [MQTT-4.6.0-2]
    mqtt_session_acknowledge(&b.session, 7);
    bench_turn(&b);
    CHECK(bench_sent(&b, "40 02 0007 40 02 0008"));
    mqtt_session_acknowledge(&b.session, 7);
    bench_turn(&b);
    CHECK(bench_sent(&b, ""));
}

static void what_was_not_acknowledged_dies_with_its_connection(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_connect(&b, MQTT_5);
    b.holds_back = true;
    bench_hear(&b, "32 06 0001 61 0007 00");
    bench_close(&b);
    bench_connect(&b, MQTT_5);
    mqtt_session_acknowledge(&b.session, 7);
    bench_turn(&b);
    CHECK(bench_sent(&b, ""));
}

static void pubacks_wait_for_room_and_then_go(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_connect(&b, MQTT_5);
    b.stuck = true;
    uint8_t payload[112] = {0};
    const struct mqtt_message message = {
        .topic_name = bytes_of_text("t"), .payload = BYTES_OF(payload), .qos = MQTT_AT_MOST_ONCE};
    uint16_t id = 0;
    CHECK(mqtt_session_publish(&b.session, &message, &id, 0) == MQTT_PUBLISH_QUEUED); // 118 of 123
    bench_hear(&b, "32 06 0001 61 0007 00 32 06 0001 61 0008 00");
    CHECK_SAME(mqtt_session_pending(&b.session).count, 122);
    mqtt_session_sent(&b.session, 118);
    CHECK_SAME(mqtt_session_pending(&b.session).count, 8);
    b.stuck = false;
    bench_turn(&b);
    CHECK(bench_sent(&b, "40 02 0007 40 02 0008"));
}

static void a_streamed_message_comes_in_pieces(void)
{
    static const size_t sizes[] = {1, 57, 58, 59, 63, 64, 65, 121, 122, 123, 500, 1500};
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        struct bench b;
        struct packet packet;
        bench_start(&b, 0);
        bench_connect(&b, MQTT_5);
        b.holds_back = true;
        bench_hear_bytes(&b, publish_of(&packet, "s", 9, sizes[i]));
        CHECK(bench_said(&b, streamed_text(9, sizes[i], sizes[i])));
        CHECK(bench_sent(&b, ""));
        mqtt_session_acknowledge(&b.session, 9);
        bench_hear(&b, "30 04 0001 61 00");
        CHECK(bench_sent(&b, "40 02 0009"));
        CHECK(bench_said(&b, "message a []\n"));
    }
}

static void an_empty_streamed_message_begins_and_ends(void)
{
    struct bench b;
    struct packet packet;
    bench_start(&b, 0);
    bench_connect(&b, MQTT_5);
    bench_hear_bytes(&b, publish_of(&packet, "s", 0, 0));
    CHECK(bench_said(&b, "begins s 0\nends #0\n"));
    bench_hear(&b, "33 06 0001 73 0003 00");
    CHECK(bench_said(&b, "begins s retain #3 0\nends #3\n"));
    CHECK(bench_sent(&b, "40 02 0003"));
}

static void a_streamed_message_that_is_cut_has_no_end(void)
{
    struct bench b;
    struct packet packet;
    bench_start(&b, 0);
    bench_connect(&b, MQTT_5);
    struct bytes whole = publish_of(&packet, "s", 9, 300);
    whole.count = 200;
    bench_hear_bytes(&b, whole);
    CHECK(bench_said(&b, streamed_text(9, 300, 58 + 128)));
    bench_close(&b);
    b.logged = 0;
    bench_connect(&b, MQTT_5);
    bench_hear(&b, "30 04 0001 61 00");
    CHECK(bench_said(&b, "message a []\n"));
}

static void a_message_longer_than_the_room_is_dropped_and_acknowledged(void)
{
    static const size_t sizes[] = {58, 59, 120, 500, 1500}; // "a" and the rest take 6 bytes of 64
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        struct bench b;
        struct packet packet;
        bench_start(&b, 0);
        bench_connect(&b, MQTT_5);
        b.holds_back = true;
        bench_hear_bytes(&b, publish_of(&packet, "a", 0x1234, sizes[i]));
        char expected[64];
        (void)snprintf(expected, sizeof(expected), "dropped %u #4660\n",
                       (unsigned)sizes[i] + 6); // fits by far
        const bool fits = sizes[i] == 58;
        CHECK(fits || bench_said(&b, expected));
        CHECK(fits || bench_sent(&b, "40 02 1234"));
        b.logged = 0;
        bench_hear(&b, "30 04 0001 61 00");
        CHECK(bench_said(&b, "message a []\n"));
    }
}

static void one_of_qos_0_is_just_dropped(void)
{
    struct bench b;
    struct packet packet;
    bench_start(&b, 0);
    bench_connect(&b, MQTT_5);
    bench_hear_bytes(&b, publish_of(&packet, "a", 0, 500));
    CHECK(bench_said(&b, "dropped 504 #0\n"));
    CHECK(bench_sent(&b, ""));
}

static void a_packet_identifier_behind_a_long_topic_name_is_found_wherever_it_lies(void)
{
    // The room has 64 bytes: the identifier lies in it, half in it, behind it, and in later ones.
    for (size_t length = 55; length < 200; length++) {
        char topic_name[256];
        memset(topic_name, 'a', length);
        topic_name[length] = '\0';
        struct bench b;
        struct packet packet;
        bench_start(&b, 0);
        bench_connect(&b, MQTT_5);
        bench_hear_bytes(&b, publish_of(&packet, topic_name, 0xa55a, 70));
        char expected[64];
        (void)snprintf(expected, sizeof(expected), "dropped %u #42330\n",
                       (unsigned)length + 75); // fits by far
        CHECK(bench_said(&b, expected));
        CHECK(bench_sent(&b, "40 02 a55a"));
    }
}

static void a_dropped_message_keeps_its_place_among_the_pubacks(void)
{
    struct bench b;
    struct packet packet;
    bench_start(&b, 0);
    bench_connect(&b, MQTT_5);
    b.holds_back = true;
    bench_hear(&b, "32 06 0001 61 0007 00");
    bench_hear_bytes(&b, publish_of(&packet, "a", 8, 500));
    CHECK(bench_sent(&b, ""));
    mqtt_session_acknowledge(&b.session, 7);
    bench_turn(&b);
    CHECK(bench_sent(&b, "40 02 0007 40 02 0008"));
}

static void fill_window(struct bench *b, enum mqtt_version version)
{
    bench_start(b, 0);
    bench_connect(b, version);
    b->holds_back = true;
    for (unsigned id = 1; id <= MQTT_UNACKNOWLEDGED_MOST; id++) {
        char hex[64];
        (void)snprintf(hex, sizeof(hex),
                       version == MQTT_5 ? "32 06 0001 61 %04x 00" : "32 05 0001 61 %04x",
                       id); // fits by far
        bench_hear(b, hex);
    }
    b->logged = 0;
    CHECK(bench_sent(b, ""));
}

static void a_server_of_five_that_overruns_our_receive_maximum_is_left(void)
{
    struct bench b;
    struct packet packet;
    fill_window(&b, MQTT_5);
    bench_hear(&b, "32 06 0001 61 0009 00");
    CHECK(bench_said(&b, "close 10 93\n"));
    CHECK(bench_sent(&b, "e0 01 93"));
    fill_window(&b, MQTT_5);
    bench_hear_bytes(&b, publish_of(&packet, "a", 9, 500));
    CHECK(bench_said(&b, "close 10 93\n"));
}

static void one_of_3_1_1_waits(void)
{
    struct bench b;
    fill_window(&b, MQTT_3_1_1);
    bench_hear(&b, "32 05 0001 61 0009 30 03 0001 61");
    CHECK(bench_said(&b, ""));
    CHECK_SAME(b.tail, 5);
    CHECK(mqtt_session_next_wake(&b.session, b.now) > 0);
    mqtt_session_acknowledge(&b.session, 1);
    bench_turn(&b);
    CHECK(bench_said(&b, "message a #9 []\n"));
    CHECK(bench_sent(&b, "40 02 0001"));
    bench_hear(&b, "30 03 0001 61");
    CHECK(bench_said(&b, "message a []\n"));
}

static void a_dropped_one_of_3_1_1_waits_too(void)
{
    struct bench b;
    struct packet packet;
    fill_window(&b, MQTT_3_1_1);
    bench_hear_bytes(&b, publish_of(&packet, "a", 9, 500));
    bench_turn(&b);
    CHECK(bench_said(&b, ""));
    mqtt_session_acknowledge(&b.session, 1);
    bench_turn(&b);
    CHECK(bench_said(&b, "dropped 506 #9\n"));
    for (uint16_t id = 2; id <= MQTT_UNACKNOWLEDGED_MOST; id++) {
        mqtt_session_acknowledge(&b.session, id);
    }
    bench_turn(&b);
    CHECK(bench_sent(&b, "40020001 40020002 40020003 40020004 40020005 40020006 40020007 40020008"
                         "40020009"));
}

int main(void)
{
    RUN(a_message_of_qos_0_needs_no_answer);
    RUN(an_empty_payload_is_a_payload);
    RUN(properties_are_read_over);
    RUN(nothing_is_acknowledged_before_the_application_says_so);
    RUN(what_was_not_acknowledged_dies_with_its_connection);
    RUN(pubacks_wait_for_room_and_then_go);
    RUN(a_streamed_message_comes_in_pieces);
    RUN(an_empty_streamed_message_begins_and_ends);
    RUN(a_streamed_message_that_is_cut_has_no_end);
    RUN(a_message_longer_than_the_room_is_dropped_and_acknowledged);
    RUN(one_of_qos_0_is_just_dropped);
    RUN(a_packet_identifier_behind_a_long_topic_name_is_found_wherever_it_lies);
    RUN(a_dropped_message_keeps_its_place_among_the_pubacks);
    RUN(a_server_of_five_that_overruns_our_receive_maximum_is_left);
    RUN(one_of_3_1_1_waits);
    RUN(a_dropped_one_of_3_1_1_waits_too);
    return check_verdict();
}
