// What a test program of test/unit needs on the emulated lx106: the C library's standard output, and a
// verdict as the emulator's exit code.
#include "door/boards/esp8266/start.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    LINE_MOST = 256
};

// The linker's --wrap wants these names.
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)
int __wrap_main(void);
int __real_main(void);
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

static struct {
    uint8_t text[LINE_MOST];
    size_t count;
} line;

static void say_line(void)
{
    words((struct bytes){line.text, line.count});
    line.count = 0;
}

static int put(char letter, FILE *file)
{
    (void)file;
    line.text[line.count] = (uint8_t)letter;
    line.count++;
    if (letter == '\n' || line.count == LINE_MOST) {
        say_line();
    }
    return (int)(uint8_t)letter;
}

// picolibc asks for these three by name.
// It is never copied; that it has a size is the library's way. NOLINTNEXTLINE(cert-fio38-c)
static FILE console = FDEV_SETUP_STREAM(put, NULL, NULL, _FDEV_SETUP_WRITE);
FILE *const stdin = &console;
FILE *const stdout = &console;
FILE *const stderr = &console;

void abort(void)
{
    say_line();
    words(bytes_of_text("abort\n"));
    leave(1);
}

int __wrap_main(void) // NOLINT(bugprone-reserved-identifier,readability-identifier-naming)
{
    const int code = __real_main(); // the test's own
    printf("stack: %u\n", (unsigned)stack_most());
    say_line();
    return code;
}
