// What happens between reset and main, and the last thing that happens.
#ifndef DOOR_BOARDS_LM3S6965EVB_START_H
#define DOOR_BOARDS_LM3S6965EVB_START_H

#include "door/boards/lm3s6965evb/lm3s6965.h"

#include <stddef.h>
#include <stdint.h>

// Bytes of the stack that were never used since the last reset; it was painted before main.
size_t stack_untouched(void);
size_t stack_size_in_all(void);

// A reset as if by the button.
_Noreturn void restart(void);

// What broke in the life before this one: an INSIST's number, or FAULT_BASE and the exception's number.
// 0: nothing did, or the power was away. Asked once.
enum {
    FAULT_BASE = 90000,
    FAULT_WATCHDOG = FAULT_BASE + CORE_EXCEPTIONS + INTERRUPT_WATCHDOG // something hung
};
uint32_t last_panic(void);

// Told of a panic before the restart, on what stack there is. A program that has words at such a time
// gives its own.
void panic_told(uint32_t number);

// Interrupts a program may answer; each has an answer that panics until a program gives its own.
void on_systick(void);
void on_timer0(void);
void on_timer1(void);

// All outputs off. A program that drives any gives its own; it runs first at reset and at panic, when
// nothing else can be relied upon, not even memory.
void outputs_off(void);

#endif
