// What a board remembers without power: 64 KB (an AT24C512), and what stands where in it. The owner's
// machine writes the image in front; all behind it is the door's own.
//
//     0x0000  the image of the door (protocol/image.h); 0xff behind it
//     0x2000  the two seeds of the random source, a page each
//     0x8000  the journal and the rosters, as flash of 8 sectors
#ifndef PROTOCOL_EEPROM_H
#define PROTOCOL_EEPROM_H

#include "base/bytes.h"
#include "base/must_use.h"
#include "protocol/image.h"

enum {
    EEPROM_SIZE = 65536,
    EEPROM_IMAGE = 0,
    EEPROM_SEEDS = 0x2000,
    EEPROM_FLASH = 0x8000,
    EEPROM_SECTOR = 4096,
    EEPROM_SECTORS = 8,
    EEPROM_IMAGE_HEAD = 6 // of an image: "PCI1" and the length of what follows
};

_Static_assert(EEPROM_IMAGE + IMAGE_MOST <= EEPROM_SEEDS,
               "the largest image ends before the seeds");
_Static_assert(EEPROM_FLASH + EEPROM_SECTOR * EEPROM_SECTORS <= EEPROM_SIZE,
               "the journal has room");

// How long the image is that begins with these EEPROM_IMAGE_HEAD bytes, as it says itself. More than
// IMAGE_MOST: it is none.
size_t eeprom_image_size(const uint8_t head[EEPROM_IMAGE_HEAD]);

// These take the whole of an EEPROM.

// As it comes from the factory.
void eeprom_blank(uint8_t eeprom[EEPROM_SIZE]);

// The image that lies in it, as long as it says itself; empty where there is none. It may be damaged.
struct bytes eeprom_image(const uint8_t eeprom[EEPROM_SIZE]);

// Puts another image in front and touches nothing of the door's own. False: it is too long.
MUST_USE bool eeprom_put_image(uint8_t eeprom[EEPROM_SIZE], struct bytes image);

// A door has written to it: it would forget something if it was blank again.
MUST_USE bool eeprom_is_used(const uint8_t eeprom[EEPROM_SIZE]);

#endif
