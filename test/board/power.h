// How the power goes: at once, or in the middle of what is being written.
#ifndef TEST_BOARD_POWER_H
#define TEST_BOARD_POWER_H

#include "test/board/guest.h"

#include <pthread.h>
#include <stdatomic.h>

// Ends the board after so many writes to its EEPROM, faster than a test can that has other things to do.
struct power_cut {
    pthread_t thread;
    int file; // tells of writes
    pid_t victim;
    unsigned after;
    atomic_bool over; // it has happened, or is not wanted any more
    atomic_bool happened;
};

// The victim is the emulator, or whoever started it and is its parent, with the same end.
MUST_USE bool power_cut_waits(struct power_cut *cut, const struct guest *guest, pid_t victim,
                              unsigned after);

// Whether it has happened; if not, it will not any more.
MUST_USE bool power_cut_ends(struct power_cut *cut);

// The power goes (SIGKILL for the emulator), where it has not gone already, and comes back.
MUST_USE bool power_goes_and_comes(struct guest *guest, bool gone);

#endif
