#include "show/child.h"

#include "show/moment.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    PATIENCE = 2000 // ms between asking and making
};

// The two ends of a pipe, as pipe(2) numbers them.
struct pipe_ends {
    int out;
    int in;
};

struct child child_none(void)
{
    return (struct child){.words = -1};
}

static bool open_pipe(struct pipe_ends *out)
{
    int ends[2];
    if (pipe(ends) != 0) {
        return false;
    }
    (void)fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    (void)fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    *out = (struct pipe_ends){.out = ends[0], .in = ends[1]};
    return true;
}

static void close_pipe(struct pipe_ends ends)
{
    (void)close(ends.out);
    (void)close(ends.in);
}

// In the new process; what it cannot do goes up the trouble pipe as errno.
_Noreturn static void become(const struct child_order *order, int words, int trouble, pid_t parent)
{
    (void)setpgid(0, 0);
    (void)signal(SIGPIPE, SIG_DFL);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == parent) {
        const int nothing = open("/dev/null", O_RDONLY);
        const bool placed = nothing >= 0 && dup2(nothing, STDIN_FILENO) >= 0 &&
                            dup2(words, STDOUT_FILENO) >= 0 && dup2(words, STDERR_FILENO) >= 0;
        if (placed) {
            // execv promises not to write to its arguments; its type is older than const.
            char *arguments[CHILD_ARGUMENTS_MOST];
            memcpy(arguments, order->arguments, sizeof(arguments));
            (void)execv(arguments[0], arguments);
        }
    }
    const int reason = errno;
    // Nobody hears us any more if this fails.
    const ssize_t told = write(trouble, &reason, sizeof(reason));
    _exit(told > 0 ? 126 : 127);
}

// Waits for exec, which closes the pipe, or for errno.
static int hear_trouble(int trouble)
{
    int reason = 0;
    ssize_t heard = 0;
    do {
        heard = read(trouble, &reason, sizeof(reason));
    } while (heard < 0 && errno == EINTR);
    return heard == (ssize_t)sizeof(reason) ? reason : 0;
}

static bool start_with(struct child *child, const struct child_order *order, int words,
                       struct failure *failure)
{
    const char *program = order->arguments[0];
    struct pipe_ends trouble;
    if (!open_pipe(&trouble)) {
        return failure_of_system(failure, "start", program);
    }
    const pid_t parent = getpid();
    const pid_t pid = fork();
    if (pid == 0) {
        become(order, words, trouble.in, parent);
    }
    (void)close(trouble.in);
    const int reason = pid < 0 ? errno : hear_trouble(trouble.out);
    (void)close(trouble.out);
    if (reason == 0) {
        child->pid = pid;
        return true;
    }
    if (pid > 0) {
        (void)waitpid(pid, NULL, 0);
    }
    errno = reason;
    return failure_of_system(failure, "start", program);
}

static bool start_logged(struct child *child, const struct child_order *order,
                         struct failure *failure)
{
    const int log = open(order->log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (log < 0) {
        return failure_of_system(failure, "write", order->log);
    }
    const bool started = start_with(child, order, log, failure);
    (void)close(log); // the child has its own
    return started;
}

bool child_start(struct child *child, const struct child_order *order, struct failure *failure)
{
    struct pipe_ends words;
    *child = child_none();
    if (order->log != NULL) {
        return start_logged(child, order, failure);
    }
    if (!open_pipe(&words)) {
        return failure_of_system(failure, "start", order->arguments[0]);
    }
    if (!start_with(child, order, words.in, failure)) {
        close_pipe(words);
        return false;
    }
    (void)close(words.in);
    (void)fcntl(words.out, F_SETFL, O_NONBLOCK);
    child->words = words.out;
    return true;
}

// Moves the first line of what has come into the caller's room; a full room counts as a line.
static bool cut_line(struct child *child, bool at_end, char line[CHILD_LINE_MOST])
{
    const char *end = memchr(child->unfinished, '\n', child->used);
    const bool full = child->used == sizeof(child->unfinished) - 1;
    if (end == NULL && !full && !(at_end && child->used > 0)) {
        return false;
    }
    const size_t length = end == NULL ? child->used : (size_t)(end - child->unfinished);
    const size_t taken = end == NULL ? length : length + 1;
    memcpy(line, child->unfinished, length);
    line[length] = '\0';
    child->used -= taken;
    memmove(child->unfinished, child->unfinished + taken, child->used);
    return true;
}

bool child_next_line(struct child *child, char line[CHILD_LINE_MOST])
{
    if (cut_line(child, child->words < 0, line)) {
        return true;
    }
    if (child->words < 0) {
        return false;
    }
    const size_t room = sizeof(child->unfinished) - 1 - child->used;
    const ssize_t came = read(child->words, child->unfinished + child->used, room);
    if (came > 0) {
        child->used += (size_t)came;
        return cut_line(child, false, line);
    }
    if (came < 0 && (errno == EAGAIN || errno == EINTR)) {
        return false;
    }
    (void)close(child->words);
    child->words = -1;
    return cut_line(child, true, line);
}

bool child_runs(struct child *child)
{
    if (child->pid == 0) {
        return false;
    }
    const pid_t ended = waitpid(child->pid, &child->status, WNOHANG);
    if (ended == 0 || (ended < 0 && errno == EINTR)) {
        return true;
    }
    child->pid = 0;
    return false;
}

int child_exit_code(const struct child *child)
{
    return WIFSIGNALED(child->status) ? 128 + WTERMSIG(child->status) : WEXITSTATUS(child->status);
}

static void wait_for_end(struct child *child)
{
    while (waitpid(child->pid, &child->status, 0) < 0 && errno == EINTR) {
    }
    child->pid = 0;
}

void child_end(struct child *child)
{
    if (child_runs(child)) {
        (void)kill(child->pid, SIGCONT);
        (void)kill(child->pid, SIGTERM);
        for (unsigned waited = 0; waited < PATIENCE && child_runs(child); waited += 10) {
            moment_sleep(10);
        }
    }
    child_kill(child);
}

void child_kill(struct child *child)
{
    if (child_runs(child)) {
        (void)kill(child->pid, SIGKILL);
        wait_for_end(child);
    }
    if (child->words >= 0) {
        (void)close(child->words);
        child->words = -1;
    }
}

void child_freeze(const struct child *child)
{
    if (child->pid != 0) {
        (void)kill(child->pid, SIGSTOP);
    }
}

void child_thaw(const struct child *child)
{
    if (child->pid != 0) {
        (void)kill(child->pid, SIGCONT);
    }
}
