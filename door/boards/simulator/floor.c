#include "door/boards/simulator/floor.h"

#include "base/insist.h"
#include "door/seams/board.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

enum {
    STEP = 1000000, // ns
    SECOND = 1000000000,
    FLOOR_STACK = 131072 // bytes; all of it is locked into memory
};

// A board has one door floor: what belongs to it is the board's own.
static struct {
    pthread_mutex_t lock;
    struct door *door;
    struct simulator_pins *pins;
    int news[2]; // a pipe: read here, write there
    uint16_t sequence;
    pthread_t thread;
    atomic_bool stopping;
} board = {.news = {-1, -1}};

static struct timespec monotonic(void)
{
    struct timespec now = {0};
    // It can not fail: the clock exists since Linux 2.6.
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return now;
}

static millis millis_of(struct timespec at)
{
    return (millis)((uint64_t)at.tv_sec * 1000 + (uint64_t)at.tv_nsec / 1000000);
}

millis floor_now(void)
{
    return millis_of(monotonic());
}

void floor_quiet(struct simulator_pins *pins)
{
    board.pins = pins;
    atomic_store(&pins->from_controller, 0);
    atomic_fetch_add(&pins->starts, 1);
}

// The relay first, then the last words.
_Noreturn void insist_failed(unsigned number)
{
    if (board.pins != NULL) {
        atomic_store(&board.pins->from_controller, 0);
    }
    (void)fprintf(stderr, "portcullis-door: insistence %u failed; please report this number\n",
                  number);
    abort();
}

bool board_entropy(uint8_t *room, size_t count)
{
    return getrandom(room, count, 0) == (ssize_t)count;
}

void board_floor_enter(void)
{
    INSIST(801, pthread_mutex_lock(&board.lock) == 0);
}

void board_floor_leave(void)
{
    INSIST(802, pthread_mutex_unlock(&board.lock) == 0);
}

static struct door_inputs read_inputs(uint32_t pins)
{
    return (struct door_inputs){.open_switch = (pins & PIN_OPEN_SWITCH) != 0,
                                .closed_switch = (pins & PIN_CLOSED_SWITCH) != 0,
                                .wall_button = (pins & PIN_WALL_BUTTON) != 0,
                                .device_button = (pins & PIN_DEVICE_BUTTON) != 0,
                                .photo_eye = (pins & PIN_PHOTO_EYE) != 0,
                                .warning_dead = (pins & PIN_WARNING_DEAD) != 0};
}

static uint32_t write_outputs(struct door_outputs outputs)
{
    return (outputs.relay ? (uint32_t)PIN_RELAY : 0) | (outputs.lamp ? (uint32_t)PIN_LAMP : 0) |
           (outputs.beeper ? (uint32_t)PIN_BEEPER : 0);
}

// Wakes the network floor; a pipe that is full has woken it already.
static void tell_news(const struct mailbox *box)
{
    const uint8_t one = 1;
    if (box->answer_waits || box->count > 0 || box->snapshot.sequence != board.sequence) {
        board.sequence = box->snapshot.sequence;
        if (write(board.news[1], &one, 1) < 0 && errno != EAGAIN) {
            insist_failed(803);
        }
    }
}

static void step(struct timespec now)
{
    const struct door_inputs inputs = read_inputs(atomic_load(&board.pins->to_controller));
    board_floor_enter();
    const struct door_outputs outputs = door_tick(board.door, &inputs, millis_of(now));
    tell_news(&board.door->mailbox);
    board_floor_leave();
    atomic_store(&board.pins->from_controller, write_outputs(outputs));
    atomic_fetch_add(&board.pins->heartbeat, 1);
}

static void note_gap(struct timespec before, struct timespec now)
{
    const int64_t gap =
        (now.tv_sec - before.tv_sec) * (int64_t)1000000 + (now.tv_nsec - before.tv_nsec) / 1000;
    if (gap > (int64_t)atomic_load(&board.pins->longest_gap)) {
        atomic_store(&board.pins->longest_gap, (uint32_t)gap);
    }
}

static struct timespec later(struct timespec at)
{
    at.tv_nsec += STEP;
    if (at.tv_nsec >= SECOND) {
        at.tv_nsec -= SECOND;
        at.tv_sec++;
    }
    return at;
}

// One that was held up does not hurry through the steps it missed.
static struct timespec next_due(struct timespec due, struct timespec now)
{
    const struct timespec next = later(due);
    const bool missed =
        next.tv_sec < now.tv_sec || (next.tv_sec == now.tv_sec && next.tv_nsec < now.tv_nsec);
    return missed ? now : next;
}

static void *run(void *nothing)
{
    struct timespec due = monotonic();
    struct timespec before = due;
    while (!atomic_load(&board.stopping)) {
        const struct timespec now = monotonic();
        note_gap(before, now);
        before = now;
        step(now);
        due = next_due(due, now);
        // A signal cuts it short: then the step comes early, which harms nothing.
        (void)clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL);
    }
    return nothing;
}

static bool open_news(void)
{
    if (pipe(board.news) != 0) {
        return false;
    }
    for (int end = 0; end < 2; end++) {
        if (fcntl(board.news[end], F_SETFL, O_NONBLOCK) != 0 ||
            fcntl(board.news[end], F_SETFD, FD_CLOEXEC) != 0) {
            return false;
        }
    }
    return true;
}

// Whoever holds the lock runs as urgently as whoever waits for it.
static bool make_lock(void)
{
    pthread_mutexattr_t attributes;
    errno = pthread_mutexattr_init(&attributes);
    if (errno != 0) {
        return false;
    }
    errno = pthread_mutexattr_setprotocol(&attributes, PTHREAD_PRIO_INHERIT);
    if (errno == 0) {
        errno = pthread_mutex_init(&board.lock, &attributes);
    }
    return errno == 0;
}

// Before everything else that runs on this machine, where the system lets us: a door is not late
// because somebody compiles. Where it does not, the longest gap shows what that costs.
static void make_urgent(void)
{
    const struct sched_param urgent = {.sched_priority = 20};
    (void)pthread_setschedparam(board.thread, SCHED_FIFO, &urgent);
    (void)mlockall(MCL_CURRENT | MCL_FUTURE);
}

bool floor_prepare(void)
{
    return make_lock() && open_news();
}

bool floor_start(struct door *door, struct simulator_pins *pins)
{
    board.door = door;
    board.pins = pins;
    atomic_store(&pins->longest_gap, 0);
    pthread_attr_t attributes;
    errno = pthread_attr_init(&attributes);
    if (errno == 0) {
        errno = pthread_attr_setstacksize(&attributes, FLOOR_STACK);
    }
    if (errno == 0) {
        errno = pthread_create(&board.thread, &attributes, run, NULL);
    }
    if (errno != 0) {
        return false;
    }
    make_urgent();
    return true;
}

void floor_stop(void)
{
    atomic_store(&board.stopping, true);
    // Only a thread that is none could not be joined.
    (void)pthread_join(board.thread, NULL);
    atomic_store(&board.pins->from_controller, 0);
}

int floor_news(void)
{
    return board.news[0];
}

void floor_heard(void)
{
    uint8_t heard[64];
    while (read(board.news[0], heard, sizeof(heard)) > 0) {
    }
}
