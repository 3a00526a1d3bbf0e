#include "door/mqtt/encode.h"
#include "door/mqtt/remaining_length.h"

#include "test/support/check.h"
#include "test/support/hex.h"

#include <string.h>

static uint8_t room[256];
static uint8_t expected[256];
static const struct mqtt_will_limits all = {MQTT_AT_LEAST_ONCE, true};

static const struct mqtt_message will = {
    .topic_name = {(const uint8_t *)"w", 1},
    .payload = {(const uint8_t *)"off", 3},
    .qos = MQTT_AT_LEAST_ONCE,
    .retain = true,
};

static const struct mqtt_subscription subscriptions[] = {
    {{(const uint8_t *)"a/+", 3}, MQTT_AT_LEAST_ONCE, MQTT_DO_NOT_SEND_RETAINED, false},
    {{(const uint8_t *)"b", 1}, MQTT_AT_MOST_ONCE, MQTT_SEND_RETAINED_IF_NEW, false},
    {{(const uint8_t *)"c/#", 3}, MQTT_AT_LEAST_ONCE, MQTT_SEND_RETAINED, true},
};

static struct mqtt_settings plain(void)
{
    return (struct mqtt_settings){
        .client_identifier = bytes_of_text("me"),
        .keep_alive_seconds = 258,
        .subscriptions = subscriptions,
        .subscription_count = 3,
    };
}

static struct mqtt_settings full(void)
{
    struct mqtt_settings settings = plain();
    settings.user_name = bytes_of_text("u");
    settings.password = bytes_of_text("pw");
    settings.will = &will;
    settings.maximum_packet_size = 4096;
    return settings;
}

static void check_connect(const struct mqtt_settings *settings, enum mqtt_version version,
                          struct mqtt_will_limits limits, const char *hex)
{
    const struct bytes wanted = hex_read(hex, expected, sizeof(expected));
    CHECK(wanted.count > 0);
    memset(room, 0xee, sizeof(room));
    const size_t need = wanted.count + MQTT_ENCODE_SLACK;
    CHECK_BYTES(((struct bytes){room, mqtt_encode_connect(room, need, settings, version, limits)}),
                wanted);
    CHECK_SAME(room[need], 0xee);
    for (size_t size = 0; size < wanted.count; size++) {
        memset(room, 0xee, sizeof(room));
        CHECK_SAME(mqtt_encode_connect(room, size, settings, version, limits), 0);
        CHECK_SAME(room[size], 0xee);
    }
}

static void connect_of_five(void)
{
    const struct mqtt_settings least = plain();
    check_connect(&least, MQTT_5, all, "10 12 0004 4d515454 05 02 0102 03 21 0008 0002 6d65");
    const struct mqtt_settings most = full();
    check_connect(&most, MQTT_5, all,
                  "10 27 0004 4d515454 05 ee 0102 08 21 0008 27 00001000 0002 6d65"
                  "00 0001 77 0003 6f6666 0001 75 0002 7077");
}

static void connect_of_3_1_1(void)
{
    const struct mqtt_settings least = plain();
    check_connect(&least, MQTT_3_1_1, all, "10 0e 0004 4d515454 04 02 0102 0002 6d65");
    const struct mqtt_settings most = full();
    check_connect(&most, MQTT_3_1_1, all,
                  "10 1d 0004 4d515454 04 ee 0102 0002 6d65 0001 77 0003 6f6666 0001 75 0002 7077");
}

static void a_will_the_server_can_not_keep_asks_for_less(void)
{
    struct mqtt_settings settings = plain();
    settings.will = &will;
    check_connect(&settings, MQTT_3_1_1, (struct mqtt_will_limits){MQTT_AT_MOST_ONCE, true},
                  "10 16 0004 4d515454 04 26 0102 0002 6d65 0001 77 0003 6f6666");
    check_connect(&settings, MQTT_3_1_1, (struct mqtt_will_limits){MQTT_AT_LEAST_ONCE, false},
                  "10 16 0004 4d515454 04 0e 0102 0002 6d65 0001 77 0003 6f6666");
}

static void an_empty_client_identifier_is_an_empty_string(void)
{
    struct mqtt_settings settings = plain();
    settings.client_identifier = (struct bytes){NULL, 0};
    check_connect(&settings, MQTT_3_1_1, all, "10 0c 0004 4d515454 04 02 0102 0000");
}

