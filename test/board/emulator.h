// The emulated board as a child: its EEPROM in a file, its pins on a page that others map too. The pins
// are driven and heard over the emulator's test socket, and the steps of its door floor are read there.
// How the emulator is started, and what its environment changes, stands in machine.h.
#ifndef TEST_BOARD_EMULATOR_H
#define TEST_BOARD_EMULATOR_H

#include "door/boards/simulator/pins.h"
#include "test/board/cable.h"

#include <sys/types.h>

enum {
    EMULATOR_LINE_MOST = 256
};

struct emulator {
    pid_t process; // 0: does not run
    int socket;
    struct simulator_pins *pins;
    uint64_t stepped_at;  // us of the clock; 0: not yet
    uint32_t driven;      // the inputs as they were told last
    uint32_t steps_at;    // the address of the count of the door floor's steps
    bool asked_for_steps; // and no answer yet
    unsigned rounds;      // since it was asked last
    bool has_cable;
    struct cable cable;
    size_t count; // of the line that is being heard
    char line[EMULATOR_LINE_MOST];
};

// flash: the path of the EEPROM's file, whole and with the image in it; log NULL: standard error. The
// pins are borrowed. False: errno says why.
MUST_USE bool emulator_start(struct emulator *emulator, struct simulator_pins *pins,
                             const char *flash, const char *log);

// Carries the pins both ways, and the cable's frames, and waits at most so many ms for news. False: the
// emulator has ended. The page is told the longest time between two steps: the emulator is as late.
MUST_USE bool emulator_step(struct emulator *emulator, int most);

// Nothing goes over the cable any more; or again. Without PORTCULLIS_CABLE there is none to be cut.
void emulator_cuts_cable(struct emulator *emulator, bool cut);

// Ends it at once, as a power cut; outputs drop.
void emulator_stop(struct emulator *emulator);

#endif
