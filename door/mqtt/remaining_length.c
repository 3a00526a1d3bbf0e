#include "door/mqtt/remaining_length.h"

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
