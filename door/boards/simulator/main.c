// portcullis-door: the real door code in a Linux process, with a file for its flash and a shared page
// for its pins.
#include "base/core_dump.h"
#include "door/adapters/tcp_posix.h"
#include "door/adapters/tls_bearssl.h"
#include "door/boards/every/link.h"
#include "door/boards/simulator/door_files.h"
#include "door/boards/simulator/floor.h"
#include "door/boards/simulator/log.h"
#include "door/seams/board.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <time.h>

// The whole board. Static, for it is large, and there is one.
static struct {
    uint8_t image_bytes[IMAGE_MOST];
    struct image image;
    struct simulator_pins *pins;
    struct flash_file flash;
    struct door door;
    struct opener opener;
    struct link link;
    struct stream stream;
    struct tls tls;
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

static int open_all(const struct door_files *files)
{
    if (!log_open(&board.log, files->log)) {
        return door_files_fail(files, "cannot write the log", files->log, strerror(errno),
                               "name another file with --log");
    }
    const int mapped = door_files_map_pins(files, &board.pins);
    if (mapped != EXIT_DONE) {
        return mapped;
    }
    floor_quiet(board.pins);
    const int image = door_files_load_image(files, board.image_bytes, &board.image);
    if (image != EXIT_DONE) {
        return image;
    }
    return door_files_flash_opened(files, flash_file_open(&board.flash, files->flash));
}

static bool catch_signals(void)
{
    struct sigaction action = {.sa_handler = on_signal};
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    return sigaction(SIGTERM, &action, NULL) == 0 && sigaction(SIGINT, &action, NULL) == 0 &&
           sigaction(SIGUSR1, &action, NULL) == 0 && sigaction(SIGPIPE, &ignore, NULL) == 0;
}

uint64_t board_unix_seconds(void)
{
    const time_t now = time(NULL);
    return now > 0 ? (uint64_t)now : 0;
}

static bool start(void)
{
    const uint64_t clock = board_unix_seconds();
    const struct floor_parts parts = {.image = &board.image,
                                      .flash = &board.flash.flash,
                                      .door = &board.door,
                                      .unix_seconds = clock,
                                      .version = PORTCULLIS_VERSION};
    const bool connects = opener_init(&board.opener, &parts, floor_now());
    const struct link_parts wire = {.image = &board.image,
                                    .opener = &board.opener,
                                    .stream = &board.stream,
                                    .tls = &board.tls,
                                    .not_before =
                                        clock > PORTCULLIS_BUILT ? clock : PORTCULLIS_BUILT};
    link_init(&board.link, &wire);
    return floor_start(&board.door, board.pins) && connects;
}

static void wait_for_something(void)
{
    struct pollfd files[2] = {{.fd = floor_news(), .events = POLLIN},
                              {.fd = stream_descriptor(&board.stream), .events = POLLIN}};
    if (link_has_to_send(&board.link)) {
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
        const bool moved = link_run(&board.link, floor_now());
        log_link(&board.log, &board.link);
        if (!moved) {
            wait_for_something();
        }
    }
}

int main(int count, char **words)
{
    struct door_files files = {.program = "portcullis-door"};
    core_dump_forbid();
    if (!door_files_read(&files, count, words)) {
        return EXIT_USAGE;
    }
    const int opened = open_all(&files);
    if (opened != EXIT_DONE) {
        return opened;
    }
    log_program(&board.log, "started");
    if (!catch_signals() || !floor_prepare() || !start()) {
        return door_files_fail(&files, "cannot start with", files.image,
                               "its topics or this system do not allow",
                               "make a new image with `portcullis door add`");
    }
    run();
    floor_stop();
    write_numbers();
    log_program(&board.log, "stopped");
    return EXIT_DONE;
}
