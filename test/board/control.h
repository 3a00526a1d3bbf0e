// A test's line to the emulated board that it has started as its door's program: to reset it, to look at
// its pins and memory, and to let a fault break out in it.
//
//     static struct control control;
//     CHECK(control_prepare(&control));          before the program is started
//     CHECK(control_reset(&control, &pins));
//
// The line is inherited by whatever the test starts, and outlives it; one question at a time.
#ifndef TEST_BOARD_CONTROL_H
#define TEST_BOARD_CONTROL_H

#include "base/must_use.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum control_doing {
    CONTROL_LOOK,
    CONTROL_RESET,
    CONTROL_READ,
    CONTROL_WRITE
};

// On the line, as it stands in memory: both ends are the same machine.
struct control_question {
    enum control_doing doing;
    uint32_t address;
    uint32_t value;
};

// raises: of relay, lamp, beeper and status light since the last start or reset.
struct control_answer {
    bool done;
    uint32_t value;
    uint32_t raises[4];
    uint32_t outputs;        // as of the page of pins
    uint32_t outputs_before; // the last reset
    uint32_t resets;         // since the emulator was started
    pid_t emulator;
};

struct control {
    int ours;
    int theirs;
};

// Also says in the environment (PORTCULLIS_CONTROL) which file the line is.
MUST_USE bool control_prepare(struct control *control);

// False: the board does not answer, or has refused.
MUST_USE bool control_look(const struct control *control, struct control_answer *out);
MUST_USE bool control_reset(const struct control *control);
MUST_USE bool control_read(const struct control *control, uint32_t address, uint32_t *out);
MUST_USE bool control_write(const struct control *control, uint32_t address, uint32_t value);

void control_end(struct control *control);

// Forgets what a board that is gone has left unread.
void control_flush(const struct control *control);

#endif
