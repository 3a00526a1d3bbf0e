// The words of MQTT that more than one file of this room needs: OASIS MQTT 5.0 and MQTT 3.1.1.
// Clauses are cited as in MQTT 5 ([MQTT-3.3.2-2]) unless 3.1.1 is said beside them.
#ifndef DOOR_MQTT_PACKET_H
#define DOOR_MQTT_PACKET_H

#include "base/bytes.h"

// The protocol level as it stands in CONNECT.
enum mqtt_version {
    MQTT_3_1_1 = 4,
    MQTT_5 = 5
};

// The upper four bits of a fixed header: MQTT 5, table 2-1.
enum mqtt_packet_type {
    MQTT_RESERVED = 0,
    MQTT_CONNECT = 1,
    MQTT_CONNACK = 2,
    MQTT_PUBLISH = 3,
    MQTT_PUBACK = 4,
    MQTT_PUBREC = 5,
    MQTT_PUBREL = 6,
    MQTT_PUBCOMP = 7,
    MQTT_SUBSCRIBE = 8,
    MQTT_SUBACK = 9,
    MQTT_UNSUBSCRIBE = 10,
    MQTT_UNSUBACK = 11,
    MQTT_PINGREQ = 12,
    MQTT_PINGRESP = 13,
    MQTT_DISCONNECT = 14,
    MQTT_AUTH = 15
};

// QoS 2 is not spoken here: nothing that is signed and numbered needs it.
enum mqtt_qos {
    MQTT_AT_MOST_ONCE = 0,
    MQTT_AT_LEAST_ONCE = 1
};

// What the server does with retained messages when a subscription is made: MQTT 5, 3.8.3.1.
// A server of 3.1.1 always sends them.
enum mqtt_retain_handling {
    MQTT_SEND_RETAINED = 0,
    MQTT_SEND_RETAINED_IF_NEW = 1,
    MQTT_DO_NOT_SEND_RETAINED = 2
};

// An application message to send, or the will.
struct mqtt_message {
    struct bytes topic_name;
    struct bytes payload;
    enum mqtt_qos qos;
    bool retain;
};

struct mqtt_subscription {
    struct bytes topic_filter;
    enum mqtt_qos maximum_qos;
    enum mqtt_retain_handling retain_handling;
    bool streamed; // messages come in pieces of whatever size, and may be of any length
};

// What became of bytes from outside. Unfinished is no error.
enum mqtt_decode {
    MQTT_MALFORMED_PACKET, // the bytes are no packet: MQTT 5, 1.2
    MQTT_PROTOCOL_ERROR,   // a packet, but it may not say that, or not now
    MQTT_NEED_MORE,
    MQTT_DECODED
};

#endif
