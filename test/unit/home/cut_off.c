#include "test/unit/home/cut_off.h"
#include "test/support/check.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    CUT_OFF = 77 // the child's exit code where it was cut off
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

// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

bool cut_off_at(unsigned long calls, bool (*what)(void))
{
    const pid_t child = fork();
    if (child == 0) {
        calls_left = calls;
        counting = true;
        _exit(what() ? 0 : 1);
    }
    int status = 0;
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == CUT_OFF || WEXITSTATUS(status) == 0);
    return WEXITSTATUS(status) == CUT_OFF;
}
