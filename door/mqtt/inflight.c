#include "door/mqtt/inflight.h"

static uint8_t place_of(const struct mqtt_awaited *awaited, uint16_t packet_identifier)
{
    uint8_t place = 0;
    while (place < awaited->count && awaited->packet_identifiers[place] != packet_identifier) {
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
    awaited->packet_identifiers[awaited->count] = packet_identifier;
    awaited->began[awaited->count] = now;
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
        awaited->packet_identifiers[place] = awaited->packet_identifiers[place + 1U];
        awaited->began[place] = awaited->began[place + 1U];
    }
    return true;
}
