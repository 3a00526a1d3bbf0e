// The scene of the end-to-end tests with the emulated board in the place of the door's program, and a
// line to what is inside it.
//
//     static struct guest guest;
//     CHECK(guest_begins(&guest, words[1], words[2]));
//     CHECK(guest_suffers(&guest, FAULT_LOOP_HANGS));
//     CHECK(guest_restarts(&guest, FAULT_WATCHDOG, 10000));
//     guest_ends(&guest);
#ifndef TEST_BOARD_GUEST_H
#define TEST_BOARD_GUEST_H

#include "door/boards/lm3s6965evb/vitals.h"
#include "test/board/control.h"
#include "test/board/faults.h"
#include "test/end_to_end/scene.h"

struct guest {
    struct scene scene;
    struct control control;
    unsigned started; // "event=started" in its log, as far as guest_restarts has looked
};

// The scene is set and the line is there; program: portcullis-board, firmware: what it runs. The board
// does not run yet.
MUST_USE bool guest_sets(struct guest *guest, const char *program, const char *firmware);

// That, and it is connected and has told an Epoch.
MUST_USE bool guest_begins(struct guest *guest, const char *program, const char *firmware);
void guest_ends(struct guest *guest);

MUST_USE bool guest_vitals(const struct guest *guest, struct vitals *out);
MUST_USE bool guest_looks(const struct guest *guest, struct control_answer *out);
MUST_USE bool guest_suffers(const struct guest *guest, enum fault fault);

// How many lines of its log have the words.
unsigned guest_logged(const struct guest *guest, const char *words);

// The scene runs until its log has the words.
MUST_USE bool guest_logs(struct guest *guest, const char *words, unsigned ms);

// Prints its log, for whoever wonders why a test failed.
void guest_tells_log(const struct guest *guest);

// The scene runs until the board has started once more, and tells that it panicked with this number
// (0: it did not). False: not within so many ms, or otherwise.
MUST_USE bool guest_restarts(struct guest *guest, uint32_t panic, unsigned ms);

// Its connection is a dead one, which only a broker with a clock would notice.
void guest_is_gone(struct guest *guest);

// The scene runs until the door is connected, in a boot after that one, and told its Epoch.
MUST_USE bool guest_connected(struct guest *guest, uint32_t after_boot, unsigned ms);

// Somebody in the garage presses something for so many ms; alice signs a command and sends it.
void guest_presses(struct guest *guest, enum garage_doing what, uint32_t lasting);
void guest_asks(struct guest *guest, enum action action);

// The scene runs until the relay is on, or off.
MUST_USE bool guest_relay(struct guest *guest, bool on, unsigned ms);

// Of a clock that never goes back.
uint64_t guest_now(void);

#endif
