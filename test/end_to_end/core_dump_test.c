// The command line holds keys in its memory, and leaves none of it behind when it crashes: it may write no
// core file, and a dump would have no memory in it. words[1] is portcullis.
// It waits at a pipe for its passphrase when it is looked at. As root it runs as an ordinary user.
#include "test/support/check.h"

#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    NOBODY = 65534,
    PATH_MOST = 128,
    TRIES = 400 // of 25 ms
};

static int program;
static char folder[] = "/tmp/portcullis-core-XXXXXX";
static char fifo[PATH_MOST];
static char home[PATH_MOST];

static _Noreturn void become(void)
{
    static char name[] = "portcullis";
    static char word[] = "init";
    static char passphrase[] = "--passphrase-file";
    static char place[] = "--home";
    // A sanitizer, where one is built in, would make a code of the signal.
    static char sanitizer[] = "ASAN_OPTIONS=handle_segv=0:handle_abort=0";
    static char *environment[] = {sanitizer, NULL};
    char *words[] = {name, word, passphrase, fifo, place, home, NULL};
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)fexecve(program, words, environment);
    _exit(127);
}

// "Max core file size  0  0  bytes": both limits.
static bool has_no_core(pid_t process)
{
    char path[PATH_MOST];
    char line[256];
    bool none = false;
    (void)snprintf(path, sizeof(path), "/proc/%ld/limits", (long)process);
    FILE *limits = fopen(path, "r");
    if (limits == NULL) {
        return false;
    }
    while (fgets(line, sizeof(line), limits) != NULL) {
        if (strncmp(line, "Max core file size", 18) == 0) {
            char soft[32] = "";
            char hard[32] = "";
            none = sscanf(line + 18, "%31s %31s", soft, hard) == 2 && // NOLINT(cert-err34-c)
                   strcmp(soft, "0") == 0 && strcmp(hard, "0") == 0;
        }
    }
    (void)fclose(limits); // was only read
    return none;
}

// Not even a dump that is piped to a program has any of its memory: core(5).
static bool dumps_no_memory(pid_t process)
{
    char path[PATH_MOST];
    char line[32] = "";
    (void)snprintf(path, sizeof(path), "/proc/%ld/coredump_filter", (long)process);
    FILE *filter = fopen(path, "r");
    if (filter == NULL) {
        return false;
    }
    const bool none = fgets(line, sizeof(line), filter) != NULL && strcmp(line, "00000000\n") == 0;
    (void)fclose(filter); // was only read
    return none;
}

static pid_t started(void)
{
    const struct timespec pause = {.tv_nsec = 25L * 1000 * 1000};
    const pid_t child = fork();
    if (child == 0) {
        become();
    }
    CHECK(child > 0);
    for (int tries = 0; tries < TRIES && !has_no_core(child); tries++) {
        (void)nanosleep(&pause, NULL); // woken early, it looks early
    }
    return child;
}

static void ends_without_a_core(int number)
{
    int status = 0;
    const pid_t child = started();
    CHECK(has_no_core(child));
    CHECK(dumps_no_memory(child));
    CHECK(kill(child, number) == 0);
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == number);
    CHECK(!WCOREDUMP(status));
}

static void a_crash_leaves_no_core(void)
{
    ends_without_a_core(SIGSEGV);
}

static void an_abort_leaves_no_core(void)
{
    ends_without_a_core(SIGABRT);
}

// The system would let it, so it is the program that does not.
static bool cores_are_allowed(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_CORE, &limit) != 0 || limit.rlim_max == 0) {
        return false;
    }
    limit.rlim_cur = limit.rlim_max;
    return setrlimit(RLIMIT_CORE, &limit) == 0;
}

static bool is_an_ordinary_user(void)
{
    return geteuid() != 0 || (chown(folder, NOBODY, NOBODY) == 0 && setgroups(0, NULL) == 0 &&
                              setgid(NOBODY) == 0 && setuid(NOBODY) == 0);
}

int main(int count, char **words)
{
    if (count != 2) {
        (void)fputs("usage: core_dump_test PORTCULLIS\n", stderr);
        return 2;
    }
    program = open(words[1], O_RDONLY | O_CLOEXEC);
    CHECK(program >= 0 && mkdtemp(folder) != NULL && is_an_ordinary_user());
    (void)snprintf(fifo, sizeof(fifo), "%s/passphrase", folder);
    (void)snprintf(home, sizeof(home), "%s/home", folder);
    CHECK(mkfifo(fifo, 0600) == 0);
    if (CHECK(chdir(folder) == 0) && cores_are_allowed()) {
        RUN(a_crash_leaves_no_core);
        RUN(an_abort_leaves_no_core);
    } else {
        (void)printf("skipped: this system allows nobody a core file\n");
    }
    CHECK(unlink(fifo) == 0);
    (void)rmdir(folder); // of root's folder where this was root: it may not go
    return check_verdict();
}
