// The AT24C512 on I2C: 64 KB that outlive the power, and what stands where in it.
//
//     0x0000  the image of the door (docs/protocol.md)
//     0x2000  the two seeds of the random source, a page each
//     0x8000  the journal and the rosters, as flash of 8 sectors
#ifndef DOOR_BOARDS_LM3S6965EVB_EEPROM_H
#define DOOR_BOARDS_LM3S6965EVB_EEPROM_H

#include "door/seams/flash.h"

enum {
    EEPROM_SIZE = 65536,
    EEPROM_PAGE = 64, // written at once at most; the data sheet allows 128
    EEPROM_IMAGE = 0,
    EEPROM_SEEDS = 0x2000,
    EEPROM_FLASH = 0x8000,
    EEPROM_SECTOR = 4096,
    EEPROM_SECTORS = 8
};

MUST_USE bool eeprom_read(size_t address, uint8_t *into, size_t count);

// It is in the cells when it returns true.
MUST_USE bool eeprom_write(size_t address, struct bytes what);

struct flash eeprom_flash(void);

#endif
