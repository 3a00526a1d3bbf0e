#include "door/boards/lm3s6965evb/ticks.h"

#include "door/boards/lm3s6965evb/lm3s6965.h"
#include "door/boards/lm3s6965evb/pins.h"
#include "door/boards/lm3s6965evb/start.h"
#include "door/boards/lm3s6965evb/vitals.h"
#include "door/seams/board.h"

enum {
    RCGC1_TIMER1 = 1 << 17,
    COUNTER_BITS = 24,
    COUNTER_LAST = 0xffffff,
    // Below the relay's timer and the counter's turns, above everything else. The chip has three bits of
    // priority, the upper.
    PRIORITY = 2 << 5
};

// Two timers of the chip: one interrupts each millisecond, the other only counts, so that a step that
// comes late, or not at all, is seen and not lost. There is one clockwork, and its interrupt is handed
// nothing.
static struct {
    volatile millis now;
    volatile uint32_t turns; // of the counter
    uint64_t stepped;        // clocks at the step before
    uint32_t carry;          // clocks since then that make no millisecond yet
    bool is_stepping;
    volatile bool sleeps;       // the main loop
    volatile uint64_t slept_at; // clocks when it last began to
    struct door *volatile door;
} clockwork;

volatile struct vitals vitals __attribute__((section(".vitals")));

// The counter's turns are counted above everything else, so that time never stands still.
void on_systick(void)
{
    clockwork.turns++;
}

uint64_t ticks_clocks(void)
{
    uint32_t turns = 0;
    uint32_t left = 0;
    bool turn_waits = false;
    do {
        turns = clockwork.turns;
        left = systick.val;
        turn_waits = (core_control.icsr & ICSR_SYSTICK_WAITS) != 0;
    } while (turns != clockwork.turns);
    // It has begun anew, and that was not counted yet.
    if (turn_waits && left > COUNTER_LAST / 2) {
        turns++;
    }
    return ((uint64_t)turns << COUNTER_BITS) + (COUNTER_LAST - left);
}

void ticks_init(void)
{
    vitals.heartbeat = 0;
    vitals.longest_gap = 0;
    vitals.longest_gap_at_work = 0;
    vitals.pulses = 0;
    vitals.pulse = 0;
    core_control.shpr[SHPR_SYSTICK] = 0;
    systick.load = COUNTER_LAST;
    systick.val = 0;
    systick.ctrl = SYSTICK_ENABLE | SYSTICK_INTERRUPT | SYSTICK_CORE_CLOCK;
    // It stands at 0 until it has begun: read now that would be the end of a turn, and time would go back.
    while (systick.val == 0) {
    }
    // In the middle of a millisecond: a step is some clocks early or late, and counts as one all the same.
    clockwork.carry = CLOCKS_OF_A_MILLISECOND / 2;
    clockwork.stepped = ticks_clocks();
    system_control.rcgc1 |= (uint32_t)RCGC1_TIMER1;
    timer1.ctl = 0;
    timer1.cfg = 0; // one timer of 32 bits
    timer1.tamr = TIMER_TAMR_PERIODIC;
    timer1.tailr = CLOCKS_OF_A_MILLISECOND - 1;
    timer1.imr = TIMER_A_TIMEOUT;
    nvic.ipr[INTERRUPT_TIMER1] = PRIORITY;
    nvic.iser[0] = 1U << INTERRUPT_TIMER1;
    timer1.ctl = TIMER_CTL_ENABLE_A;
}

// Clocks since the step before; more than 85 s are 85 s.
static uint32_t pass(void)
{
    const uint64_t at = ticks_clocks();
    const uint64_t passed = at - clockwork.stepped;
    clockwork.stepped = at;
    return passed < UINT32_MAX - CLOCKS_OF_A_MILLISECOND ? (uint32_t)passed
                                                         : UINT32_MAX - CLOCKS_OF_A_MILLISECOND;
}

// Of the clocks that end now: those before the main loop fell asleep, where it did.
static uint32_t part_at_work(uint32_t passed)
{
    const uint64_t began = clockwork.stepped - passed;
    if (!clockwork.sleeps) {
        return passed;
    }
    return clockwork.slept_at > began ? (uint32_t)(clockwork.slept_at - began) : 0;
}

static void note_gap(uint32_t passed)
{
    const uint32_t gap = passed / CLOCKS_OF_A_MICROSECOND;
    const uint32_t at_work = part_at_work(passed) / CLOCKS_OF_A_MICROSECOND;
    if (gap > vitals.longest_gap) {
        vitals.longest_gap = gap;
    }
    if (at_work > vitals.longest_gap_at_work) {
        vitals.longest_gap_at_work = at_work;
    }
}

// One millisecond for each that has passed, also where the interrupt was held off and came once for some.
void on_timer1(void)
{
    timer1.icr = TIMER_A_TIMEOUT;
    const uint32_t passed = pass();
    clockwork.carry += passed;
    clockwork.now += clockwork.carry / CLOCKS_OF_A_MILLISECOND;
    clockwork.carry %= CLOCKS_OF_A_MILLISECOND;
    if (clockwork.door != NULL) {
        const struct door_inputs inputs = pins_read();
        pins_drive(door_tick(clockwork.door, &inputs, clockwork.now));
        if (clockwork.is_stepping) {
            note_gap(passed);
        }
        clockwork.is_stepping = true;
        vitals.heartbeat++;
    }
}

void ticks_run(struct door *door)
{
    clockwork.door = door;
}

millis ticks_now(void)
{
    return clockwork.now;
}

uint32_t ticks_steps(void)
{
    return vitals.heartbeat;
}

uint32_t ticks_longest_gap(void)
{
    return vitals.longest_gap;
}

void ticks_wait(void)
{
    clockwork.slept_at = ticks_clocks(); // nobody reads it until it sleeps
    clockwork.sleeps = true;
    __asm__ volatile("wfi" ::: "memory");
    clockwork.sleeps = false;
}

// Only the clockwork is held off: the relay's timer stays above.
static void set_base_priority(uint32_t priority)
{
    __asm__ volatile("msr basepri, %0" ::"r"(priority) : "memory");
}

void board_floor_enter(void)
{
    set_base_priority(PRIORITY);
}

void board_floor_leave(void)
{
    set_base_priority(0);
}
