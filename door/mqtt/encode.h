// What a client sends, as bytes.
#ifndef DOOR_MQTT_ENCODE_H
#define DOOR_MQTT_ENCODE_H

#include "base/must_use.h"
#include "door/mqtt/packet.h"
#include "door/mqtt/settings.h"

// These two write a packet into room and give its size; 0: it does not fit. They need
// MQTT_ENCODE_SLACK bytes more than the packet has.
#define MQTT_ENCODE_SLACK 3U

size_t mqtt_encode_connect(uint8_t *room, size_t size, const struct mqtt_settings *settings,
                           enum mqtt_version version, struct mqtt_will_limits limits);

// One packet for all subscriptions of the settings.
size_t mqtt_encode_subscribe(uint8_t *room, size_t size, const struct mqtt_settings *settings,
                             enum mqtt_version version, uint16_t packet_identifier);

// The Remaining Length of a PUBLISH, and the packet itself, into mqtt_packet_size of it. The topic name
// is valid, and its length and the payload's make at most 256 MB.
MUST_USE uint32_t mqtt_publish_length(enum mqtt_version version,
                                      const struct mqtt_message *message);
void mqtt_encode_publish(uint8_t *room, uint32_t remaining_length, enum mqtt_version version,
                         const struct mqtt_message *message, uint16_t packet_identifier);

#define MQTT_PUBACK_SIZE 4U
static inline void mqtt_encode_puback(uint8_t room[MQTT_PUBACK_SIZE], uint16_t packet_identifier)
{
    room[0] = MQTT_PUBACK << 4;
    room[1] = 2;
    room[2] = (uint8_t)(packet_identifier >> 8);
    room[3] = (uint8_t)packet_identifier;
}

#define MQTT_PINGREQ_SIZE 2U
static inline void mqtt_encode_pingreq(uint8_t room[MQTT_PINGREQ_SIZE])
{
    room[0] = MQTT_PINGREQ << 4;
    room[1] = 0;
}

// Success has no reason code in it, and is the same in both versions; the others are of MQTT 5.
#define MQTT_DISCONNECT_MOST 3U
size_t mqtt_encode_disconnect(uint8_t room[MQTT_DISCONNECT_MOST], uint8_t reason_code);

#endif
