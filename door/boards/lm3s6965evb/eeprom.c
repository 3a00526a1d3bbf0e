#include "door/boards/lm3s6965evb/eeprom.h"

#include "door/boards/lm3s6965evb/i2c_bus.h"

#include <string.h>

enum {
    DEVICE = 0x50,
    ADDRESS_SIZE = 2,
    // A page takes at most 5 ms, and the device answers to nothing meanwhile; each try takes 100 us.
    TRIES = 200
};

static bool in_range(size_t address, size_t count)
{
    return address <= EEPROM_SIZE && count <= EEPROM_SIZE - address;
}

// Until the device answers: it is silent while it writes a page. A held wire is not waited for: the network
// floor has the watchdog behind it.
static bool set_address(size_t address)
{
    const uint8_t where[ADDRESS_SIZE] = {(uint8_t)(address >> 8), (uint8_t)address};
    for (unsigned i = 0; i < TRIES; i++) {
        if (i2c_write(DEVICE, BYTES_OF(where), (struct bytes){NULL, 0})) {
            return true;
        }
        if (i2c_hangs()) {
            return false;
        }
    }
    return false;
}

bool eeprom_read(size_t address, uint8_t *into, size_t count)
{
    return in_range(address, count) &&
           (count == 0 || (set_address(address) && i2c_read(DEVICE, into, count)));
}

// Within one page.
static bool write_page(size_t address, struct bytes what)
{
    const uint8_t where[ADDRESS_SIZE] = {(uint8_t)(address >> 8), (uint8_t)address};
    return set_address(address) && i2c_write(DEVICE, BYTES_OF(where), what) &&
           set_address(address); // it answers again: the page is in its cells
}

bool eeprom_write(size_t address, struct bytes what)
{
    if (!in_range(address, what.count)) {
        return false;
    }
    size_t done = 0;
    while (done < what.count) {
        const size_t room = EEPROM_PAGE - (address + done) % EEPROM_PAGE;
        const size_t left = what.count - done;
        const struct bytes page = {what.at + done, left < room ? left : room};
        if (!write_page(address + done, page)) {
            return false;
        }
        done += page.count;
    }
    return true;
}

static bool flash_in_range(size_t address, size_t count)
{
    const size_t size = (size_t)EEPROM_SECTOR * EEPROM_SECTORS;
    return address <= size && count <= size - address;
}

static bool flash_read(void *self, size_t address, uint8_t *into, size_t count)
{
    (void)self;
    return flash_in_range(address, count) && eeprom_read(EEPROM_FLASH + address, into, count);
}

static bool flash_program(void *self, size_t address, struct bytes what)
{
    (void)self;
    return flash_in_range(address, what.count) && eeprom_write(EEPROM_FLASH + address, what);
}

static bool flash_erase(void *self, size_t sector)
{
    (void)self;
    uint8_t blank[EEPROM_PAGE];
    memset(blank, 0xff, sizeof(blank));
    if (sector >= EEPROM_SECTORS) {
        return false;
    }
    for (size_t at = 0; at < EEPROM_SECTOR; at += EEPROM_PAGE) {
        if (!eeprom_write(EEPROM_FLASH + sector * EEPROM_SECTOR + at, BYTES_OF(blank))) {
            return false;
        }
    }
    return true;
}

struct flash eeprom_flash(void)
{
    return (struct flash){.sector_size = EEPROM_SECTOR,
                          .sectors = EEPROM_SECTORS,
                          .read = flash_read,
                          .program = flash_program,
                          .erase = flash_erase};
}
