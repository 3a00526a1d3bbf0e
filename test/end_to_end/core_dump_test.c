// The command line holds keys in its memory, and so does a door on Linux. They leave none of it behind when
// they crash: they may write no core file, and a dump would have no memory in it.
// words[1] is portcullis, words[2] portcullis-door. They wait at a pipe, the one for its passphrase, the
// other for its image, when they are looked at. As root they run as an ordinary user.
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
    WORDS_MOST = 8,
    TRIES = 400, // of 25 ms
    SKIPPED = 77
};

// A program, and the words that lead it to the pipe.
struct program {
    int file;
    const char *words[WORDS_MOST];
};

static char folder[] = "/tmp/portcullis-core-XXXXXX";
static struct program command_line = {
    .words = {"portcullis", "init", "--passphrase-file", "pipe", "--home", "home"}};
static struct program door = {
    .words = {"portcullis-door", "--image", "pipe", "--pins", "pins", "--flash", "flash"}};

static _Noreturn void become(const struct program *program)
{
    // A sanitizer, where one is built in, would make a code of the signal.
    static char sanitizer[] = "ASAN_OPTIONS=handle_segv=0:handle_abort=0";
    static char *environment[] = {sanitizer, NULL};
    char *words[WORDS_MOST + 1] = {NULL};
    for (size_t i = 0; i < WORDS_MOST && program->words[i] != NULL; i++) {
        words[i] = strdup(program->words[i]);
    }
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)fexecve(program->file, words, environment);
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

static pid_t started(const struct program *program)
{
    const struct timespec pause = {.tv_nsec = 25L * 1000 * 1000};
    const pid_t child = fork();
    if (child == 0) {
        become(program);
    }
    CHECK(child > 0);
    for (int tries = 0; tries < TRIES && !has_no_core(child); tries++) {
        (void)nanosleep(&pause, NULL); // woken early, it looks early
    }
    return child;
}

static void ends_without_a_core(const struct program *program, int number)
{
    int status = 0;
    const pid_t child = started(program);
    CHECK(has_no_core(child));
    CHECK(dumps_no_memory(child));
    CHECK(kill(child, number) == 0);
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == number);
    CHECK(!WCOREDUMP(status));
}

static void a_crash_leaves_no_core(void)
{
    ends_without_a_core(&command_line, SIGSEGV);
    ends_without_a_core(&door, SIGSEGV);
}

static void an_abort_leaves_no_core(void)
{
    ends_without_a_core(&command_line, SIGABRT);
    ends_without_a_core(&door, SIGABRT);
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
    if (count != 3) {
        (void)fputs("usage: core_dump_test PORTCULLIS PORTCULLIS-DOOR\n", stderr);
        return 2;
    }
    if (!cores_are_allowed()) {
        (void)printf("skipped: this system allows nobody a core file\n");
        return SKIPPED;
    }
    command_line.file = open(words[1], O_RDONLY | O_CLOEXEC);
    door.file = open(words[2], O_RDONLY | O_CLOEXEC);
    CHECK(command_line.file >= 0 && door.file >= 0);
    CHECK(mkdtemp(folder) != NULL && is_an_ordinary_user());
    if (CHECK(chdir(folder) == 0) && CHECK(mkfifo("pipe", 0600) == 0)) {
        RUN(a_crash_leaves_no_core);
        RUN(an_abort_leaves_no_core);
    }
    CHECK(unlink("pipe") == 0 && unlink("pins") == 0);
    (void)rmdir(folder); // of root's folder where this was root: it may not go
    return check_verdict();
}
