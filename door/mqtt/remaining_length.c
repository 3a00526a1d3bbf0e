#include "door/mqtt/remaining_length.h"

enum mqtt_decode mqtt_remaining_length_step(struct mqtt_remaining_length *length, uint8_t byte)
{
    length->value |= (uint32_t)(byte & 0x7fU) << (7U * length->count);
    length->count++;
    if (byte >= 0x80) {
        return length->count < MQTT_REMAINING_LENGTH_BYTES ? MQTT_NEED_MORE : MQTT_MALFORMED_PACKET;
    }
    // The shortest form is the only form: [MQTT-1.5.5-1]. 3.1.1 is silent; no server of it pads.
    return byte == 0 && length->count > 1 ? MQTT_MALFORMED_PACKET : MQTT_DECODED;
}

size_t mqtt_remaining_length_write(uint8_t into[MQTT_REMAINING_LENGTH_BYTES], uint32_t value)
{
    size_t count = 0;
    while (value >= 0x80) {
        into[count++] = (uint8_t)(value | 0x80U);
        value >>= 7;
    }
    into[count++] = (uint8_t)value;
    return count;
}
