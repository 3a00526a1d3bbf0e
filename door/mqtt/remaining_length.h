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
MUST_USE static inline enum mqtt_decode
mqtt_remaining_length_step(struct mqtt_remaining_length *length, uint8_t byte)
{
    length->value |= (uint32_t)(byte & 0x7fU) << (7U * length->count);
    length->count++;
    if (byte >= 0x80) {
        return length->count < MQTT_REMAINING_LENGTH_BYTES ? MQTT_NEED_MORE : MQTT_MALFORMED_PACKET;
    }
    // The shortest form is the only form: [MQTT-1.5.5-1]. 3.1.1 is silent; no server of it pads.
    return byte == 0 && length->count > 1 ? MQTT_MALFORMED_PACKET : MQTT_DECODED;
}

// The bytes of a whole packet with that Remaining Length.
MUST_USE static inline size_t mqtt_packet_size(uint32_t remaining_length)
{
    const size_t header = remaining_length < 0x80       ? 2
                          : remaining_length < 0x4000   ? 3
                          : remaining_length < 0x200000 ? 4
                                                        : 5;
    return header + remaining_length;
}

// Writes value, at most MQTT_REMAINING_LENGTH_MOST, in its shortest form, and gives how many bytes
// that took.
size_t mqtt_remaining_length_write(uint8_t into[MQTT_REMAINING_LENGTH_BYTES], uint32_t value);

#endif
