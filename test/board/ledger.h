// What a door has acknowledged, and whether it still knows it after a reset.
#ifndef TEST_BOARD_LEDGER_H
#define TEST_BOARD_LEDGER_H

#include "test/board/guest.h"

struct ledger {
    uint32_t boot;
    uint32_t roster;      // version, as the door has told it
    uint32_t roster_sent; // perhaps it has that one
    bool locked;          // vacation lock, as the door has answered
    bool lock_sent;       // and not been answered: perhaps it is the other way round
    uint32_t movement;    // number of the latest Event of a movement that was told
    size_t read;          // messages of the broker so far
};

// Reads what the door has told since the last look; the first word of each boot is held against the
// ledger.
void ledger_reads(struct ledger *ledger, const struct scripted_broker *broker);

#endif
