#include "door/mqtt/inflight.h"

void mqtt_inflight_clear(struct mqtt_inflight *sent)
{
    sent->count = 0;
}

static uint8_t place_of(const struct mqtt_inflight *sent, uint16_t packet_identifier)
{
    uint8_t place = 0;
    while (place < sent->count && sent->packet_identifiers[place] != packet_identifier) {
        place++;
    }
    return place;
}

bool mqtt_inflight_has(const struct mqtt_inflight *sent, uint16_t packet_identifier)
{
    return place_of(sent, packet_identifier) < sent->count;
}

void mqtt_inflight_append(struct mqtt_inflight *sent, uint16_t packet_identifier, millis now)
{
    sent->packet_identifiers[sent->count] = packet_identifier;
    sent->began[sent->count] = now;
    sent->count++;
}

bool mqtt_inflight_remove(struct mqtt_inflight *sent, uint16_t packet_identifier)
{
    const uint8_t place = place_of(sent, packet_identifier);
    if (place >= sent->count) {
        return false;
    }
    sent->count--;
    for (uint8_t i = place; i < sent->count; i++) {
        sent->packet_identifiers[i] = sent->packet_identifiers[i + 1U];
        sent->began[i] = sent->began[i + 1U];
    }
    return true;
}

void mqtt_unacknowledged_clear(struct mqtt_unacknowledged *received)
{
    *received = (struct mqtt_unacknowledged){.count = 0};
}

static uint8_t place_after(const struct mqtt_unacknowledged *received, uint8_t steps)
{
    return (uint8_t)((received->first + steps) % MQTT_UNACKNOWLEDGED_MOST);
}

bool mqtt_unacknowledged_append(struct mqtt_unacknowledged *received, uint16_t packet_identifier)
{
    if (received->count >= MQTT_UNACKNOWLEDGED_MOST) {
        return false;
    }
    const uint8_t place = place_after(received, received->count);
    received->packet_identifiers[place] = packet_identifier;
    received->acknowledged &= (uint8_t) ~(1U << place);
    received->count++;
    return true;
}

void mqtt_unacknowledged_mark(struct mqtt_unacknowledged *received, uint16_t packet_identifier)
{
    for (uint8_t i = 0; i < received->count; i++) {
        const uint8_t place = place_after(received, i);
        const uint8_t bit = (uint8_t)(1U << place);
        // A server of 3.1.1 may have sent the same message twice: each has its own PUBACK.
        if (received->packet_identifiers[place] == packet_identifier &&
            (received->acknowledged & bit) == 0) {
            received->acknowledged |= bit;
            return;
        }
    }
}

bool mqtt_unacknowledged_next(const struct mqtt_unacknowledged *received,
                              uint16_t *packet_identifier)
{
    if (received->count == 0 || (received->acknowledged >> received->first & 1U) == 0) {
        return false;
    }
    *packet_identifier = received->packet_identifiers[received->first];
    return true;
}

void mqtt_unacknowledged_drop(struct mqtt_unacknowledged *received)
{
    received->first = place_after(received, 1);
    received->count--;
}
