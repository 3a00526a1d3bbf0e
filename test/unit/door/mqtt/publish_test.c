// Messages that go out.
#include "test/support/check.h"
#include "test/support/hex.h"
#include "test/unit/door/mqtt/bench.h"

static struct mqtt_message message_of(const char *topic_name, const char *payload,
                                      enum mqtt_qos qos, bool retain)
{
    return (struct mqtt_message){bytes_of_text(topic_name), bytes_of_text(payload), qos, retain};
}

static uint16_t publish(struct bench *b, const struct mqtt_message *message)
{
    uint16_t id = 0;
    CHECK(mqtt_session_publish(&b->session, message, &id, b->now) == MQTT_PUBLISH_QUEUED);
    return id;
}

static enum mqtt_publish answer_to(struct bench *b, const struct mqtt_message *message)
{
    uint16_t id = 0xaaaa;
    const enum mqtt_publish answer = mqtt_session_publish(&b->session, message, &id, b->now);
    CHECK(answer == MQTT_PUBLISH_QUEUED || id == 0xaaaa);
    return answer;
}

static void qos_1_is_numbered_and_answered(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_connect(&b, MQTT_5);
    const struct mqtt_message message = message_of("t", "hi", MQTT_AT_LEAST_ONCE, true);
    CHECK_SAME(publish(&b, &message), 2);
    CHECK_SAME(publish(&b, &message), 3);
    bench_turn(&b);
    CHECK(bench_sent(&b, "33 08 0001 74 0002 00 6869 33 08 0001 74 0003 00 6869"));
    bench_hear(&b, "40 02 0003 40 03 0002 87");
    CHECK(bench_said(&b, "published #3 00\npublished #2 87\n"));
}

static void qos_0_is_gone_once_it_is_sent(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_connect(&b, MQTT_3_1_1);
    const struct mqtt_message message = message_of("t", "hi", MQTT_AT_MOST_ONCE, false);
    CHECK_SAME(publish(&b, &message), 0);
    bench_turn(&b);
    CHECK(bench_sent(&b, "30 05 0001 74 6869"));
    bench_close(&b);
    CHECK(bench_said(&b, "open\n"));
}

static void without_a_connection_nothing_is_queued(void)
{
    struct bench b;
    bench_start(&b, 0);
    const struct mqtt_message message = message_of("t", "hi", MQTT_AT_LEAST_ONCE, false);
    CHECK(answer_to(&b, &message) == MQTT_PUBLISH_NOT_CONNECTED);
    bench_open(&b);
    CHECK(answer_to(&b, &message) == MQTT_PUBLISH_NOT_CONNECTED);
    bench_hear(&b, "20 03 00 00 00");
    CHECK(answer_to(&b, &message) == MQTT_PUBLISH_QUEUED);
    bench_hear(&b, "e0 00");
    CHECK(answer_to(&b, &message) == MQTT_PUBLISH_NOT_CONNECTED);
}

static void a_topic_name_that_is_none_is_refused(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_connect(&b, MQTT_5);
    static const char *const wrong[] = {"", "a/#", "+", "\xff"};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        const struct mqtt_message message = message_of(wrong[i], "", MQTT_AT_MOST_ONCE, false);
        CHECK(answer_to(&b, &message) == MQTT_PUBLISH_NOT_VALID);
    }
}

static void at_most_eight_are_in_flight(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_connect(&b, MQTT_5);
    const struct mqtt_message message = message_of("t", "", MQTT_AT_LEAST_ONCE, false);
    for (unsigned i = 0; i < MQTT_INFLIGHT_MOST; i++) {
        CHECK_SAME(publish(&b, &message), i + 2);
        bench_turn(&b);
    }
    CHECK(answer_to(&b, &message) == MQTT_PUBLISH_NO_ROOM);
    const struct mqtt_message plain = message_of("t", "", MQTT_AT_MOST_ONCE, false);
    CHECK(answer_to(&b, &plain) == MQTT_PUBLISH_QUEUED);
    bench_hear(&b, "40 02 0005");
    CHECK_SAME(publish(&b, &message), MQTT_INFLIGHT_MOST + 2);
}

static void a_message_waits_for_room_in_the_send_room(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_connect(&b, MQTT_5);
    b.stuck = true;
    // 36 bytes each; of 128, 5 stay free for PINGREQ and DISCONNECT.
    const struct mqtt_message message =
        message_of("t", "1234567890123456789012345678", MQTT_AT_LEAST_ONCE, false);
    for (int i = 0; i < 3; i++) {
        CHECK(answer_to(&b, &message) == MQTT_PUBLISH_QUEUED);
    }
    CHECK(answer_to(&b, &message) == MQTT_PUBLISH_NO_ROOM);
    const struct mqtt_message fits = message_of("t", "12345678", MQTT_AT_MOST_ONCE, false);
    CHECK(answer_to(&b, &fits) == MQTT_PUBLISH_QUEUED); // 14 bytes: 122 of 123
    const struct mqtt_message least = message_of("t", "", MQTT_AT_MOST_ONCE, false);
    CHECK(answer_to(&b, &least) == MQTT_PUBLISH_NO_ROOM);
    CHECK_SAME(mqtt_session_pending(&b.session).count, 122);
    mqtt_session_sent(&b.session, 36);
    CHECK(answer_to(&b, &message) == MQTT_PUBLISH_QUEUED);
}

