// The emulated board as a child: its EEPROM in a file, its pins on a page that others map too. The pins
// are driven and heard over the emulator's test socket, from the first instruction of every start; over
// the same socket its memory is read. Over another one it is paused, reset and let run. How the emulator
// is started, and what its environment changes, stands in machine.h.
//
// A board that resets itself is held before its first instruction till all that its pins did before is
// heard: what comes after that is the new start's.
#ifndef TEST_BOARD_EMULATOR_H
#define TEST_BOARD_EMULATOR_H

#include "door/boards/simulator/pins.h"
#include "test/board/cable.h"

#include <sys/types.h>

enum {
    EMULATOR_LINE_MOST = 256,
    EMULATOR_OUTPUTS = 4 // relay, lamp, beeper, status light
};

// One of its sockets, and the line that is being heard on it.
struct emulator_wire {
    int socket;
    unsigned due; // answers to what was said
    size_t count;
    char line[EMULATOR_LINE_MOST];
    char answer[EMULATOR_LINE_MOST]; // the last one
};

struct emulator {
    pid_t process;              // 0: does not run
    struct emulator_wire pin;   // the test socket
    struct emulator_wire clock; // start, stop and reset
    struct simulator_pins *pins;
    uint32_t driven;                   // the inputs as they were told last
    uint32_t raises[EMULATOR_OUTPUTS]; // of each output since the last reset or start
    uint32_t resets;                   // that are over
    uint32_t outputs_before;           // the last of them, as of the page of pins
    bool wants_reset;                  // the board has reset itself, and is held
    bool ended;
    uint32_t heartbeat; // as read last
    int64_t looked;     // ms, at the heartbeat
    int64_t stepped;    // ms; 0: not yet
    bool has_cable;
    struct cable cable;
};

// flash: the path of the EEPROM's file, whole and with the image in it; log NULL: standard error. The
// pins are borrowed. False: errno says why.
MUST_USE bool emulator_start(struct emulator *emulator, struct simulator_pins *pins,
                             const char *flash, const char *log);

// Carries the pins both ways, and the cable's frames, and waits at most so many ms for news. False: the
// emulator has ended. The page is told the longest time between two steps: the emulator is as late.
MUST_USE bool emulator_step(struct emulator *emulator, int most);

// As by the button: all outputs low, and from its first instruction on the raises count anew. False: the
// emulator has ended.
MUST_USE bool emulator_resets(struct emulator *emulator);

// A word of the board's memory, while it runs. False: the emulator has ended.
MUST_USE bool emulator_reads(struct emulator *emulator, uint32_t address, uint32_t *out);
MUST_USE bool emulator_writes(struct emulator *emulator, uint32_t address, uint32_t value);

// Nothing goes over the cable any more; or again. Without PORTCULLIS_CABLE there is none to be cut.
void emulator_cuts_cable(struct emulator *emulator, bool cut);

// Ends it at once, as a power cut; outputs drop.
void emulator_stop(struct emulator *emulator);

#endif
