// The emulated board as a child: its EEPROM in a file, its pins on a page that others map too. The pins
// are driven and heard over the emulator's test socket.
#ifndef TEST_BOARD_EMULATOR_H
#define TEST_BOARD_EMULATOR_H

#include "base/must_use.h"
#include "door/boards/simulator/pins.h"

#include <stddef.h>
#include <sys/types.h>

enum {
    EMULATOR_LINE_MOST = 256
};

struct emulator_files {
    const char *image;
    const char *pins;
    const char *flash;
    const char *log; // NULL: standard error
};

struct emulator {
    pid_t process; // 0: does not run
    int socket;
    struct simulator_pins *pins;
    uint32_t driven; // the inputs as they were told last
    size_t count;    // of the line that is being heard
    char line[EMULATOR_LINE_MOST];
    const char *why; // it could not be started
};

// False: why says what is the matter.
MUST_USE bool emulator_start(struct emulator *emulator, const struct emulator_files *files);

// Carries the pins both ways, and waits at most so many ms for news. False: the emulator has ended.
MUST_USE bool emulator_step(struct emulator *emulator, int most);

// Ends it at once, as a power cut; outputs drop.
void emulator_stop(struct emulator *emulator);

#endif
