// What a server sends, read from its bytes: what follows the fixed header, which the framer has cut
// off. Every answer but MQTT_DECODED leaves the out-parameter alone. What is lent lies in the body.
#ifndef DOOR_MQTT_DECODE_H
#define DOOR_MQTT_DECODE_H

#include "base/must_use.h"
#include "door/mqtt/event.h"
#include "door/mqtt/framer.h"
#include "door/mqtt/packet.h"

// What the server said of itself in CONNACK; what it did not say is as MQTT 5 has it by default.
struct mqtt_server {
    uint32_t maximum_packet_size; // UINT32_MAX: no limit
    uint16_t receive_maximum;
    uint16_t keep_alive_seconds; // 0: it names none, or none counts for it
    enum mqtt_qos maximum_qos;
    bool retain_available;
};

struct mqtt_connack {
    bool session_present;
    uint8_t reason_code;
    struct mqtt_server server;
    struct bytes assigned_client_identifier;
};

MUST_USE enum mqtt_decode mqtt_decode_connack(struct bytes body, enum mqtt_version version,
                                              struct mqtt_connack *connack);

struct mqtt_suback {
    uint16_t packet_identifier;
    struct bytes reason_codes;
};

MUST_USE enum mqtt_decode mqtt_decode_suback(struct bytes body, enum mqtt_version version,
                                             struct mqtt_suback *suback);

struct mqtt_puback {
    uint16_t packet_identifier;
    uint8_t reason_code;
};

MUST_USE enum mqtt_decode mqtt_decode_puback(struct bytes body, enum mqtt_version version,
                                             struct mqtt_puback *puback);

// A server of 3.1.1 does not send DISCONNECT at all.
MUST_USE enum mqtt_decode mqtt_decode_disconnect(struct bytes body, uint8_t *reason_code);

// A PUBLISH, as an MQTT_MESSAGE, from what the framer has gathered of it in a room of at least two bytes: the payload is what there is
// of it, size what there will be. topic_alias 0: none, and then there is a topic name. NEED_MORE: its
// header goes on in what has not come yet. Unlike the others it may leave a trace in event when it
// gives no message: it is the one that has to be fast.
MUST_USE enum mqtt_decode mqtt_decode_publish(const struct mqtt_framer *framer,
                                              enum mqtt_version version, struct mqtt_event *event,
                                              uint16_t *topic_alias);

#endif
