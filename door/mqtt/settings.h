// What a session keeps from one connection to the next.
#ifndef DOOR_MQTT_SETTINGS_H
#define DOOR_MQTT_SETTINGS_H

#include "base/stopwatch.h"
#include "door/mqtt/packet.h"

// How long the other side may take; none of them is 0.
struct mqtt_deadlines {
    millis transport; // from MQTT_OPEN_TRANSPORT to mqtt_session_transport_opened: TCP and TLS
    millis connack;
    millis answer; // SUBACK, PUBACK and PINGRESP
};

// What stays the same from one connection to the next. Borrowed with all it points to, for as long
// as the session is used.
struct mqtt_settings {
    struct bytes client_identifier;  // may be empty: then the server finds one
    struct bytes user_name;          // empty: none
    struct bytes password;           // empty: none; there is none without a user name (3.1.1)
    const struct mqtt_message *will; // NULL: none
    const struct mqtt_subscription *subscriptions;
    size_t subscription_count;    // 0: the session does not subscribe
    uint16_t keep_alive_seconds;  // at least 1: a dead server is to be noticed
    uint32_t maximum_packet_size; // what MQTT 5 servers are told; 0: no limit
    struct mqtt_deadlines deadlines;
    // The largest message that is not streamed needs: its topic name, its payload, 2, and in MQTT 5
    // its properties and 3 more. At least MQTT_RECEIVE_LEAST.
    uint8_t *receive_room;
    size_t receive_size;
    // Holds what was not yet sent. The largest packet must fit with MQTT_SEND_RESERVE to spare, which
    // is kept for PINGREQ and DISCONNECT; CONNECT and SUBSCRIBE are packets too.
    uint8_t *send_room;
    size_t send_size;
};

#define MQTT_RECEIVE_LEAST 64U
#define MQTT_SEND_RESERVE  5U

// What the server has told us it can do with a will.
struct mqtt_will_limits {
    enum mqtt_qos qos;
    bool retain;
};

// False: a topic or a filter is none, a text is no UTF-8 or too long, a password stands without a
// user name, there is no keep alive, or a room is too small for the packets that every connection needs.
MUST_USE bool mqtt_settings_valid(const struct mqtt_settings *settings);

#endif
