// CRC-32 as in IEEE 802.3: reflected, polynomial 0x04C11DB7. Finds damage, not malice.
#ifndef BASE_CRC32_H
#define BASE_CRC32_H

#include "base/bytes.h"

// The checksum of the bytes; "123456789" gives 0xCBF43926.
uint32_t crc32_of(struct bytes covered);

#endif
