// The door on a 64 KB microcontroller without an operating system. Two floors: the clockwork's interrupt
// steps the door each millisecond, this loop does everything else.
#include "door/adapters/tcp_lwip.h"
#include "door/adapters/tls_bearssl.h"
#include "door/boards/every/link.h"
#include "door/boards/lm3s6965evb/console.h"
#include "door/boards/lm3s6965evb/eeprom.h"
#include "door/boards/lm3s6965evb/entropy.h"
#include "door/boards/lm3s6965evb/ethernet.h"
#include "door/boards/lm3s6965evb/i2c_bus.h"
#include "door/boards/lm3s6965evb/log.h"
#include "door/boards/lm3s6965evb/pins.h"
#include "door/boards/lm3s6965evb/start.h"
#include "door/boards/lm3s6965evb/ticks.h"
#include "door/boards/lm3s6965evb/watchdog.h"
#include "door/seams/board.h"

#include <string.h>

enum {
    // All of an image but its first Roster: names, keys, certificates and roots.
    IMAGE_KEPT = 2560,
    // ms, of the status light: half on, half off without identity; short and seldom without entropy.
    BLINK = 256,
    WINK_EVERY = 2048,
    WINK = 128,
    LOOK_EVERY = 1000,
    ASK_AGAIN = 5000 // an EEPROM that did not answer, or had nothing to say
};

// What is worth a line in the log whenever it changes.
struct numbers {
    uint32_t address;
    uint32_t longest_gap; // us
    uint32_t stack;       // bytes, the most so far
    uint32_t frames_lost;
};

// The whole board. Static, for it is large, and there is one. An image is read whole, for its checksum
// and its first Roster; once the network floor has booted the Roster is not looked at any more, and TLS
// takes its place.
static struct {
    union {
        uint8_t image[IMAGE_MOST];
        struct {
            uint8_t image_kept[IMAGE_KEPT];
            struct link link;
            struct stream stream;
            struct tls tls;
        } later;
    } room;
    struct image image;
    struct flash flash;
    struct door door;
    struct opener opener;
    struct stopwatch looked; // at the numbers
    struct numbers told;
} board;

_Static_assert(sizeof(board.room) >= IMAGE_MOST, "an image finds room before there is a link");

static bool lies_in_what_is_kept(struct bytes what)
{
    return what.count == 0 || (what.at + what.count) <= board.room.image + IMAGE_KEPT;
}

static bool load_image(void)
{
    uint8_t *into = board.room.image;
    if (!eeprom_read(EEPROM_IMAGE, into, EEPROM_IMAGE_HEAD)) {
        return false;
    }
    const size_t count = eeprom_image_size(into);
    return count <= IMAGE_MOST && eeprom_read(EEPROM_IMAGE, into, count) &&
           image_decode((struct bytes){into, count}, &board.image) &&
           // The Roster is the last field: what stands before it is kept.
           lies_in_what_is_kept((struct bytes){into, (size_t)(board.image.first_roster.at - into)});
}

// Without identity a door listens on nothing and moves nothing; its own light says so. It may have one, and
// an EEPROM or a wire that failed at the wrong moment: where it turns up, everything begins anew.
static _Noreturn void wait_for_identity(void)
{
    log_event("no-identity");
    struct stopwatch asked = stopwatch_started(ticks_now());
    for (;;) {
        const millis now = ticks_now();
        pins_status_light((now / BLINK & 1U) != 0);
        if (stopwatch_reached(asked, now, ASK_AGAIN)) {
            asked = stopwatch_started(now);
            i2c_init();
            if (load_image()) {
                restart();
            }
        }
        ticks_wait();
    }
}

static void tell_notes(void)
{
    struct note note;
    while (opener_next_note(&board.opener, &note)) {
        log_note(&note);
    }
}

static void tell_number(const char *name, uint32_t *told, uint32_t now)
{
    if (*told != now) {
        *told = now;
        log_number("number", name, now);
    }
}

static void tell_numbers(millis now)
{
    struct numbers *told = &board.told;
    if (board.looked.running && !stopwatch_reached(board.looked, now, LOOK_EVERY)) {
        return;
    }
    board.looked = stopwatch_started(now);
    tell_number("address", &told->address, network_address());
    tell_number("longest-gap", &told->longest_gap, ticks_longest_gap());
    tell_number("stack", &told->stack, (uint32_t)(stack_size_in_all() - stack_untouched()));
    tell_number("frames-lost", &told->frames_lost, network_lost());
}

static void show_status(millis now)
{
    pins_status_light(!entropy_is_sound() && now % WINK_EVERY < WINK);
}

static void start_link(uint64_t clock)
{
    const struct link_parts parts = {.image = &board.image,
                                     .opener = &board.opener,
                                     .stream = &board.room.later.stream,
                                     .tls = &board.room.later.tls,
                                     .not_before =
                                         clock > PORTCULLIS_BUILT ? clock : PORTCULLIS_BUILT};
    link_init(&board.room.later.link, &parts);
}

static bool start(uint32_t panic)
{
    board.flash = eeprom_flash();
    const uint64_t clock = board_unix_seconds();
    const struct floor_parts parts = {.image = &board.image,
                                      .flash = &board.flash,
                                      .door = &board.door,
                                      .unix_seconds = clock,
                                      .version = PORTCULLIS_VERSION,
                                      .panic = panic};
    const bool connects = opener_init(&board.opener, &parts, ticks_now());
    // From here on the first Roster is gone.
    board.image.first_roster = (struct bytes){NULL, 0};
    start_link(clock);
    ticks_run(&board.door);
    return connects;
}

static void run(void)
{
    for (;;) {
        const millis now = ticks_now();
        watchdog_look();
        bool moved = network_run();
        opener_run(&board.opener, now);
        tell_notes();
        moved = link_run(&board.room.later.link, ticks_now()) || moved;
        log_link(&board.room.later.link);
        tell_numbers(now);
        show_status(now);
        if (!moved) {
            ticks_wait(); // a millisecond at most
        }
    }
}

int main(void)
{
    pins_init();
    console_init();
    const uint32_t broken = last_panic();
    log_number("started", "panic", broken);
    ticks_init();
    i2c_init();
    if (!load_image()) {
        wait_for_identity();
    }
    // Without it board_entropy says no, and there is no remote operation.
    log_number("entropy", "sound", entropy_start() ? 1 : 0);
    const bool connects = start(broken);
    // Behind it: the first mount of an empty journal takes longer than the watchdog waits, where the EEPROM
    // is as slow as its wire. Nothing in it waits for ever: i2c_bus.c and eeprom.c count their tries.
    watchdog_init();
    log_number("ready", "connects", connects ? 1 : 0);
    network_init();
    run();
}
