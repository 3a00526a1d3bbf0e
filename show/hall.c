#include "show/hall.h"

#include "show/moment.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>

enum {
    STALL_MOST = 1000,       // ms: a machine that slept for longer is not caught up with
    LATENESS_BELIEVED = 300, // ms
    SEED = 2016
};

static struct garage_pins driven(const struct hall *hall)
{
    const uint32_t bits = atomic_load(&hall->pins->from_controller);
    return (struct garage_pins){
        .relay = (bits & PIN_RELAY) != 0,
        .lamp = (bits & PIN_LAMP) != 0,
        .beeper = (bits & PIN_BEEPER) != 0,
    };
}

static void show_levels(struct hall *hall)
{
    const struct garage_levels levels = garage_levels(&hall->garage);
    atomic_store(&hall->pins->to_controller, (levels.open_switch ? PIN_OPEN_SWITCH : 0U) |
                                                 (levels.closed_switch ? PIN_CLOSED_SWITCH : 0U) |
                                                 (levels.wall_button ? PIN_WALL_BUTTON : 0U) |
                                                 (levels.device_button ? PIN_DEVICE_BUTTON : 0U) |
                                                 (levels.photo_eye ? PIN_PHOTO_EYE : 0U));
}

// Makes the steps that real time has brought since the latest one.
static void catch_up(struct hall *hall)
{
    const uint64_t stall = moment_now() - hall->began - hall->garage.now;
    if (stall > STALL_MOST) {
        hall->began += stall - 1;
    } else if (stall > hall->longest_stall) {
        hall->longest_stall = (uint32_t)stall;
    }
    const struct garage_pins pins = driven(hall);
    while (hall->garage.now < moment_now() - hall->began) {
        garage_step(&hall->garage, pins);
        witness_watch(&hall->witness, &hall->garage);
        const struct garage_truth truth = garage_truth(&hall->garage);
        onlooker_watch(&hall->onlooker, &truth);
    }
    show_levels(hall);
}

static void *live(void *context)
{
    struct hall *hall = context;
    bool ends = false;
    while (!ends) {
        moment_sleep(1);
        (void)pthread_mutex_lock(&hall->lock);
        catch_up(hall);
        ends = hall->ends;
        (void)pthread_mutex_unlock(&hall->lock);
    }
    return NULL;
}

// Where the system allows it (to root), the garage goes before other work, as nature does.
static void go_first(struct hall *hall)
{
    const struct sched_param first = {.sched_priority = sched_get_priority_min(SCHED_FIFO)};
    // Refused to ordinary users: then the garage is as prompt as the machine is idle.
    (void)pthread_setschedparam(hall->thread, SCHED_FIFO, &first);
}

static bool start_thread(struct hall *hall, struct failure *failure)
{
    sigset_t all;
    sigset_t before;
    // Signals are for the main thread.
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_BLOCK, &all, &before);
    errno = pthread_create(&hall->thread, NULL, live, hall);
    const bool started = errno == 0 || failure_of_system(failure, "start", "the garage's thread");
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

bool hall_open(struct hall *hall, const char *pins_file, const struct garage_settings *settings,
               struct failure *failure)
{
    *hall = (struct hall){.began = moment_now()};
    garage_init(&hall->garage, settings, SEED);
    witness_init(&hall->witness, &hall->garage);
    hall->pins = pins_map(pins_file);
    if (hall->pins == NULL) {
        return failure_of_system(failure, "share", pins_file);
    }
    (void)pthread_mutex_init(&hall->lock, NULL); // cannot fail without attributes on Linux
    if (!start_thread(hall, failure)) {
        return false;
    }
    go_first(hall);
    hall->open = true;
    return true;
}

void hall_close(struct hall *hall)
{
    if (!hall->open) {
        return;
    }
    (void)pthread_mutex_lock(&hall->lock);
    hall->ends = true;
    (void)pthread_mutex_unlock(&hall->lock);
    (void)pthread_join(hall->thread, NULL);
    (void)pthread_mutex_destroy(&hall->lock);
    hall->open = false;
}

void hall_look(struct hall *hall, struct hall_view *out)
{
    const uint32_t gap = atomic_load(&hall->pins->longest_gap) / 1000;
    (void)pthread_mutex_lock(&hall->lock);
    *out = (struct hall_view){
        .truth = garage_truth(&hall->garage),
        .levels = garage_levels(&hall->garage),
        .witness = hall->witness,
        .onlooker = hall->onlooker,
        .lateness = hall->longest_stall,
        .controller_lateness = gap < LATENESS_BELIEVED ? gap : LATENESS_BELIEVED,
    };
    (void)pthread_mutex_unlock(&hall->lock);
}

void hall_act(struct hall *hall, const struct garage_action *action)
{
    (void)pthread_mutex_lock(&hall->lock);
    garage_act(&hall->garage, action);
    (void)pthread_mutex_unlock(&hall->lock);
}

void hall_mains(struct hall *hall, bool on)
{
    const struct garage_action action = {.doing = on ? GARAGE_MAINS_ON : GARAGE_MAINS_OFF};
    (void)pthread_mutex_lock(&hall->lock);
    atomic_store(&hall->pins->from_controller, 0);
    garage_act(&hall->garage, &action);
    (void)pthread_mutex_unlock(&hall->lock);
}

void hall_asked(struct hall *hall)
{
    (void)pthread_mutex_lock(&hall->lock);
    witness_asked(&hall->witness);
    hall->longest_stall = 0;
    (void)pthread_mutex_unlock(&hall->lock);
}

void hall_answered(struct hall *hall)
{
    (void)pthread_mutex_lock(&hall->lock);
    witness_answered(&hall->witness);
    (void)pthread_mutex_unlock(&hall->lock);
}
