// Storage that keeps its bytes without power. A struct, because several exist at once: the real one,
// one in RAM, one that loses power in a test.
#ifndef DOOR_SEAMS_FLASH_H
#define DOOR_SEAMS_FLASH_H

#include "base/bytes.h"
#include "base/must_use.h"

// Erased bytes read 0xFF; programming clears bits only. Each operation is on the medium when it
// returns true; one that returns false, or never returns, may have done any part of its work.
struct flash {
    void *self;
    size_t sector_size; // bytes
    size_t sectors;
    bool (*read)(void *self, size_t address, uint8_t *into, size_t count);
    bool (*program)(void *self, size_t address, struct bytes what);
    bool (*erase)(void *self, size_t sector);
};

#endif