static void what_never_fits_is_too_large(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_connect(&b, MQTT_3_1_1);
    static const uint8_t payload[200];
    struct mqtt_message message = {
        .topic_name = bytes_of_text("t"), .payload = {payload, 0}, .qos = MQTT_AT_MOST_ONCE};
    message.payload.count = 119; // 1 + 1 + 2 + 1 + 119 are 124: one too many
    CHECK(answer_to(&b, &message) == MQTT_PUBLISH_TOO_LARGE);
    message.payload.count = 200;
    CHECK(answer_to(&b, &message) == MQTT_PUBLISH_TOO_LARGE);
    message.payload.count = SIZE_MAX;
    CHECK(answer_to(&b, &message) == MQTT_PUBLISH_TOO_LARGE);
    message.payload.count = 118;
    CHECK(answer_to(&b, &message) == MQTT_PUBLISH_QUEUED);
}

// CONNACK with the given properties, then SUBACK.
static void connect_with(struct bench *b, const char *connack)
{
    bench_start(b, 0);
    bench_open(b);
    bench_hear(b, connack);
    bench_hear(b, "90 05 0001 00 01 01");
    b->logged = 0;
    b->sent_count = 0;
}

static void the_servers_receive_maximum_is_kept(void)
{
    struct bench b;
    connect_with(&b, "20 06 00 00 03 21 0002");
    const struct mqtt_message message = message_of("t", "", MQTT_AT_LEAST_ONCE, false);
    CHECK_SAME(publish(&b, &message), 2);
    CHECK_SAME(publish(&b, &message), 3);
    CHECK(answer_to(&b, &message) == MQTT_PUBLISH_NO_ROOM);
    bench_hear(&b, "40 02 0002");
    CHECK_SAME(publish(&b, &message), 4);
}

static void the_servers_maximum_packet_size_is_kept(void)
{
    struct bench b;
    connect_with(&b, "20 08 00 00 05 27 00000012");
    const struct mqtt_message fits = message_of("t", "1234567890", MQTT_AT_LEAST_ONCE, false);
    CHECK(answer_to(&b, &fits) == MQTT_PUBLISH_QUEUED);
    const struct mqtt_message longer = message_of("t", "12345678901", MQTT_AT_LEAST_ONCE, false);
    CHECK(answer_to(&b, &longer) == MQTT_PUBLISH_TOO_LARGE);
}

static void a_server_without_qos_1_or_retain_gets_less(void)
{
    struct bench b;
    connect_with(&b, "20 07 00 00 04 24 00 25 00");
    const struct mqtt_message message = message_of("t", "x", MQTT_AT_LEAST_ONCE, true);
    CHECK_SAME(publish(&b, &message), 0);
    bench_turn(&b);
    CHECK(bench_sent(&b, "30 05 0001 74 00 78"));
    CHECK(b.session.server.maximum_qos == MQTT_AT_MOST_ONCE);
    CHECK(!b.session.server.retain_available);
}

static void what_was_in_flight_is_told_as_lost(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_connect(&b, MQTT_5);
    const struct mqtt_message message = message_of("t", "x", MQTT_AT_LEAST_ONCE, false);
    CHECK_SAME(publish(&b, &message), 2);
    bench_turn(&b);
    b.stuck = true; // the second one never leaves
    CHECK_SAME(publish(&b, &message), 3);
    bench_close(&b);
    CHECK(bench_said(&b, "lost #2\nlost #3\nopen\n"));
    CHECK_SAME(mqtt_session_pending(&b.session).count, 0);
    b.stuck = false;
    bench_open(&b);
    bench_hear(&b, "20 03 00 00 00");
    CHECK(bench_said(&b, "connected \n"));
}

static void identifiers_turn_round_without_zero_and_without_those_in_use(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_connect(&b, MQTT_5);
    const struct mqtt_message message = message_of("t", "", MQTT_AT_LEAST_ONCE, false);
    CHECK_SAME(publish(&b, &message), 2);
    CHECK_SAME(publish(&b, &message), 3);
    b.session.last_identifier = 65534;
    CHECK_SAME(publish(&b, &message), 65535);
    CHECK_SAME(publish(&b, &message), 1); // which was SUBSCRIBE's, and is answered
    CHECK_SAME(publish(&b, &message), 4);
    bench_hear(&b, "40 02 0001");
    CHECK(bench_said(&b, "published #1 00\n"));
}

int main(void)
{
    RUN(qos_1_is_numbered_and_answered);
    RUN(qos_0_is_gone_once_it_is_sent);
    RUN(without_a_connection_nothing_is_queued);
    RUN(a_topic_name_that_is_none_is_refused);
    RUN(at_most_eight_are_in_flight);
    RUN(a_message_waits_for_room_in_the_send_room);
    RUN(what_never_fits_is_too_large);
    RUN(the_servers_receive_maximum_is_kept);
    RUN(the_servers_maximum_packet_size_is_kept);
    RUN(a_server_without_qos_1_or_retain_gets_less);
    RUN(what_was_in_flight_is_told_as_lost);
    RUN(identifiers_turn_round_without_zero_and_without_those_in_use);
    return check_verdict();
}
