#include "door/boards/lm3s6965evb/start.h"

#include "base/insist.h"

#include <stdbool.h>

enum {
    PANIC_MAGIC =
        0x50434b31, // "PCK1": the word before the number is ours and not a power-on's chance
    PAINT = 0x5ca1ab1e
};

// By the linker script.
extern uint32_t guard_begin[]; // as long as the MPU's region, and then
extern uint32_t stack_begin[];
extern uint32_t stack_end[];
extern uint32_t paint_end[]; // 64 bytes below it
extern uint32_t data_begin[];
extern uint32_t data_end[];
extern uint32_t data_image[];
extern uint32_t bss_begin[];
extern uint32_t bss_end[];

extern int main(void);
void fault(void); // faults.S
void reset(void);
_Noreturn void panic_fault(uint32_t exception);

static struct {
    uint32_t magic;
    uint32_t number;
    uint32_t check; // the number's complement
} last_words __attribute__((section(".noinit")));

__attribute__((weak)) void outputs_off(void)
{
}

__attribute__((weak)) void panic_told(uint32_t number)
{
    (void)number;
}

_Noreturn void restart(void)
{
    core_control.aircr = AIRCR_RESET;
    for (;;) {
    }
}

// Nothing may run after the outputs are off, or it might switch one on again.
static _Noreturn void panic(uint32_t number)
{
    __asm__ volatile("cpsid i" ::: "memory");
    outputs_off();
    last_words.magic = PANIC_MAGIC;
    last_words.number = number;
    last_words.check = ~number;
    panic_told(number);
    restart();
}

_Noreturn void insist_failed(unsigned number)
{
    panic(number);
}

// On a fresh stack, interrupts off; called by faults.S.
_Noreturn void panic_fault(uint32_t exception)
{
    panic(FAULT_BASE + exception);
}

uint32_t last_panic(void)
{
    const bool real = last_words.magic == PANIC_MAGIC && last_words.check == ~last_words.number;
    last_words.magic = 0;
    return real ? last_words.number : 0;
}

size_t stack_size_in_all(void)
{
    return (size_t)(stack_end - stack_begin) * sizeof(uint32_t);
}

size_t stack_untouched(void)
{
    const uint32_t *at = stack_begin;
    while (at != stack_end && *at == PAINT) {
        at++;
    }
    return (size_t)(at - stack_begin) * sizeof(uint32_t);
}

// Volatile, for a compiler would make a call to memset of it, and that has a frame in what is painted.
static void fill(volatile uint32_t *from, const volatile uint32_t *to, uint32_t with)
{
    while (from != to) {
        *from = with;
        from++;
    }
}

// 50 MHz of the 8 MHz crystal: bypass, start the PLL, wait until it is locked, use it (5.2.4.3).
static void set_clock(void)
{
    uint32_t rcc = (system_control.rcc | RCC_BYPASS) & ~(uint32_t)(RCC_USESYSDIV | RCC_MOSCDIS);
    system_control.rcc = rcc;
    rcc &= ~(uint32_t)(RCC_XTAL | RCC_OSCSRC | RCC_PWRDN | RCC_SYSDIV);
    rcc |= RCC_XTAL_8_MHZ | RCC_SYSDIV_BY_4 | RCC_USESYSDIV;
    system_control.rcc = rcc;
    while ((system_control.ris & SYSTEM_RIS_PLL_LOCKED) == 0) {
    }
    system_control.rcc = rcc & ~(uint32_t)RCC_BYPASS;
}

// Nothing may be read or written in the first bytes under the stack.
static void set_guard(void)
{
    mpu.rnr = 0;
    mpu.rbar = (uint32_t)(uintptr_t)guard_begin;
    mpu.rasr = MPU_RASR_NO_ACCESS | MPU_RASR_512_BYTES | MPU_RASR_ENABLE;
    mpu.ctrl = MPU_CTRL_DEFAULT_MAP | MPU_CTRL_ENABLE;
}

void reset(void)
{
    outputs_off();
    // Not where this function and outputs_off stand.
    fill(stack_begin, paint_end, PAINT);
    const uint32_t *from = data_image;
    for (volatile uint32_t *to = data_begin; to != data_end; to++) {
        *to = *from;
        from++;
    }
    fill(bss_begin, bss_end, 0);
    set_guard();
    set_clock();
    (void)main(); // a board's main does not end
    restart();
}

// A place in the table is a function, or the first word: where the stack begins.
union vector {
    uint32_t *stack;
    void (*function)(void);
};

static const union vector vectors[CORE_EXCEPTIONS + INTERRUPTS] __attribute__((
    section(".vectors"), used)) = {{.stack = stack_end},
                                   {.function = reset},
                                   {.function = fault},
                                   {.function = fault},
                                   {.function = fault},
                                   {.function = fault},
                                   {.function = fault},
                                   {.function = NULL},
                                   {.function = NULL},
                                   {.function = NULL},
                                   {.function = NULL},
                                   {.function = fault},
                                   {.function = fault},
                                   {.function = NULL},
                                   {.function = fault},
                                   {.function = on_systick},
                                   [CORE_EXCEPTIONS + INTERRUPT_WATCHDOG] = {.function = fault},
                                   [CORE_EXCEPTIONS + INTERRUPT_TIMER0] = {.function = on_timer0},
                                   [CORE_EXCEPTIONS + INTERRUPT_TIMER1] = {.function = on_timer1}};
