#include "door/mqtt/framer.h"

#include "test/support/check.h"
#include "test/support/hex.h"

static uint8_t room[8];

static size_t take(struct mqtt_framer *framer, const char *hex)
{
    uint8_t wire[64];
    return mqtt_framer_take(framer, hex_read(hex, wire, sizeof(wire)));
}

static void a_packet_is_cut_off_where_it_ends(void)
{
    struct mqtt_framer framer;
    mqtt_framer_init(&framer, room, sizeof(room));
    CHECK_SAME(take(&framer, "40 02 0007 d0 00"), 4);
    CHECK(framer.state == MQTT_FRAMER_READY);
    CHECK_SAME(framer.first, 0x40);
    CHECK_SAME(framer.count, 2);
    CHECK_SAME(framer.left, 0);
    CHECK_BYTES(((struct bytes){room, 2}), BYTES_OF(((const uint8_t[]){0, 7})));
    CHECK_SAME(take(&framer, "d0 00"), 0);
    mqtt_framer_restart(&framer);
    CHECK_SAME(take(&framer, "d0 00"), 2);
    CHECK(framer.state == MQTT_FRAMER_READY);
    CHECK_SAME(framer.count, 0);
}

static void every_split_gives_the_same_packet(void)
{
    static const uint8_t wire[] = {0x30, 0x06, 1, 2, 3, 4, 5, 6};
    for (size_t cut = 0; cut <= sizeof(wire); cut++) {
        struct mqtt_framer framer;
        mqtt_framer_init(&framer, room, sizeof(room));
        CHECK_SAME(mqtt_framer_take(&framer, (struct bytes){wire, cut}), cut);
        CHECK((framer.state == MQTT_FRAMER_READY) == (cut == sizeof(wire)));
        const struct bytes rest = {wire + cut, sizeof(wire) - cut};
        CHECK_SAME(mqtt_framer_take(&framer, rest), rest.count);
        CHECK(framer.state == MQTT_FRAMER_READY);
        CHECK_BYTES(((struct bytes){room, framer.count}), ((struct bytes){wire + 2, 6}));
    }
}

static void a_packet_as_long_as_the_room_is_whole(void)
{
    struct mqtt_framer framer;
    mqtt_framer_init(&framer, room, sizeof(room));
    CHECK_SAME(take(&framer, "30 08 0102030405060708 ff"), 10);
    CHECK(framer.state == MQTT_FRAMER_READY);
    CHECK_SAME(framer.count, 8);
    CHECK_SAME(framer.left, 0);
}

static void a_longer_one_comes_in_roomfuls(void)
{
    struct mqtt_framer framer;
    mqtt_framer_init(&framer, room, sizeof(room));
    CHECK_SAME(take(&framer, "30 0a 0102030405060708 090a"), 10);
    CHECK(framer.state == MQTT_FRAMER_READY);
    CHECK_SAME(framer.count, 8);
    CHECK_SAME(framer.left, 2);
    mqtt_framer_gather_on(&framer);
    CHECK_SAME(take(&framer, "09"), 1);
    CHECK(framer.state == MQTT_FRAMER_GATHERING);
    CHECK_SAME(take(&framer, "0a d0 00"), 1);
    CHECK(framer.state == MQTT_FRAMER_READY);
    CHECK_BYTES(((struct bytes){room, framer.count}), BYTES_OF(((const uint8_t[]){9, 10})));
    CHECK_SAME(framer.left, 0);
}

static void a_remaining_length_of_four_bytes_is_taken(void)
{
    struct mqtt_framer framer;
    mqtt_framer_init(&framer, room, sizeof(room));
    CHECK_SAME(take(&framer, "30 ffffff7f"), 5);
    CHECK(framer.state == MQTT_FRAMER_GATHERING);
    CHECK_SAME(framer.left, 268435455);
}

static void a_remaining_length_that_never_ends_is_given_up_at_the_fourth_byte(void)
{
    struct mqtt_framer framer;
    mqtt_framer_init(&framer, room, sizeof(room));
    CHECK_SAME(take(&framer, "30 ffffffff ffffffff"), 5);
    CHECK(framer.state == MQTT_FRAMER_MALFORMED);
    CHECK_SAME(framer.first, 0);
    CHECK_SAME(take(&framer, "ff"), 0);
}

static void no_bytes_change_nothing(void)
{
    struct mqtt_framer framer;
    mqtt_framer_init(&framer, room, sizeof(room));
    CHECK_SAME(mqtt_framer_take(&framer, (struct bytes){NULL, 0}), 0);
    CHECK_SAME(take(&framer, "30 01"), 2);
    CHECK_SAME(mqtt_framer_take(&framer, (struct bytes){NULL, 0}), 0);
    CHECK(framer.state == MQTT_FRAMER_GATHERING);
}

int main(void)
{
    RUN(a_packet_is_cut_off_where_it_ends);
    RUN(every_split_gives_the_same_packet);
    RUN(a_packet_as_long_as_the_room_is_whole);
    RUN(a_longer_one_comes_in_roomfuls);
    RUN(a_remaining_length_of_four_bytes_is_taken);
    RUN(a_remaining_length_that_never_ends_is_given_up_at_the_fourth_byte);
    RUN(no_bytes_change_nothing);
    return check_verdict();
}
