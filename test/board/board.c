// portcullis-board: the firmware on the emulated 64 KB board, behind the same command line and the same
// page of pins as portcullis-door, so that whoever starts the one can start the other.
//
//     portcullis-board --image FILE --pins FILE --flash FILE [--log FILE]
//
// The flash file becomes the board's EEPROM, with the image in its head. The emulator's own network
// stands in front of this machine's loopback: an image whose broker's address is 127.0.0.1 is told the
// address by which the board reaches it. PORTCULLIS_FIRMWARE names another firmware; PORTCULLIS_ICOUNT,
// if set, is given to -icount.
#include "door/boards/simulator/pins.h"
#include "test/board/emulator.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

enum {
    EXIT_DONE = 0,
    EXIT_USAGE = 2,
    EXIT_ENVIRONMENT = 3
};

static volatile sig_atomic_t asked_to_stop;

static void on_signal(int number)
{
    (void)number;
    asked_to_stop = 1;
}

static bool read_arguments(int count, char **words, struct emulator_files *out)
{
    const struct {
        const char *name;
        const char **value;
    } options[] = {{"--image", &out->image},
                   {"--pins", &out->pins},
                   {"--flash", &out->flash},
                   {"--log", &out->log}};
    for (int i = 1; i < count; i += 2) {
        bool known = false;
        for (size_t o = 0; o < sizeof(options) / sizeof(options[0]); o++) {
            if (strcmp(words[i], options[o].name) == 0 && i + 1 < count) {
                *options[o].value = words[i + 1];
                known = true;
            }
        }
        if (!known) {
            return false;
        }
    }
    return out->image != NULL && out->pins != NULL && out->flash != NULL;
}

int main(int count, char **words)
{
    static struct emulator emulator;
    struct emulator_files files = {0};
    if (!read_arguments(count, words, &files)) {
        (void)fputs("usage: portcullis-board --image FILE --pins FILE --flash FILE [--log FILE]\n",
                    stderr);
        return EXIT_USAGE;
    }
    struct sigaction action = {.sa_handler = on_signal};
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    if (sigaction(SIGTERM, &action, NULL) != 0 || sigaction(SIGINT, &action, NULL) != 0 ||
        sigaction(SIGPIPE, &ignore, NULL) != 0 || !emulator_start(&emulator, &files)) {
        (void)fprintf(stderr, "portcullis-board: %s\n", emulator.why);
        return EXIT_ENVIRONMENT;
    }
    while (asked_to_stop == 0 && emulator_step(&emulator, 1)) {
    }
    emulator_stop(&emulator);
    return asked_to_stop != 0 ? EXIT_DONE : EXIT_ENVIRONMENT;
}
