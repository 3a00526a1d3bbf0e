#include "door/boards/lm3s6965evb/ticks.h"

#include "door/boards/lm3s6965evb/lm3s6965.h"
#include "door/boards/lm3s6965evb/pins.h"
#include "door/boards/lm3s6965evb/start.h"
#include "door/seams/board.h"

enum {
    CLOCKS_OF_A_MILLISECOND = 50000,
    CLOCKS_OF_A_MICROSECOND = 50,
    // Below the relay's timer, above everything else. The chip has three bits of priority, the upper.
    PRIORITY = 2 << 5
};

// How often the door was stepped. A name of its own, for whoever looks into the board's memory.
static volatile uint32_t floor_steps;

// There is one clockwork, and its interrupt is handed nothing.
static struct {
    volatile millis now;
    volatile uint32_t longest_gap; // us
    uint32_t late_before;          // us after its millisecond that the step before began
    struct door *volatile door;
} clockwork;

void ticks_init(void)
{
    core_control.shpr[SHPR_SYSTICK] = PRIORITY;
    systick.load = CLOCKS_OF_A_MILLISECOND - 1;
    systick.val = 0;
    systick.ctrl = SYSTICK_ENABLE | SYSTICK_INTERRUPT | SYSTICK_CORE_CLOCK;
}

// An interrupt may be late while another runs or is held off; the counter tells by how much.
static void note_gap(void)
{
    const uint32_t late = (CLOCKS_OF_A_MILLISECOND - 1 - systick.val) / CLOCKS_OF_A_MICROSECOND;
    const uint32_t gap = 1000 + late - clockwork.late_before;
    clockwork.late_before = late;
    if (gap > clockwork.longest_gap) {
        clockwork.longest_gap = gap;
    }
}

void on_systick(void)
{
    clockwork.now++;
    note_gap();
    if (clockwork.door != NULL) {
        const struct door_inputs inputs = pins_read();
        pins_drive(door_tick(clockwork.door, &inputs, clockwork.now));
        floor_steps++;
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
    return floor_steps;
}

uint32_t ticks_longest_gap(void)
{
    return clockwork.longest_gap;
}

void ticks_wait(void)
{
    __asm__ volatile("wfi" ::: "memory");
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
