#include "show/at_terminal.h"

#include "show/moment.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static _Noreturn void become(const struct child_order *order, pid_t parent)
{
    // execv takes words that it might change, and changes none of them.
    union {
        const char *const *given;
        char *const *taken;
    } words = {.given = order->arguments};
    (void)signal(SIGINT, SIG_DFL);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL); // no argument of it is refused
    if (getppid() == parent) {
        (void)execv(order->arguments[0], words.taken);
    }
    _exit(127);
}

bool at_terminal(const struct child_order *order, void (*meanwhile)(void *self), void *self,
                 int *code, struct failure *failure)
{
    struct sigaction ours;
    const struct sigaction ignoring = {.sa_handler = SIG_IGN};
    int status = 0;
    const pid_t parent = getpid();
    (void)sigaction(SIGINT, &ignoring, &ours); // refused for no argument of ours
    const pid_t pid = fork();
    if (pid == 0) {
        become(order, parent);
    }
    while (pid > 0 && waitpid(pid, &status, WNOHANG) == 0) {
        meanwhile(self);
        moment_sleep(20);
    }
    (void)sigaction(SIGINT, &ours, NULL);
    if (pid < 0) {
        return failure_of_system(failure, "start", order->arguments[0]);
    }
    *code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return true;
}
