#include "test/support/ram_flash.h"

#include <string.h>

static bool in_range(size_t address, size_t count)
{
    return address <= RAM_FLASH_SIZE && count <= RAM_FLASH_SIZE - address;
}

static bool fails_to_read(struct ram_flash *ram)
{
    ram->reads++;
    return ram->reads == ram->fails_read ||
           (ram->stays_unreadable && ram->fails_read != 0 && ram->reads > ram->fails_read);
}

static bool ram_read(void *self, size_t address, uint8_t *into, size_t count)
{
    struct ram_flash *ram = self;
    if (ram->dark || !in_range(address, count) || fails_to_read(ram)) {
        return false;
    }
    memcpy(into, ram->cells + address, count);
    if (ram->reads == ram->flips_read && count > 0) {
        into[0] ^= ram->flipped;
    }
    return true;
}

static bool meets_trouble(struct ram_flash *ram)
{
    ram->operations++;
    if (ram->trouble == RAM_FLASH_SOUND || ram->operations < ram->at_operation) {
        return false;
    }
    const uint32_t past = ram->operations - ram->at_operation;
    return past == 0 || (ram->every != 0 && past % ram->every == 0);
}

// How much of an operation of so many bytes is done, and what is said of it.
static bool outcome(struct ram_flash *ram, size_t count, size_t *done)
{
    *done = count;
    if (!meets_trouble(ram)) {
        return true;
    }
    switch (ram->trouble) {
    case RAM_FLASH_SOUND:
        return true;
    case RAM_FLASH_CUT_BEFORE:
        ram->dark = true;
        *done = 0;
        return false;
    case RAM_FLASH_CUT_WITHIN:
        ram->dark = true;
        *done = count / 2;
        return false;
    case RAM_FLASH_CUT_AFTER:
        ram->dark = true;
        return false;
    case RAM_FLASH_FAIL_ONCE:
        *done = 0;
        return false;
    case RAM_FLASH_FAIL_DONE:
        return false;
    case RAM_FLASH_STUCK_ONCE:
        *done = 0;
        return true;
    }
    return false;
}

static bool ram_program(void *self, size_t address, struct bytes what)
{
    struct ram_flash *ram = self;
    if (ram->dark || !in_range(address, what.count)) {
        return false;
    }
    size_t done = 0;
    const bool said = outcome(ram, what.count, &done);
    for (size_t i = 0; i < done; i++) {
        ram->cells[address + i] &= what.at[i];
    }
    if (!said && done > 0 && done < what.count) {
        // The byte at the border got some of its bits only.
        ram->cells[address + done] &= what.at[done] | 0x0fU;
    }
    return said;
}

static bool ram_erase(void *self, size_t sector)
{
    struct ram_flash *ram = self;
    const size_t size = ram->flash.sector_size;
    if (ram->dark || !in_range(sector * size, size)) {
        return false;
    }
    size_t done = 0;
    const bool said = outcome(ram, size, &done);
    memset(ram->cells + sector * size, 0xff, done);
    return said;
}

void ram_flash_init(struct ram_flash *ram)
{
    memset(ram->cells, 0xff, sizeof(ram->cells));
    ram->flash = (struct flash){.self = ram,
                                .sector_size = RAM_FLASH_SECTOR,
                                .sectors = RAM_FLASH_SECTORS,
                                .read = ram_read,
                                .program = ram_program,
                                .erase = ram_erase};
    ram_flash_revive(ram);
}

void ram_flash_revive(struct ram_flash *ram)
{
    ram->trouble = RAM_FLASH_SOUND;
    ram->at_operation = 0;
    ram->every = 0;
    ram->operations = 0;
    ram->fails_read = 0;
    ram->stays_unreadable = false;
    ram->flips_read = 0;
    ram->reads = 0;
    ram->dark = false;
}
