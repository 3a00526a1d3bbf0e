// How the emulator is started: which board, and what hangs on it. PORTCULLIS_... of the environment
// change it, so that whoever starts portcullis-board by way of another program can:
//
//     PORTCULLIS_FIRMWARE  another firmware
//     PORTCULLIS_ICOUNT    is given to -icount: "shift=5" is 31 million instructions a second, of its own
//                          time; with ",align=on" no more of this machine's
//     PORTCULLIS_RTC       is given to -rtc: "base=2040-01-01" is that day
//     PORTCULLIS_ENTROPY   another file as the board's random source; "none": it says nothing
//     PORTCULLIS_URGENT    if set, and root allows it, board and pins go before other work of this machine
//     PORTCULLIS_FORWARDS  is given to hostfwd=: "udp:127.0.0.1:40000-:9" sends on to the board's port 9
//     PORTCULLIS_CABLE     if set, there is a cable that can be cut: see cable.h
#ifndef TEST_BOARD_MACHINE_H
#define TEST_BOARD_MACHINE_H

#include "base/must_use.h"

#include <stdbool.h>

enum {
    // Ends of the cable: of what the board and what the network says, and what they are told.
    MACHINE_FROM_BOARD,
    MACHINE_TO_NETWORK,
    MACHINE_FROM_NETWORK,
    MACHINE_TO_BOARD,
    MACHINE_CABLE_ENDS
};

// Sockets that the emulator inherits.
struct machine {
    const char *flash;             // its EEPROM
    const char *log;               // NULL: standard error
    int pins;                      // qtest
    int clock;                     // the machine protocol
    int parent;                    // whose end is the emulator's too
    int cable[MACHINE_CABLE_ENDS]; // -1: there is none
};

const char *machine_firmware(void);
MUST_USE bool machine_has_cable(void);

// This program, and what it starts from now on, goes before other work, if that is wished.
void machine_goes_first(void);

// In a child: becomes the emulator, held before its first instruction, or leaves with 127.
_Noreturn void machine_becomes(const struct machine *machine);

#endif
