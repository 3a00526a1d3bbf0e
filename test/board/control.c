#include "test/board/control.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    PATIENCE = 15000 // ms: a board that is being reset takes its time on a busy machine
};

bool control_prepare(struct control *control)
{
    int ends[2];
    char number[16];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) != 0) {
        return false;
    }
    control->ours = ends[0];
    control->theirs = ends[1];
    (void)snprintf(number, sizeof(number), "%d", ends[1]);
    return fcntl(control->ours, F_SETFD, FD_CLOEXEC) == 0 &&
           setenv("PORTCULLIS_CONTROL", number, 1) == 0;
}

static bool ask(const struct control *control, const struct control_question *question,
                struct control_answer *out)
{
    struct pollfd file = {.fd = control->ours, .events = POLLIN};
    return send(control->ours, question, sizeof(*question), MSG_NOSIGNAL) ==
               (ssize_t)sizeof(*question) &&
           poll(&file, 1, PATIENCE) == 1 &&
           recv(control->ours, out, sizeof(*out), 0) == (ssize_t)sizeof(*out) && out->done;
}

bool control_look(const struct control *control, struct control_answer *out)
{
    return ask(control, &(struct control_question){.doing = CONTROL_LOOK}, out);
}

bool control_reset(const struct control *control)
{
    struct control_answer answer;
    return ask(control, &(struct control_question){.doing = CONTROL_RESET}, &answer);
}

bool control_read(const struct control *control, uint32_t address, uint32_t *out)
{
    struct control_answer answer;
    if (!ask(control, &(struct control_question){.doing = CONTROL_READ, .address = address},
             &answer)) {
        return false;
    }
    *out = answer.value;
    return true;
}

bool control_write(const struct control *control, uint32_t address, uint32_t value)
{
    struct control_answer answer;
    const struct control_question question = {
        .doing = CONTROL_WRITE, .address = address, .value = value};
    return ask(control, &question, &answer);
}

void control_flush(const struct control *control)
{
    struct control_question question;
    struct control_answer answer;
    while (recv(control->theirs, &question, sizeof(question), MSG_DONTWAIT) > 0) {
    }
    while (recv(control->ours, &answer, sizeof(answer), MSG_DONTWAIT) > 0) {
    }
}

void control_end(struct control *control)
{
    (void)unsetenv("PORTCULLIS_CONTROL"); // a name that is there
    (void)close(control->ours);
    (void)close(control->theirs);
}
