// What the board shows of itself to whoever reads its memory from outside: a debugger, or the tests'
// emulator. It stands at the very end of RAM, whatever else the firmware has there.
#ifndef DOOR_BOARDS_LM3S6965EVB_VITALS_H
#define DOOR_BOARDS_LM3S6965EVB_VITALS_H

#include <stdint.h>

enum {
    VITALS_ADDRESS = 0x2000ffc0 // also in the linker script
};

// All of it since the last start of the clockwork.
struct vitals {
    uint32_t heartbeat;           // one up at each step of the door floor
    uint32_t longest_gap;         // us between two steps
    uint32_t longest_gap_at_work; // the same, without what of it the main loop slept
    uint32_t pulses;              // of the relay that are over
    uint32_t pulse;               // us, the length of the last of them
};

// Read from outside, at any time.
extern volatile struct vitals vitals;

#endif
