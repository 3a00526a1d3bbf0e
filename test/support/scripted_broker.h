// A broker that does what the test says, at the level of bytes: no TLS, no rules, no memory but of
// what it was told. It answers CONNECT, SUBSCRIBE, PINGREQ and QoS 1 PUBLISH as a broker must.
#ifndef TEST_SUPPORT_SCRIPTED_BROKER_H
#define TEST_SUPPORT_SCRIPTED_BROKER_H

#include "base/bytes.h"

#include <stdbool.h>

enum {
    BROKER_MESSAGES = 128, // the last so many are remembered
    BROKER_TOPIC_MOST = 120,
    BROKER_PAYLOAD_MOST = 512,
    BROKER_ROOM = 16384
};

// What the door published.
struct broker_message {
    char topic[BROKER_TOPIC_MOST];
    uint8_t payload[BROKER_PAYLOAD_MOST];
    size_t count;
    bool retained;
};

struct scripted_broker {
    bool knows_five;   // otherwise it answers a CONNECT of MQTT 5 with 132 and hangs up
    bool wordless;     // it just hangs up instead
    bool mute;         // takes CONNECT and says nothing
    bool withholds;    // takes PUBLISH and acknowledges none
    unsigned refuses;  // the subscription, counted from 1, that it refuses; 0: none
    bool five;         // the version of this connection
    bool connected;    // CONNECT came and was accepted
    bool subscribed;   // SUBSCRIBE came
    bool hangs_up;     // it wants the connection closed
    bool said_goodbye; // DISCONNECT came
    uint16_t identifier;
    uint8_t in[BROKER_ROOM];
    size_t in_count;
    uint8_t out[BROKER_ROOM];
    size_t out_count;
    struct broker_message messages[BROKER_MESSAGES];
    size_t message_count; // in all
    size_t acknowledged;  // PUBACKs that came for ours
};

void broker_init(struct scripted_broker *broker);

// A new connection; what was said before stays remembered.
void broker_accept(struct scripted_broker *broker);

// Bytes of the door's.
void broker_takes(struct scripted_broker *broker, struct bytes from_door);

// Sends a message with QoS 1. False: nobody is connected, or there is no room.
bool broker_sends(struct scripted_broker *broker, const char *topic, struct bytes payload,
                  bool retained);

// Bytes for the door; broker_sent takes them away.
struct bytes broker_pending(const struct scripted_broker *broker);
void broker_sent(struct scripted_broker *broker, size_t count);

// The latest message on a topic, or NULL.
const struct broker_message *broker_latest(const struct scripted_broker *broker, const char *topic);

// How many of those remembered are on it.
size_t broker_count(const struct scripted_broker *broker, const char *topic);

// The one at index of all, 0 the first; NULL: forgotten, or not come yet.
const struct broker_message *broker_at(const struct scripted_broker *broker, size_t index);

#endif
