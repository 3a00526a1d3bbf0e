// portcullis-door: the real door code in a Linux process, with a file for its flash and a shared page
// for its pins.
#include "door/boards/simulator/flash_file.h"
#include "door/boards/simulator/floor.h"
#include "door/boards/simulator/link.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    EXIT_DONE = 0,
    EXIT_USAGE = 2,
    EXIT_ENVIRONMENT = 3
};

struct arguments {
    const char *image;
    const char *pins;
    const char *flash;
    const char *log; // NULL: standard error
};

// The whole board. Static, for it is large, and there is one.
static struct {
    uint8_t image_bytes[IMAGE_MOST];
    struct image image;
    struct simulator_pins *pins;
    struct flash_file flash;
    struct door door;
    struct opener opener;
    struct link link;
    struct log log;
} board;

static volatile sig_atomic_t asked_to_stop;
static volatile sig_atomic_t asked_for_numbers;

static void on_signal(int number)
{
    if (number == SIGUSR1) {
        asked_for_numbers = 1;
    } else {
        asked_to_stop = 1;
    }
}

static bool read_arguments(int count, char **words, struct arguments *out)
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

static int fail(const char *what, const char *path, const char *why, const char *remedy)
{
    (void)fprintf(stderr, "portcullis-door: %s %s: %s; %s\n", what, path, why, remedy);
    return EXIT_ENVIRONMENT;
}

static int load_image(const char *path)
{
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    struct stat status;
    if (file < 0 || fstat(file, &status) != 0) {
        return fail("cannot read the image", path, strerror(errno),
                    "make one with `portcullis door add`");
    }
    if ((status.st_mode & 077) != 0) {
        (void)close(file);
        return fail("will not use the image", path, "others may read it",
                    "whoever holds it is the door: chmod 600, or make a new one");
    }
    const ssize_t count = read(file, board.image_bytes, sizeof(board.image_bytes));
    (void)close(file);
    const struct bytes message = {board.image_bytes, count > 0 ? (size_t)count : 0};
    if (!image_decode(message, &board.image)) {
        return fail("cannot use the image", path, "it is damaged or of another version",
                    "make a new one with `portcullis door add`");
    }
    return EXIT_DONE;
}

static int open_flash(const char *path)
{
    switch (flash_file_open(&board.flash, path)) {
    case FLASH_FILE_UNREADABLE:
        return fail("cannot use the flash file", path, strerror(errno),
                    "see that its folder is there, is yours, and has room");
    case FLASH_FILE_IN_USE:
        return fail("cannot use the flash file", path, "another program has it",
                    "stop the other portcullis-door first");
    case FLASH_FILE_WRONG_SIZE:
        return fail("will not use the flash file", path, "it is larger than any flash of ours",
                    "name another file, or remove it");
    case FLASH_FILE_OPENED:
        break;
    }
    return EXIT_DONE;
}

static int open_all(const struct arguments *arguments)
{
    if (!log_open(&board.log, arguments->log)) {
        return fail("cannot write the log", arguments->log, strerror(errno),
                    "name another file with --log");
    }
    board.pins = pins_map(arguments->pins);
    if (board.pins == NULL) {
        return fail("cannot map the pins", arguments->pins, strerror(errno),
                    "see that its folder is there and is yours");
    }
    floor_quiet(board.pins);
    const int image = load_image(arguments->image);
    return image != EXIT_DONE ? image : open_flash(arguments->flash);
}

static bool catch_signals(void)
{
    struct sigaction action = {.sa_handler = on_signal};
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    return sigaction(SIGTERM, &action, NULL) == 0 && sigaction(SIGINT, &action, NULL) == 0 &&
           sigaction(SIGUSR1, &action, NULL) == 0 && sigaction(SIGPIPE, &ignore, NULL) == 0;
}

static uint64_t clock_of_the_board(void)
{
    const time_t now = time(NULL);
    return now > 0 ? (uint64_t)now : 0;
}

static bool start(void)
{
    const struct floor_parts parts = {.image = &board.image,
                                      .flash = &board.flash.flash,
                                      .door = &board.door,
                                      .unix_seconds = clock_of_the_board(),
                                      .version = PORTCULLIS_VERSION};
    const bool connects = opener_init(&board.opener, &parts, floor_now());
    link_init(&board.link, &board.image, &board.opener, &board.log);
    return floor_start(&board.door, board.pins) && connects;
}

static void wait_for_something(void)
{
    struct pollfd files[2] = {{.fd = floor_news(), .events = POLLIN},
                              {.fd = link_descriptor(&board.link), .events = POLLIN}};
    if (link_wants_to_write(&board.link)) {
        files[1].events |= POLLOUT;
    }
    const millis wake = opener_next_wake(&board.opener, floor_now());
    // Whatever it says, the loop goes round and looks for itself.
    (void)poll(files, 2, (int)wake);
    floor_heard();
}

static void write_numbers(void)
{
    log_counts(&board.log, board.opener.floor.guard.verdicts);
    log_gap(&board.log, atomic_load(&board.pins->longest_gap));
}

static void write_notes(void)
{
    struct note note;
    while (opener_next_note(&board.opener, &note)) {
        log_note(&board.log, &note);
    }
    if (asked_for_numbers != 0) {
        asked_for_numbers = 0;
        write_numbers();
    }
}

static void run(void)
{
    while (asked_to_stop == 0) {
        opener_run(&board.opener, floor_now());
        write_notes();
        if (!link_run(&board.link, floor_now())) {
            wait_for_something();
        }
    }
}

int main(int count, char **words)
{
    struct arguments arguments = {0};
    if (!read_arguments(count, words, &arguments)) {
        (void)fputs("usage: portcullis-door --image FILE --pins FILE --flash FILE [--log FILE]\n",
                    stderr);
        return EXIT_USAGE;
    }
    const int opened = open_all(&arguments);
    if (opened != EXIT_DONE) {
        return opened;
    }
    log_program(&board.log, "started");
    if (!catch_signals() || !floor_prepare() || !start()) {
        return fail("cannot start with", arguments.image, "its topics or this system do not allow",
                    "make a new image with `portcullis door add`");
    }
    run();
    floor_stop();
    write_numbers();
    log_program(&board.log, "stopped");
    return EXIT_DONE;
}
