// The JSON mirror of the door's state, for people and Home Assistant. Unsigned, and nothing of ours
// decides by it.
#ifndef DOOR_REPORT_MIRROR_H
#define DOOR_REPORT_MIRROR_H

#include "base/bytes.h"
#include "protocol/words.h"

#include <stdbool.h>

enum {
    MIRROR_MOST = 304 // bytes
};

// What it is made of. Numbers that are not known are left out.
struct mirror {
    enum door_state state;
    bool at_open_limit;   // proven, also while state is DOOR_WARNING
    bool at_closed_limit; // proven
    uint8_t position;     // or POSITION_UNKNOWN
    uint8_t flags;        // of the Epoch
    uint8_t warning_left; // s until the press; 0: no warning
    uint64_t since;       // unix seconds at which the state began; 0: not known
    const char *source;   // "app", "local", "timer" or "unknown"
    uint32_t refused;
    bool board_test_due;
    const char *version; // of the program
    int8_t rssi;         // dBm; 0: not known
    uint32_t heap;       // bytes free; 0: there is none
    uint32_t panic;      // number of what ended the life before this one; 0: nothing did
};

// Home Assistant's word for a cover: never "stopped", which it shows as closed after closing.
const char *mirror_state_word(const struct mirror *mirror);

// One JSON object.
struct bytes mirror_write(const struct mirror *mirror, uint8_t room[MIRROR_MOST]);

#endif
