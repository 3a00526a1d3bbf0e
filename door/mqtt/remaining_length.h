// Variable Byte Integers: Remaining Length, property lengths, Subscription Identifiers.
// MQTT 5, 1.5.5; MQTT 3.1.1, 2.2.3. Seven bits to a byte, lowest first, four bytes at most.
#ifndef DOOR_MQTT_REMAINING_LENGTH_H
#define DOOR_MQTT_REMAINING_LENGTH_H

#include "base/must_use.h"
#include "door/mqtt/packet.h"

#define MQTT_REMAINING_LENGTH_MOST  ((uint32_t)268435455)
#define MQTT_REMAINING_LENGTH_BYTES 4U

// One that is being read. Start with {0}.
struct mqtt_remaining_length {
    uint32_t value;
    uint8_t count; // bytes so far
};

// The next byte of it. After any answer but MQTT_NEED_MORE there is no next byte.
MUST_USE enum mqtt_decode mqtt_remaining_length_step(struct mqtt_remaining_length *length,
                                                     uint8_t byte);

// Writes value, at most MQTT_REMAINING_LENGTH_MOST, in its shortest form, and gives how many bytes
// that took.
size_t mqtt_remaining_length_write(uint8_t into[MQTT_REMAINING_LENGTH_BYTES], uint32_t value);

#endif
