// The AT24C512 on I2C: 64 KB that outlive the power. What stands where in it: protocol/eeprom.h.
#ifndef DOOR_BOARDS_LM3S6965EVB_EEPROM_H
#define DOOR_BOARDS_LM3S6965EVB_EEPROM_H

#include "door/seams/flash.h"
#include "protocol/eeprom.h"

enum {
    EEPROM_PAGE = 64 // written at once at most; the data sheet allows 128
};

MUST_USE bool eeprom_read(size_t address, uint8_t *into, size_t count);

// It is in the cells when it returns true.
MUST_USE bool eeprom_write(size_t address, struct bytes what);

struct flash eeprom_flash(void);

#endif
