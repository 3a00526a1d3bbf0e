#include "door/mqtt/inflight.h"

#include "test/support/check.h"

static void sent_messages_leave_in_any_order_and_the_oldest_stays_in_front(void)
{
    struct mqtt_awaited sent = {.count = 0};
    for (uint16_t id = 1; id <= MQTT_INFLIGHT_MOST; id++) {
        mqtt_awaited_append(&sent, id, id * 10U);
    }
    CHECK(mqtt_awaited_has(&sent, 8));
    CHECK(!mqtt_awaited_has(&sent, 9));
    CHECK(mqtt_awaited_remove(&sent, 3));
    CHECK(!mqtt_awaited_remove(&sent, 3));
    CHECK_SAME(sent.oldest_first[0].packet_identifier, 1);
    CHECK(mqtt_awaited_remove(&sent, 1));
    CHECK_SAME(sent.oldest_first[0].packet_identifier, 2);
    CHECK_SAME(sent.oldest_first[0].began, 20);
    CHECK(mqtt_awaited_remove(&sent, 8));
    CHECK_SAME(sent.count, 5);
    CHECK_SAME(sent.oldest_first[1].packet_identifier, 4);
    CHECK_SAME(sent.oldest_first[4].began, 70);
}

static void nothing_is_in_flight_at_first(void)
{
    struct mqtt_awaited sent = {.count = 0};
    CHECK(!mqtt_awaited_has(&sent, 0));
    CHECK(!mqtt_awaited_remove(&sent, 0));
}

static uint16_t next_of(const struct mqtt_received *received)
{
    return mqtt_received_ready(received) ? received->packet_identifiers[0] : 0;
}

static void pubacks_leave_in_the_order_of_the_messages(void)
{
    struct mqtt_received received = {.count = 0};
    CHECK(mqtt_received_append(&received, 7));
    CHECK(mqtt_received_append(&received, 5));
    CHECK(mqtt_received_append(&received, 6));
    CHECK_SAME(next_of(&received), 0);
    mqtt_received_acknowledge(&received, 6);
    mqtt_received_acknowledge(&received, 5);
    CHECK_SAME(next_of(&received), 0);
    mqtt_received_acknowledge(&received, 7);
    CHECK_SAME(next_of(&received), 7);
    mqtt_received_drop(&received);
    CHECK_SAME(next_of(&received), 5);
    mqtt_received_drop(&received);
    CHECK_SAME(next_of(&received), 6);
    mqtt_received_drop(&received);
    CHECK_SAME(next_of(&received), 0);
}

static void the_window_has_eight_places_and_remembers_nothing(void)
{
    struct mqtt_received received = {.count = 0};
    for (uint16_t round = 0; round < 50; round++) {
        for (uint16_t id = 1; id <= MQTT_UNACKNOWLEDGED_MOST; id++) {
            CHECK(mqtt_received_append(&received, id));
        }
        CHECK(!mqtt_received_append(&received, 9));
        for (uint16_t id = 1; id <= MQTT_UNACKNOWLEDGED_MOST; id++) {
            mqtt_received_acknowledge(&received, id);
            CHECK_SAME(next_of(&received), id);
            mqtt_received_drop(&received);
        }
        CHECK(mqtt_received_append(&received, 77));
        CHECK_SAME(next_of(&received), 0);
        mqtt_received_acknowledge(&received, 77);
        CHECK_SAME(next_of(&received), 77);
        mqtt_received_drop(&received);
    }
}

static void one_that_is_not_there_is_ignored(void)
{
    struct mqtt_received received = {.count = 0};
    mqtt_received_acknowledge(&received, 0);
    CHECK(mqtt_received_append(&received, 1));
    mqtt_received_acknowledge(&received, 2);
    CHECK_SAME(next_of(&received), 0);
}

static void the_same_identifier_twice_is_two_pubacks(void)
{
    struct mqtt_received received = {.count = 0};
    CHECK(mqtt_received_append(&received, 5));
    CHECK(mqtt_received_append(&received, 4));
    CHECK(mqtt_received_append(&received, 4));
    mqtt_received_acknowledge(&received, 4);
    mqtt_received_acknowledge(&received, 4);
    mqtt_received_acknowledge(&received, 5);
    for (unsigned i = 0; i < 3; i++) {
        CHECK_SAME(next_of(&received), i == 0 ? 5 : 4);
        mqtt_received_drop(&received);
    }
    CHECK_SAME(received.count, 0);
}

int main(void)
{
    RUN(sent_messages_leave_in_any_order_and_the_oldest_stays_in_front);
    RUN(nothing_is_in_flight_at_first);
    RUN(pubacks_leave_in_the_order_of_the_messages);
    RUN(the_window_has_eight_places_and_remembers_nothing);
    RUN(one_that_is_not_there_is_ignored);
    RUN(the_same_identifier_twice_is_two_pubacks);
    return check_verdict();
}
