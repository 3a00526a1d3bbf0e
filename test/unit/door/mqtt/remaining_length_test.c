#include "door/mqtt/remaining_length.h"

#include "test/support/check.h"

static enum mqtt_decode read_all(struct bytes wire, struct mqtt_remaining_length *length)
{
    enum mqtt_decode answer = MQTT_NEED_MORE;
    for (size_t i = 0; i < wire.count && answer == MQTT_NEED_MORE; i++) {
        answer = mqtt_remaining_length_step(length, wire.at[i]);
    }
    return answer;
}

static void check_both_ways(uint32_t value, struct bytes wire)
{
    uint8_t written[MQTT_REMAINING_LENGTH_BYTES];
    CHECK_BYTES(((struct bytes){written, mqtt_remaining_length_write(written, value)}), wire);
    CHECK_SAME(mqtt_packet_size(value), 1 + wire.count + value);
    struct mqtt_remaining_length length = {0};
    CHECK(read_all(wire, &length) == MQTT_DECODED);
    CHECK_SAME(length.value, value);
    for (size_t cut = 0; cut < wire.count; cut++) {
        struct mqtt_remaining_length part = {0};
        CHECK(read_all((struct bytes){wire.at, cut}, &part) == MQTT_NEED_MORE);
    }
}

// MQTT 5, table 1-1.
static void the_borders_are_those_of_the_specification(void)
{
    check_both_ways(0, BYTES_OF(((const uint8_t[]){0x00})));
    check_both_ways(127, BYTES_OF(((const uint8_t[]){0x7f})));
    check_both_ways(128, BYTES_OF(((const uint8_t[]){0x80, 0x01})));
    check_both_ways(16383, BYTES_OF(((const uint8_t[]){0xff, 0x7f})));
    check_both_ways(16384, BYTES_OF(((const uint8_t[]){0x80, 0x80, 0x01})));
    check_both_ways(2097151, BYTES_OF(((const uint8_t[]){0xff, 0xff, 0x7f})));
    check_both_ways(2097152, BYTES_OF(((const uint8_t[]){0x80, 0x80, 0x80, 0x01})));
    check_both_ways(268435455, BYTES_OF(((const uint8_t[]){0xff, 0xff, 0xff, 0x7f})));
}

static void a_fifth_byte_is_malformed_before_it_comes(void)
{
    struct mqtt_remaining_length length = {0};
    CHECK(read_all(BYTES_OF(((const uint8_t[]){0xff, 0xff, 0xff})), &length) == MQTT_NEED_MORE);
    CHECK(mqtt_remaining_length_step(&length, 0xff) == MQTT_MALFORMED_PACKET);
}

static void a_longer_form_than_needed_is_malformed(void)
{
    struct mqtt_remaining_length two = {0};
    CHECK(read_all(BYTES_OF(((const uint8_t[]){0x80, 0x00})), &two) == MQTT_MALFORMED_PACKET);
    struct mqtt_remaining_length four = {0};
    CHECK(read_all(BYTES_OF(((const uint8_t[]){0xff, 0xff, 0xff, 0x00})), &four) ==
          MQTT_MALFORMED_PACKET);
}

int main(void)
{
    RUN(the_borders_are_those_of_the_specification);
    RUN(a_fifth_byte_is_malformed_before_it_comes);
    RUN(a_longer_form_than_needed_is_malformed);
    return check_verdict();
}
