#include "door/boards/esp8266/start.h"

#include "base/insist.h"

enum {
    PAINT = 0x5ca1ab1e,
    SIMCALL_EXIT = 1,
    SIMCALL_WRITE = 4,
    STANDARD_OUTPUT = 1,
    DIGITS_MOST = 10
};

// By the linker script.
extern uint32_t bss_begin[];
extern uint32_t bss_end[];
extern uint32_t stack_begin[];
extern uint32_t stack_end[];
extern uint32_t paint_end[]; // 64 bytes below it, where start() itself does not stand

extern int main(void);
int simcall(int number, int first, const void *second, int third); // start.S
_Noreturn void start(void);
_Noreturn void fault_told(uint32_t cause, uint32_t at);

void words(struct bytes what)
{
    (void)simcall(SIMCALL_WRITE, STANDARD_OUTPUT, what.at, (int)what.count);
}

static void say(const char *what)
{
    words(bytes_of_text(what));
}

static void say_number(uint32_t what)
{
    uint8_t digits[DIGITS_MOST];
    size_t at = DIGITS_MOST;
    do {
        at--;
        digits[at] = (uint8_t)('0' + what % 10);
        what /= 10;
    } while (what > 0);
    words((struct bytes){digits + at, DIGITS_MOST - at});
}

_Noreturn void leave(int code)
{
    (void)simcall(SIMCALL_EXIT, code, NULL, 0);
    for (;;) {
    }
}

static _Noreturn void panic(const char *why, uint32_t which, uint32_t at)
{
    say(why);
    say_number(which);
    say(" at ");
    say_number(at);
    say("\n");
    leave(1);
}

_Noreturn void insist_failed(unsigned number)
{
    panic("panic: INSIST ", number, 0);
}

_Noreturn void fault_told(uint32_t cause, uint32_t at)
{
    panic("panic: exception ", cause, at);
}

// Volatile, for a compiler would make a call to memset of it, and that has a frame in what is painted.
static void fill(volatile uint32_t *from, const volatile uint32_t *to, uint32_t with)
{
    while (from != to) {
        *from = with;
        from++;
    }
}

size_t stack_most(void)
{
    const uint32_t *at = stack_begin;
    while (at != stack_end && *at == PAINT) {
        at++;
    }
    return (size_t)(stack_end - at) * sizeof(uint32_t);
}

_Noreturn void start(void)
{
    fill(stack_begin, paint_end, PAINT);
    fill(bss_begin, bss_end, 0);
    leave(main());
}
