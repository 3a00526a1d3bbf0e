// A flash in memory that can lose its power, tear a write, lie, or fail, at any operation one names.
#ifndef TEST_SUPPORT_RAM_FLASH_H
#define TEST_SUPPORT_RAM_FLASH_H

#include "door/seams/flash.h"

enum {
    RAM_FLASH_SECTOR = 4096,
    RAM_FLASH_SECTORS = 8,
    RAM_FLASH_SIZE = RAM_FLASH_SECTOR * RAM_FLASH_SECTORS
};

enum ram_flash_trouble {
    RAM_FLASH_SOUND,
    RAM_FLASH_CUT_BEFORE, // the power goes before the operation; all later ones fail
    RAM_FLASH_CUT_WITHIN, // half of it is done, a byte torn
    RAM_FLASH_CUT_AFTER,  // it is done, and its caller never hears of it
    RAM_FLASH_FAIL_ONCE,  // says false and does nothing
    RAM_FLASH_FAIL_DONE,  // says false and has done it
    RAM_FLASH_STUCK_ONCE  // says true and has done nothing
};

struct ram_flash {
    struct flash flash; // hand this one out; its sectors may be made larger or fewer
    uint8_t cells[RAM_FLASH_SIZE];
    enum ram_flash_trouble trouble;
    uint32_t at_operation; // the operation (program or erase), counted from 1, that meets it
    uint32_t every; // with FAIL_ONCE and STUCK_ONCE: and every so many after it; 0: never again
    uint32_t operations;   // programs and erases so far
    uint32_t fails_read;   // the read, counted from 1, that says false; 0: none
    bool stays_unreadable; // and so do all after it
    uint32_t flips_read;   // the read whose first byte comes with other bits; 0: none
    uint8_t flipped;       // those bits
    uint32_t reads;        // so far
    bool dark;             // the power is gone
};

// Blank, sound, and counting from zero.
void ram_flash_init(struct ram_flash *ram);

// The power comes back; cells stay as they are, trouble is over, counting starts anew.
void ram_flash_revive(struct ram_flash *ram);

#endif
