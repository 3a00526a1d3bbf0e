#include "test/unit/home/cut_off.h"
#include "test/support/check.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    CALLS_MOST = 1000, // no run makes so many
    CUT_OFF = 77,      // the child's exit code where it was cut off
    REFUSED = 78       // and where a call of it was refused
};

static unsigned long calls_left = CALLS_MOST; // until this process is cut off
static bool counting;
static bool refusing; // and it is not cut off, but that call fails
static bool refused;

// True: the disk refuses this one.
static bool one_call(void)
{
    if (!counting || calls_left-- != 0) {
        return false;
    }
    if (!refusing) {
        _exit(CUT_OFF);
    }
    refused = true;
    errno = EIO;
    return true;
}

// The linker's own names for what it wraps.
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)
ssize_t __real_write(int file, const void *content, size_t count);
ssize_t __wrap_write(int file, const void *content, size_t count);
int __real_fsync(int file);
int __wrap_fsync(int file);
int __real_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to);
int __real_mkdir(const char *path, mode_t mode);
int __wrap_mkdir(const char *path, mode_t mode);
int __real_unlink(const char *path);
int __wrap_unlink(const char *path);

ssize_t __wrap_write(int file, const void *content, size_t count)
{
    if (one_call()) {
        return -1;
    }
    if (counting && !refusing && calls_left == 0) {
        // Cut off in the middle: half of it is on the disk.
        (void)__real_write(file, content, count / 2);
        _exit(CUT_OFF);
    }
    return __real_write(file, content, count);
}

int __wrap_fsync(int file)
{
    return one_call() ? -1 : __real_fsync(file);
}

int __wrap_rename(const char *from, const char *to)
{
    return one_call() ? -1 : __real_rename(from, to);
}

int __wrap_mkdir(const char *path, mode_t mode)
{
    return one_call() ? -1 : __real_mkdir(path, mode);
}

int __wrap_unlink(const char *path)
{
    return one_call() ? -1 : __real_unlink(path);
}

// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

static _Noreturn void run(const struct trial *trial)
{
    const int file = trial->record == NULL
                         ? -1
                         : open(trial->record, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file >= 0) {
        (void)dup2(file, STDOUT_FILENO); // what it tells is judged by whoever reads it
        (void)dup2(file, STDERR_FILENO);
    }
    const bool done = trial->what();
    counting = false;
    (void)fflush(stdout);
    if (refused) {
        _exit(REFUSED);
    }
    _exit(done ? 0 : 1);
}

// The exit code of a child that is cut off before its call number calls.
static int run_until(const struct trial *trial, unsigned long calls)
{
    int status = 0;
    (void)fflush(stdout); // or the child says it again
    const pid_t child = fork();
    if (child == 0) {
        calls_left = calls;
        counting = true;
        run(trial);
    }
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    return WEXITSTATUS(status);
}

bool trial_run(const struct trial *trial)
{
    return run_until(trial, CALLS_MOST) == 0;
}

static void everywhere(const struct trial *trial, int ending, const char *what)
{
    unsigned long calls = 0;
    int ended = ending;
    for (; ended == ending && calls < CALLS_MOST; calls++) {
        char context[32];
        (void)snprintf(context, sizeof(context), "%s at call %lu", what, calls);
        check_context(context);
        if (trial->prepare != NULL) {
            trial->prepare();
        }
        refusing = ending == REFUSED;
        ended = run_until(trial, calls);
        refusing = false;
        CHECK(ended == ending || ended == 0);
        trial->then();
    }
    check_context(NULL);
    CHECK(calls > trial->calls && calls < CALLS_MOST);
}

void cut_everywhere(const struct trial *trial)
{
    everywhere(trial, CUT_OFF, "cut off");
}

void refuse_everywhere(const struct trial *trial)
{
    everywhere(trial, REFUSED, "refused");
}
