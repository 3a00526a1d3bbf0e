#include "door/mqtt/inflight.h"

static uint8_t place_of(const struct mqtt_awaited *awaited, uint16_t packet_identifier)
{
    uint8_t place = 0;
    while (place < awaited->count &&
           awaited->oldest_first[place].packet_identifier != packet_identifier) {
        place++;
    }
    return place;
}

bool mqtt_awaited_has(const struct mqtt_awaited *awaited, uint16_t packet_identifier)
{
    return place_of(awaited, packet_identifier) < awaited->count;
}

void mqtt_awaited_append(struct mqtt_awaited *awaited, uint16_t packet_identifier, millis now)
{
    awaited->oldest_first[awaited->count] =
        (struct mqtt_await){.began = now, .packet_identifier = packet_identifier};
    awaited->count++;
}

bool mqtt_awaited_remove(struct mqtt_awaited *awaited, uint16_t packet_identifier)
{
    uint8_t place = place_of(awaited, packet_identifier);
    if (place == awaited->count) {
        return false;
    }
    awaited->count--;
    for (; place < awaited->count; place++) {
        awaited->oldest_first[place] = awaited->oldest_first[place + 1U];
    }
    return true;
}
