// Packet identifiers that wait for an answer, in both directions.
//
// Awaited: what we sent and the server has not answered, oldest first, each with the moment it was
// queued. Received: QoS 1 messages the application has not acknowledged yet; their PUBACKs leave in
// the order in which the messages came ([MQTT-4.6.0-2]), whatever order the application takes.
#ifndef DOOR_MQTT_INFLIGHT_H
#define DOOR_MQTT_INFLIGHT_H

#include "base/stopwatch.h"

// A command has three messages in its wake (Ack, Event, Epoch); eight lets two of them overlap.
#define MQTT_INFLIGHT_MOST 8U
// Also what a server of MQTT 5 is told as Receive Maximum.
#define MQTT_UNACKNOWLEDGED_MOST 8U

// PINGREQ has no packet identifier, and no packet has this one: [MQTT-2.2.1-3].
#define MQTT_PINGREQ_IDENTIFIER 0U

struct mqtt_await {
    millis began;
    uint16_t packet_identifier;
};

struct mqtt_awaited {
    struct mqtt_await oldest_first[MQTT_INFLIGHT_MOST + 1]; // there is always a place for PINGREQ
    uint8_t count;
};

MUST_USE bool mqtt_awaited_has(const struct mqtt_awaited *awaited, uint16_t packet_identifier);
// The caller has seen that there is room.
void mqtt_awaited_append(struct mqtt_awaited *awaited, uint16_t packet_identifier, millis now);
// False: it is not awaited.
MUST_USE bool mqtt_awaited_remove(struct mqtt_awaited *awaited, uint16_t packet_identifier);

struct mqtt_received {
    uint16_t packet_identifiers[MQTT_UNACKNOWLEDGED_MOST]; // oldest first
    uint8_t count;
    uint8_t acknowledged; // bit 0: the application is through with the oldest; and so on
};

// These five are inline, for every message goes through them.
//
// False: as many as we allow are waiting already.
MUST_USE static inline bool mqtt_received_append(struct mqtt_received *received,
                                                 uint16_t packet_identifier)
{
    if (received->count >= MQTT_UNACKNOWLEDGED_MOST) {
        return false;
    }
    received->packet_identifiers[received->count] = packet_identifier;
    received->count++;
    return true;
}

// The youngest has no application: it is through at once.
static inline void mqtt_received_acknowledge_last(struct mqtt_received *received)
{
    received->acknowledged |= (uint8_t)(1U << (received->count - 1U));
}

// One that is not there is ignored.
static inline void mqtt_received_acknowledge(struct mqtt_received *received,
                                             uint16_t packet_identifier)
{
    for (unsigned place = 0; place < received->count; place++) {
        const unsigned bit = 1U << place;
        // A server of 3.1.1 may have sent the same message twice: each has its own PUBACK.
        if (received->packet_identifiers[place] == packet_identifier &&
            (received->acknowledged & bit) == 0) {
            received->acknowledged |= (uint8_t)bit;
            return;
        }
    }
}

// The oldest may have its PUBACK.
MUST_USE static inline bool mqtt_received_ready(const struct mqtt_received *received)
{
    return (received->acknowledged & 1U) != 0;
}

// The oldest is through.
static inline void mqtt_received_drop(struct mqtt_received *received)
{
    received->count--;
    received->acknowledged >>= 1;
    for (unsigned place = 0; place < received->count; place++) {
        received->packet_identifiers[place] = received->packet_identifiers[place + 1];
    }
}

#endif
