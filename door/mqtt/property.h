// Properties of MQTT 5 packets that a client receives: MQTT 5, 2.2.2.
//
//     struct mqtt_properties properties = mqtt_properties_read(&reader, MQTT_CONNACK);
//     struct mqtt_property property;
//     while (mqtt_properties_next(&properties, &property)) { switch (property.identifier) ... }
//     if (properties.answer != MQTT_DECODED) { return properties.answer; }
#ifndef DOOR_MQTT_PROPERTY_H
#define DOOR_MQTT_PROPERTY_H

#include "base/must_use.h"
#include "base/reader.h"
#include "door/mqtt/packet.h"

// The ones this room asks about: MQTT 5, table 2-4.
enum mqtt_property_identifier {
    MQTT_SUBSCRIPTION_IDENTIFIER = 0x0b,
    MQTT_RESPONSE_TOPIC = 0x08,
    MQTT_ASSIGNED_CLIENT_IDENTIFIER = 0x12,
    MQTT_SERVER_KEEP_ALIVE = 0x13,
    MQTT_AUTHENTICATION_METHOD = 0x15,
    MQTT_AUTHENTICATION_DATA = 0x16,
    MQTT_RESPONSE_INFORMATION = 0x1a,
    MQTT_RECEIVE_MAXIMUM = 0x21,
    MQTT_TOPIC_ALIAS = 0x23,
    MQTT_MAXIMUM_QOS = 0x24,
    MQTT_RETAIN_AVAILABLE = 0x25,
    MQTT_USER_PROPERTY = 0x26,
    MQTT_MAXIMUM_PACKET_SIZE = 0x27
};

struct mqtt_property {
    uint8_t identifier;
    uint32_t number;   // of the number kinds
    struct bytes text; // of the string and binary kinds; of a pair, its value
};

struct mqtt_properties {
    struct reader over;
    uint32_t seen[2];        // one bit for each identifier
    uint8_t packet;          // one bit for the kind of packet they stand in
    enum mqtt_decode answer; // MQTT_DECODED as long as all is well
};

// Reads the property length and takes so many bytes from the reader. packet is one of CONNACK,
// PUBLISH, PUBACK, SUBACK and DISCONNECT.
struct mqtt_properties mqtt_properties_read(struct reader *from, enum mqtt_packet_type packet);

// False at their end, or where one is wrong: unknown, not of this packet or not of its type is a
// Malformed Packet (2.2.2.2); twice, or with a number it may not have, is a Protocol Error.
MUST_USE bool mqtt_properties_next(struct mqtt_properties *properties,
                                   struct mqtt_property *property);

// Reads all of them to the end, for those who want none.
MUST_USE enum mqtt_decode mqtt_properties_skip(struct mqtt_properties *properties);

#endif
