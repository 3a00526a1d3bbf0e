#include "test/unit/home/cut_off.h"
#include "test/support/check.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    CALLS_MOST = 1000, // no run makes so many
    CUT_OFF = 77       // the child's exit code where it was cut off
};

static unsigned long calls_left = CALLS_MOST; // until this process is cut off
static bool counting;

static void one_call(void)
{
    if (counting && calls_left-- == 0) {
        _exit(CUT_OFF);
    }
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
    one_call();
    if (counting && calls_left == 0) {
        // Cut off in the middle: half of it is on the disk.
        (void)__real_write(file, content, count / 2);
        _exit(CUT_OFF);
    }
    return __real_write(file, content, count);
}

int __wrap_fsync(int file)
{
    one_call();
    return __real_fsync(file);
}

int __wrap_rename(const char *from, const char *to)
{
    one_call();
    return __real_rename(from, to);
}

int __wrap_mkdir(const char *path, mode_t mode)
{
    one_call();
    return __real_mkdir(path, mode);
}

int __wrap_unlink(const char *path)
{
    one_call();
    return __real_unlink(path);
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

void cut_everywhere(const struct trial *trial)
{
    unsigned long calls = 0;
    int ended = CUT_OFF;
    for (; ended == CUT_OFF && calls < CALLS_MOST; calls++) {
        char context[32];
        (void)snprintf(context, sizeof(context), "cut off at call %lu", calls);
        check_context(context);
        if (trial->prepare != NULL) {
            trial->prepare();
        }
        ended = run_until(trial, calls);
        CHECK(ended == CUT_OFF || ended == 0);
        trial->then();
    }
    check_context(NULL);
    CHECK(calls > trial->calls && calls < CALLS_MOST);
}
