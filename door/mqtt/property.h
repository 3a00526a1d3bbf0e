// Properties of MQTT 5 packets that a client receives: MQTT 5, 2.2.2. They are checked all at once;
// whoever wants one asks for it afterwards.
#ifndef DOOR_MQTT_PROPERTY_H
#define DOOR_MQTT_PROPERTY_H

#include "base/must_use.h"
#include "base/reader.h"
#include "door/mqtt/packet.h"

// The ones this room asks about or sends: MQTT 5, table 2-4.
enum mqtt_property_identifier {
    MQTT_RESPONSE_TOPIC = 0x08,
    MQTT_SUBSCRIPTION_IDENTIFIER = 0x0b,
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

// The packets that bring a client properties; a bit for each.
enum mqtt_property_place {
    MQTT_IN_CONNACK = 0x08,
    MQTT_IN_PUBLISH = 0x10,
    MQTT_IN_PUBACK = 0x20,
    MQTT_IN_SUBACK = 0x40,
    MQTT_IN_DISCONNECT = 0x80
};

// Takes the property length and so many bytes, which it lends once they are checked. A property that
// is unknown, not of this packet or not of its type is a Malformed Packet (2.2.2.2); one that comes
// twice, says a number it may not say, or answers what we never asked for, is a Protocol Error.
MUST_USE enum mqtt_decode mqtt_properties_take(struct reader *from, enum mqtt_property_place place,
                                               struct bytes *properties);

// The properties at the front of what stands behind a PUBLISH's topic name and identifier: rest loses
// them, and topic_alias is 0 where there is none. NEED_MORE: they go on beyond it.
MUST_USE enum mqtt_decode mqtt_properties_of_publish(struct bytes *rest, uint16_t *topic_alias);

// Of properties that were checked: the number, or what it is where it is not there.
uint32_t mqtt_property_number(struct bytes properties, enum mqtt_property_identifier identifier,
                              uint32_t otherwise);

// The same for one that is a string; empty where it is not there.
struct bytes mqtt_property_text(struct bytes properties, enum mqtt_property_identifier identifier);

#endif
