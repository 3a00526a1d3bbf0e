// portcullis-board: the firmware on the emulated 64 KB board, behind the same command line and the same
// page of pins as portcullis-door, so that whoever starts the one can start the other.
//
//     portcullis-board --image FILE --pins FILE --flash FILE [--log FILE]
//     portcullis-board --eeprom FILE --pins FILE [--log FILE]
//
// The flash file is the board's EEPROM, and the image is put in front as `portcullis door image` does
// it; a file that this command has made is taken as it is. The emulator's own network stands in front of
// this machine's loopback: an image whose broker's address is 127.0.0.1 is told the address by which the
// board reaches it. SIGTERM is a power cut; SIGUSR1 cuts the network's cable, and
// SIGUSR2 mends it. machine.h says what the environment changes; besides, PORTCULLIS_CONTROL is the file
// on which a test asks (control.h).
#include "door/boards/lm3s6965evb/vitals.h"
#include "door/boards/simulator/door_files.h"
#include "protocol/eeprom.h"
#include "test/board/control.h"
#include "test/board/emulator.h"
#include "test/board/machine.h"
#include "test/board/stack_told.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static volatile sig_atomic_t asked_to_stop;
static volatile sig_atomic_t cut;

static void on_signal(int number)
{
    if (number == SIGUSR1 || number == SIGUSR2) {
        cut = number == SIGUSR1 ? 1 : 0;
    } else {
        asked_to_stop = 1;
    }
}

static bool catch_signals(void)
{
    struct sigaction action = {.sa_handler = on_signal};
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    return sigaction(SIGTERM, &action, NULL) == 0 && sigaction(SIGINT, &action, NULL) == 0 &&
           sigaction(SIGUSR1, &action, NULL) == 0 && sigaction(SIGUSR2, &action, NULL) == 0 &&
           sigaction(SIGPIPE, &ignore, NULL) == 0;
}

// From the board this machine's loopback has another address.
static struct bytes image_for_the_board(struct image *image, uint8_t *room)
{
    static const char loopback[] = "127.0.0.1";
    static const uint8_t there[] = {'1', '0', '.', '0', '.', '2', '.', '2'};
    if (bytes_equal(image->broker_address, bytes_of_text(loopback))) {
        image->broker_address = BYTES_OF(there);
    }
    return image_encode(image, room, IMAGE_MOST);
}

static bool put_into(int file, struct bytes image)
{
    static uint8_t eeprom[EEPROM_SIZE];
    return pread(file, eeprom, EEPROM_SIZE, 0) == EEPROM_SIZE && eeprom_put_image(eeprom, image) &&
           pwrite(file, eeprom, EEPROM_SEEDS, 0) == EEPROM_SEEDS;
}

// Whoever brings an image by cable writes it where the firmware looks for it.
static int fill_eeprom(const struct door_files *files)
{
    static uint8_t message[IMAGE_MOST];
    static uint8_t room[IMAGE_MOST];
    struct image image = {.chain_count = 0};
    const int loaded =
        files->image == NULL ? EXIT_DONE : door_files_load_image(files, message, &image);
    if (loaded != EXIT_DONE) {
        return loaded;
    }
    int file = -1; // stays open: it is this program's as long as this program runs
    const int opened =
        door_files_flash_opened(files, flash_file_take(files->flash, EEPROM_SIZE, &file));
    if (opened != EXIT_DONE || files->image == NULL) {
        return opened;
    }
    if (!put_into(file, image_for_the_board(&image, room))) {
        return door_files_fail(files, "cannot write the flash file", files->flash, strerror(errno),
                               "see that its folder has room");
    }
    return EXIT_DONE;
}

static int start(struct emulator *emulator, const struct door_files *files)
{
    struct simulator_pins *pins = NULL;
    const int mapped = door_files_map_pins(files, &pins);
    if (mapped != EXIT_DONE) {
        return mapped;
    }
    atomic_store(&pins->from_controller, 0);
    atomic_fetch_add(&pins->starts, 1);
    const int filled = fill_eeprom(files);
    if (filled != EXIT_DONE) {
        return filled;
    }
    if (!catch_signals() || !emulator_start(emulator, pins, files->flash, files->log)) {
        return door_files_fail(files, "cannot start", "the emulator", strerror(errno),
                               "see that this machine has processes and files to spare");
    }
    return EXIT_DONE;
}

// The second form: an EEPROM with its image in it.
static bool read_with_eeprom(struct door_files *files, int count, char **words)
{
    const bool logs = count == 7 && strcmp(words[5], "--log") == 0;
    if ((count != 5 && !logs) || strcmp(words[3], "--pins") != 0) {
        (void)fputs("usage: portcullis-board --eeprom FILE --pins FILE [--log FILE]\n", stderr);
        return false;
    }
    files->flash = words[2];
    files->pins = words[4];
    files->log = logs ? words[6] : NULL;
    return true;
}

static bool does(struct emulator *emulator, const struct control_question *question,
                 uint32_t *value)
{
    switch (question->doing) {
    case CONTROL_LOOK: // and hears what the pins did till now
        return emulator_reads(emulator, VITALS_ADDRESS, value);
    case CONTROL_RESET:
        return emulator_resets(emulator);
    case CONTROL_READ:
        return emulator_reads(emulator, question->address, value);
    case CONTROL_WRITE:
        return emulator_writes(emulator, question->address, question->value);
    }
    return false;
}

static void serve(struct emulator *emulator, int line)
{
    struct control_question question;
    struct control_answer answer = {0};
    if (recv(line, &question, sizeof(question), MSG_DONTWAIT) != (ssize_t)sizeof(question)) {
        return;
    }
    answer.done = does(emulator, &question, &answer.value);
    memcpy(answer.raises, emulator->raises, sizeof(answer.raises));
    answer.outputs = atomic_load(&emulator->pins->from_controller);
    answer.outputs_before = emulator->outputs_before;
    answer.resets = emulator->resets;
    answer.emulator = emulator->process;
    // A test that does not listen any more is not waited for.
    (void)send(line, &answer, sizeof(answer), MSG_DONTWAIT | MSG_NOSIGNAL);
}

// -1: nobody asks.
static int control_line(void)
{
    const char *number = getenv("PORTCULLIS_CONTROL");
    return number == NULL ? -1 : (int)strtol(number, NULL, 10);
}

int main(int count, char **words)
{
    static struct emulator emulator;
    struct stack_told stack;
    struct door_files files = {.program = "portcullis-board"};
    const bool whole = count > 1 && strcmp(words[1], "--eeprom") == 0;
    if (!(whole ? read_with_eeprom(&files, count, words) : door_files_read(&files, count, words))) {
        return EXIT_USAGE;
    }
    machine_goes_first();
    const int started = start(&emulator, &files);
    if (started != EXIT_DONE) {
        return started;
    }
    const int line = control_line();
    stack_told_begin(&stack, machine_firmware(), files.log);
    while (asked_to_stop == 0 && emulator_step(&emulator, 1)) {
        emulator_cuts_cable(&emulator, cut != 0);
        stack_told_look(&stack);
        if (line >= 0) {
            serve(&emulator, line);
        }
    }
    emulator_stop(&emulator);
    return asked_to_stop != 0 ? EXIT_DONE : EXIT_ENVIRONMENT;
}
