#include "base/crc32.h"

uint32_t crc32_of(struct bytes covered)
{
    uint32_t crc = UINT32_MAX;
    for (size_t i = 0; i < covered.count; i++) {
        crc ^= covered.at[i];
        for (int bit = 0; bit < 8; bit++) {
            // Bit by bit: 16 instructions of flash instead of a table of 1 KB.
            crc = (crc >> 1) ^ (0xEDB88320U & (0U - (crc & 1U)));
        }
    }
    return ~crc;
}
