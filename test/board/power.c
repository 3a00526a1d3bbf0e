#include "test/board/power.h"

#include <poll.h>
#include <signal.h>
#include <sys/inotify.h>
#include <unistd.h>

enum {
    LOOK_EVERY = 20 // ms, whether it is still wanted
};

static unsigned writes_heard(int file)
{
    char events[16 * sizeof(struct inotify_event)]; // of one file, which has no name in them
    const ssize_t count = read(file, events, sizeof(events));
    return count > 0 ? (unsigned)((size_t)count / sizeof(struct inotify_event)) : 0;
}

static void *watch(void *self)
{
    struct power_cut *cut = self;
    unsigned writes = 0;
    while (!atomic_load(&cut->over)) {
        struct pollfd file = {.fd = cut->file, .events = POLLIN};
        if (poll(&file, 1, LOOK_EVERY) > 0) {
            writes += writes_heard(cut->file);
        }
        if (writes >= cut->after) {
            (void)kill(cut->victim, SIGKILL); // one that has ended already has ended
            atomic_store(&cut->happened, true);
            atomic_store(&cut->over, true);
        }
    }
    return NULL;
}

bool power_cut_waits(struct power_cut *cut, const struct guest *guest, pid_t victim, unsigned after)
{
    char path[DOOR_PATH_MOST];
    door_program_path(&guest->scene.door, "flash", path);
    cut->victim = victim;
    cut->after = after;
    atomic_store(&cut->over, false);
    atomic_store(&cut->happened, false);
    cut->file = inotify_init1(IN_CLOEXEC);
    return cut->file >= 0 && inotify_add_watch(cut->file, path, IN_MODIFY) >= 0 &&
           pthread_create(&cut->thread, NULL, watch, cut) == 0;
}

bool power_cut_ends(struct power_cut *cut)
{
    atomic_store(&cut->over, true);
    const bool joined = pthread_join(cut->thread, NULL) == 0;
    (void)close(cut->file);
    return joined && atomic_load(&cut->happened);
}

bool power_goes_and_comes(struct guest *guest, bool gone)
{
    struct scene *scene = &guest->scene;
    struct control_answer seen;
    if (!gone && guest_looks(guest, &seen)) {
        (void)kill(seen.emulator, SIGKILL);
    }
    // The emulator's own parent hears of its end, or is told; it leaves when nothing of it is left.
    (void)door_program_stop(&scene->door);
    control_flush(&guest->control);
    guest_is_gone(guest);
    scene->relay = false;
    return door_program_start(&scene->door);
}
