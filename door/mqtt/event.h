// What a session has to tell.
#ifndef DOOR_MQTT_EVENT_H
#define DOOR_MQTT_EVENT_H

#include "door/mqtt/packet.h"

enum mqtt_event_kind {
    MQTT_OPEN_TRANSPORT, // please open one
    MQTT_CONNECTED,      // CONNACK: publishing is possible. payload: Assigned Client Identifier
    MQTT_SUBSCRIBED,     // SUBACK. payload: a reason code for each subscription, in their order
    MQTT_MESSAGE,        // topic_name, payload, qos, retain, duplicate, packet_identifier, size
    MQTT_MESSAGE_BEGINS, // a streamed one: as MQTT_MESSAGE, without payload; size is what will come
    MQTT_MESSAGE_PIECE,  // payload: the next bytes of it
    MQTT_MESSAGE_ENDS,   // all bytes came. packet_identifier
    MQTT_MESSAGE_DROPPED, // too long for the room; acknowledged. size: of the packet, not the payload
    MQTT_PUBLISHED,       // PUBACK: packet_identifier, reason_code
    MQTT_LOST,            // packet_identifier: in flight when the connection ended; nobody knows
    MQTT_CLOSE_TRANSPORT // closing, reason_code. Send what is pending if that needs no waiting
};

// Why a connection ended, or was given up.
enum mqtt_closing {
    MQTT_CLOSING_NONE,
    MQTT_CLOSING_ASKED,          // mqtt_session_disconnect
    MQTT_CLOSING_TRANSPORT_LATE, // TCP or TLS were not there in time
    MQTT_CLOSING_CONNACK_LATE,
    MQTT_CLOSING_SUBACK_LATE,
    MQTT_CLOSING_PUBACK_LATE,
    MQTT_CLOSING_PINGRESP_LATE,
    MQTT_CLOSING_CONNECT_REFUSED,   // reason_code: the server's, of its version
    MQTT_CLOSING_VERSION_REFUSED,   // the server does not speak it: the next one speaks the other
    MQTT_CLOSING_SERVER_DISCONNECT, // reason_code: the server's
    MQTT_CLOSING_SERVER_AT_FAULT // reason_code: what we said of it, 0x81 Malformed Packet and so on
};

// Which fields count is said at the kind; the others are zero. Lent bytes are good until the next
// mqtt_session_receive or mqtt_session_next.
struct mqtt_event {
    enum mqtt_event_kind kind;
    enum mqtt_closing closing;
    uint8_t reason_code;
    enum mqtt_qos qos;
    bool retain;
    bool duplicate;
    uint16_t packet_identifier; // 0 with QoS 0
    uint32_t size;              // bytes of the payload
    struct bytes topic_name;
    struct bytes payload;
};

// An event of that kind, with nothing else in it yet.
void mqtt_event_begin(struct mqtt_event *event, enum mqtt_event_kind kind);

#endif
