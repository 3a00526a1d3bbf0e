#include "door/boards/lm3s6965evb/watchdog.h"

#include "door/boards/lm3s6965evb/lm3s6965.h"
#include "door/boards/lm3s6965evb/ticks.h"

enum {
    RCGC0_WATCHDOG = 1 << 3,
    PERIOD = 200000000 // 4 s at 50 MHz
};

// There is one watchdog.
static uint32_t steps_before;

void watchdog_init(void)
{
    system_control.rcgc0 |= (uint32_t)RCGC0_WATCHDOG;
    watchdog0.lock = WATCHDOG_UNLOCK;
    watchdog0.load = PERIOD;
    watchdog0.ctl = WATCHDOG_CTL_INTERRUPT_AND_RESET;
    watchdog0.lock = 0;
    // The first time it interrupts, before everything else, and that is a panic, which leaves word; where
    // not even that is heard, the second time it resets the chip.
    nvic.ipr[INTERRUPT_WATCHDOG] = 0;
    nvic.iser[0] = 1U << INTERRUPT_WATCHDOG;
}

void watchdog_look(void)
{
    const uint32_t steps = ticks_steps();
    if (steps != steps_before) {
        steps_before = steps;
        watchdog0.lock = WATCHDOG_UNLOCK;
        watchdog0.icr = 1; // loads it anew
        watchdog0.load = PERIOD;
        watchdog0.lock = 0;
    }
}
