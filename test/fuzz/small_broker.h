// A broker for fuzzing: it answers a door as a broker should, unless it is told not to, and says to it
// whatever it is given. It knows both versions of MQTT and remembers no message.
#ifndef TEST_FUZZ_SMALL_BROKER_H
#define TEST_FUZZ_SMALL_BROKER_H

#include "base/bytes.h"

enum {
    SMALL_BROKER_ROOM = 8192
};

// What it leaves out.
enum small_broker_mood {
    BROKER_WITHOUT_CONNACK = 1,
    BROKER_WITHOUT_SUBACK = 2,
    BROKER_WITHOUT_PUBACK = 4,
    BROKER_WITHOUT_PINGRESP = 8,
    BROKER_WITHOUT_FIVE = 16 // refuses MQTT 5
};

struct small_broker {
    uint8_t mood; // of enum small_broker_mood
    bool five;    // the version of this connection
    bool subscribed;
    uint16_t identifier;
    uint8_t in[SMALL_BROKER_ROOM];
    size_t in_count;
    uint8_t out[SMALL_BROKER_ROOM];
    size_t out_count;
};

// A new connection; its mood stays.
void small_broker_accept(struct small_broker *broker);

void small_broker_takes(struct small_broker *broker, struct bytes from_door);

// Bytes for the door as they are; what finds no room is lost.
void small_broker_says(struct small_broker *broker, struct bytes bytes);

// A PUBLISH with QoS 1.
void small_broker_publishes(struct small_broker *broker, struct bytes topic, struct bytes payload,
                            bool retained);

// The door took so many bytes of out.
void small_broker_said(struct small_broker *broker, size_t count);

#endif
