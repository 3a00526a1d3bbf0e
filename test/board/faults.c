#include "test/board/faults.h"

#include "base/insist.h"
#include "door/boards/lm3s6965evb/ticks.h"
#include "door/opener.h"
#include "door/seams/board.h"

enum {
    CLOCKS_HELD_OFF = 7 * 50000,
    INTO_THE_GUARD = 256 // bytes; it has 512
};

// The linker puts the word where faults.h says.
extern volatile uint32_t fault_asked;
extern uint8_t guard_begin[]; // 512 bytes

// Its --wrap wants these names.
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)
struct door_outputs __real_door_tick(struct door *door, const struct door_inputs *inputs,
                                     millis now);
struct door_outputs __wrap_door_tick(struct door *door, const struct door_inputs *inputs,
                                     millis now);
void __real_opener_run(struct opener *opener, millis now);
void __wrap_opener_run(struct opener *opener, millis now);
bool __real_eeprom_read(size_t address, uint8_t *into, size_t count);
bool __wrap_eeprom_read(size_t address, uint8_t *into, size_t count);

static _Noreturn void hang(void)
{
    for (;;) {
        __asm__ volatile("nop");
    }
}

// As deep as the middle of the guard under the stack: the memory is there, and may not be touched. Where it
// may, no interrupt comes to the wrong conclusion, and the watchdog resets the chip without a word.
static void overflow(void)
{
    __asm__ volatile("cpsid i\n\tmov sp, %0\n\tpush {r0}" ::"r"(guard_begin + INTO_THE_GUARD)
                     : "memory");
    hang();
}

static void stray(void)
{
    __asm__ volatile("udf #0");
}

static void hold_off(void)
{
    board_floor_enter();
    const uint64_t since = ticks_clocks();
    while (ticks_clocks() - since < CLOCKS_HELD_OFF) {
    }
    board_floor_leave();
}

static volatile bool pressed; // the door floor's last step wanted the relay, and has it

// Once only: the word outlives a reset.
static bool asked(enum fault fault)
{
    const bool is = fault_asked == (uint32_t)fault;
    if (is) {
        fault_asked = FAULT_NONE;
    }
    return is;
}

struct door_outputs __wrap_door_tick(struct door *door, const struct door_inputs *inputs,
                                     millis now)
{
    static bool holds;
    if (asked(FAULT_FLOOR_HANGS) || (pressed && asked(FAULT_FLOOR_HANGS_PRESSED))) {
        hang();
    }
    INSIST(FAULT_INSISTENCE, !pressed || !asked(FAULT_FLOOR_INSISTS));
    holds = asked(FAULT_FLOOR_HOLDS_RELAY) || holds;
    struct door_outputs outputs = __real_door_tick(door, inputs, now);
    outputs.relay = outputs.relay || holds;
    pressed = outputs.relay;
    return outputs;
}

void __wrap_opener_run(struct opener *opener, millis now)
{
    if (asked(FAULT_LOOP_HANGS)) {
        hang();
    } else if (asked(FAULT_LOOP_HOLDS_OFF)) {
        hold_off();
    } else if (pressed && asked(FAULT_LOOP_STRAYS)) {
        stray();
    } else if (pressed && asked(FAULT_LOOP_OVERFLOWS)) {
        overflow();
    }
    INSIST(FAULT_INSISTENCE, !pressed || !asked(FAULT_LOOP_INSISTS));
    __real_opener_run(opener, now);
}

bool __wrap_eeprom_read(size_t address, uint8_t *into, size_t count)
{
    return !asked(FAULT_EEPROM_AWAY) && __real_eeprom_read(address, into, count);
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)