static void check_subscribe(enum mqtt_version version, const char *hex)
{
    const struct mqtt_settings settings = plain();
    const struct bytes wanted = hex_read(hex, expected, sizeof(expected));
    const size_t need = wanted.count + MQTT_ENCODE_SLACK;
    CHECK_BYTES(
        ((struct bytes){room, mqtt_encode_subscribe(room, need, &settings, version, 0x1234)}),
        wanted);
    for (size_t size = 0; size < wanted.count; size++) {
        CHECK_SAME(mqtt_encode_subscribe(room, size, &settings, version, 0x1234), 0);
    }
}

static void subscribe_of_both_versions(void)
{
    check_subscribe(MQTT_5, "82 13 1234 00 0003 612f2b 21 0001 62 10 0003 632f23 01");
    check_subscribe(MQTT_3_1_1, "82 12 1234 0003 612f2b 01 0001 62 00 0003 632f23 01");
}

static void check_publish(const struct mqtt_message *message, enum mqtt_version version,
                          const char *hex)
{
    const struct bytes wanted = hex_read(hex, expected, sizeof(expected));
    const uint32_t length = mqtt_publish_length(version, message);
    CHECK_SAME(mqtt_packet_size(length), wanted.count);
    memset(room, 0xee, sizeof(room));
    mqtt_encode_publish(room, length, version, message, 0x0102);
    CHECK_BYTES(((struct bytes){room, wanted.count}), wanted);
    CHECK_SAME(room[wanted.count], 0xee);
}

static void publish_of_both_versions(void)
{
    struct mqtt_message message = {.topic_name = bytes_of_text("a/b"),
                                   .payload = bytes_of_text("xyz"),
                                   .qos = MQTT_AT_LEAST_ONCE,
                                   .retain = true};
    check_publish(&message, MQTT_5, "33 0b 0003 612f62 0102 00 78797a");
    check_publish(&message, MQTT_3_1_1, "33 0a 0003 612f62 0102 78797a");
    message.retain = false;
    check_publish(&message, MQTT_5, "32 0b 0003 612f62 0102 00 78797a");
    message.qos = MQTT_AT_MOST_ONCE;
    check_publish(&message, MQTT_5, "30 09 0003 612f62 00 78797a");
    check_publish(&message, MQTT_3_1_1, "30 08 0003 612f62 78797a");
    message.payload = (struct bytes){NULL, 0};
    check_publish(&message, MQTT_3_1_1, "30 05 0003 612f62");
}

static void a_publish_of_128_bytes_has_a_longer_header(void)
{
    static uint8_t payload[123];
    struct mqtt_message message = {
        .topic_name = bytes_of_text("a/b"), .payload = {payload, 122}, .qos = MQTT_AT_MOST_ONCE};
    CHECK_SAME(mqtt_publish_length(MQTT_3_1_1, &message), 127);
    message.payload.count = 123;
    CHECK_SAME(mqtt_publish_length(MQTT_3_1_1, &message), 128);
    mqtt_encode_publish(room, 128, MQTT_3_1_1, &message, 0);
    CHECK_BYTES(((struct bytes){room, 8}), hex_read("30 8001 0003 612f62", expected, 16));
}

static void the_small_packets(void)
{
    mqtt_encode_puback(room, 0x1234);
    CHECK_BYTES(((struct bytes){room, 4}), hex_read("40 02 1234", expected, 16));
    mqtt_encode_pingreq(room);
    CHECK_BYTES(((struct bytes){room, 2}), hex_read("c0 00", expected, 16));
    CHECK_SAME(mqtt_encode_disconnect(room, 0), 2);
    CHECK_BYTES(((struct bytes){room, 2}), hex_read("e0 00", expected, 16));
    CHECK_SAME(mqtt_encode_disconnect(room, 0x81), 3);
    CHECK_BYTES(((struct bytes){room, 3}), hex_read("e0 01 81", expected, 16));
}

int main(void)
{
    RUN(connect_of_five);
    RUN(connect_of_3_1_1);
    RUN(a_will_the_server_can_not_keep_asks_for_less);
    RUN(an_empty_client_identifier_is_an_empty_string);
    RUN(subscribe_of_both_versions);
    RUN(publish_of_both_versions);
    RUN(a_publish_of_128_bytes_has_a_longer_header);
    RUN(the_small_packets);
    return check_verdict();
}
