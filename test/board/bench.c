// What a test program of test/unit needs of a board without a system. The verdict is the last line on
// the console; then the board resets, which is where the emulator ends (-no-reboot).
#include "door/boards/lm3s6965evb/console.h"
#include "door/boards/lm3s6965evb/start.h"

#include <stdio.h>

extern char heap_begin[]; // by the linker script
extern char heap_end[];

// The linker's --wrap wants these names.
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)
int __wrap_main(void);
int __real_main(void);
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)
int bench_write(int file, const char *text, int count);
void *bench_grow(int count);
_Noreturn void bench_leave(int code);
int bench_refuse(void);

int bench_write(int file, const char *text, int count)
{
    (void)file;
    console_put((struct bytes){(const uint8_t *)text, (size_t)count});
    return count;
}

// The heap is all the RAM that the linker has left: for the C library's buffer of what is printed.
void *bench_grow(int count)
{
    static size_t used;
    const size_t before = used;
    if (count < 0 || (size_t)count > (size_t)(heap_end - heap_begin) - used) {
        return (void *)-1; // NOLINT(performance-no-int-to-ptr): sbrk's way to say so
    }
    used += (size_t)count;
    return heap_begin + before;
}

void panic_told(uint32_t number)
{
    console_text("panic: ");
    console_number(number);
    console_text("\nverdict: 1\n");
    console_drain();
}

_Noreturn void bench_leave(int code)
{
    console_text("stack: ");
    console_number((uint32_t)(stack_size_in_all() - stack_untouched()));
    console_text("\nverdict: ");
    console_number((uint32_t)code);
    console_text("\n");
    console_drain();
    restart();
}

int bench_refuse(void)
{
    return -1;
}

int __wrap_main(void) // NOLINT(bugprone-reserved-identifier,readability-identifier-naming)
{
    static char words[256];
    console_init();
    // A buffer of its own; what it can not be given is only slower.
    (void)setvbuf(stdout, words, _IOFBF, sizeof(words));
    const int code = __real_main(); // the test's own
    (void)fflush(stdout);
    bench_leave(code);
}
