// Carries an MQTT session's bytes over plain TCP to a broker on this machine. For tests: a real caller
// uses TLS and does not wait.
#ifndef TEST_UNIT_DOOR_MQTT_PUMP_H
#define TEST_UNIT_DOOR_MQTT_PUMP_H

#include "door/mqtt/session.h"

enum {
    PUMP_RECEIVE_SIZE = 1024,
    PUMP_SEND_SIZE = 4096,
    PUMP_STREAM_SIZE = 4096,
    PUMP_SUBSCRIPTIONS = 3
};

struct pump {
    struct mqtt_session session;
    struct mqtt_settings settings;
    struct mqtt_subscription subscriptions[PUMP_SUBSCRIPTIONS];
    struct mqtt_message will;
    uint8_t receive_room[PUMP_RECEIVE_SIZE];
    uint8_t send_room[PUMP_SEND_SIZE];
    uint16_t port;
    int socket;                               // -1: none
    unsigned count[MQTT_CLOSE_TRANSPORT + 1]; // how often each event came
    struct mqtt_event last[MQTT_CLOSE_TRANSPORT + 1];
    uint8_t payload[PUMP_STREAM_SIZE]; // of the last message, whole or streamed
    size_t payload_count;
};

// Subscribes to base/+, base/stream (streamed) and base/will; base is a topic of the test.
void pump_start(struct pump *pump, uint16_t port, const char *client_identifier);
bool pump_begin(struct pump *pump); // with the settings as they are then

// Runs until the event has come so often in all; false: not within some seconds.
bool pump_until(struct pump *pump, enum mqtt_event_kind kind, unsigned count);

// Runs for so long.
void pump_for(struct pump *pump, millis time);

// Queues a message, waiting for room.
bool pump_publish(struct pump *pump, const struct mqtt_message *message);

// Drops the connection without a word, as a power cut does.
void pump_cut(struct pump *pump);

millis pump_now(void);

#endif
