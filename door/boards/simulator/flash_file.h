// A file as flash: 32 KB in sectors of 4 KB. An operation is on the disk (fdatasync) when it returns.
#ifndef DOOR_BOARDS_SIMULATOR_FLASH_FILE_H
#define DOOR_BOARDS_SIMULATOR_FLASH_FILE_H

#include "door/seams/flash.h"

#include <sys/types.h>

enum {
    FLASH_FILE_SECTOR = 4096,
    FLASH_FILE_SECTORS = 8,
    FLASH_FILE_SIZE = FLASH_FILE_SECTOR * FLASH_FILE_SECTORS
};

enum flash_file_opened {
    FLASH_FILE_UNREADABLE, // errno says why
    FLASH_FILE_IN_USE,     // by another program
    FLASH_FILE_WRONG_SIZE, // it is something else
    FLASH_FILE_OPENED
};

struct flash_file {
    struct flash flash; // hand this one out
    int file;
};

// Opens it, and makes a blank one where there is none. Nobody else has it until this program ends.
MUST_USE enum flash_file_opened flash_file_open(struct flash_file *flash_file, const char *path);

// The same for a file of another size that is some chip's: all but the struct flash. file is the
// descriptor, -1: there is none.
MUST_USE enum flash_file_opened flash_file_take(const char *path, off_t size, int *file);

#endif
