// Packet identifiers that wait for a PUBACK, in both directions.
//
// Sent: QoS 1 messages the server has not acknowledged yet, oldest first, each with the moment it
// was queued. Received: QoS 1 messages the application has not acknowledged yet; their PUBACKs leave
// in the order in which the messages came ([MQTT-4.6.0-2]), whatever order the application takes.
#ifndef DOOR_MQTT_INFLIGHT_H
#define DOOR_MQTT_INFLIGHT_H

#include "base/stopwatch.h"

// A command has three messages in its wake (Ack, Event, Epoch); eight lets two of them overlap.
#define MQTT_INFLIGHT_MOST 8U
// Also what a server of MQTT 5 is told as Receive Maximum.
#define MQTT_UNACKNOWLEDGED_MOST 8U

struct mqtt_inflight {
    uint16_t packet_identifiers[MQTT_INFLIGHT_MOST];
    millis began[MQTT_INFLIGHT_MOST];
    uint8_t count;
};

void mqtt_inflight_clear(struct mqtt_inflight *sent);
MUST_USE bool mqtt_inflight_has(const struct mqtt_inflight *sent, uint16_t packet_identifier);
// The caller has seen that there is room.
void mqtt_inflight_append(struct mqtt_inflight *sent, uint16_t packet_identifier, millis now);
// False: no such message is in flight.
MUST_USE bool mqtt_inflight_remove(struct mqtt_inflight *sent, uint16_t packet_identifier);

struct mqtt_unacknowledged {
    uint16_t packet_identifiers[MQTT_UNACKNOWLEDGED_MOST];
    uint8_t first; // the oldest
    uint8_t count;
    uint8_t acknowledged; // one bit for each place: the application is through with it
};

void mqtt_unacknowledged_clear(struct mqtt_unacknowledged *received);
// False: as many as we allow are waiting already.
MUST_USE bool mqtt_unacknowledged_append(struct mqtt_unacknowledged *received,
                                         uint16_t packet_identifier);
// One that is not there is ignored.
void mqtt_unacknowledged_mark(struct mqtt_unacknowledged *received, uint16_t packet_identifier);
// The next PUBACK to send, if the oldest message may have one.
MUST_USE bool mqtt_unacknowledged_next(const struct mqtt_unacknowledged *received,
                                       uint16_t *packet_identifier);
void mqtt_unacknowledged_drop(struct mqtt_unacknowledged *received);

#endif
