// Who listens is seen, and a port is free until somebody does.
#include "show/listening.h"
#include "test/support/check.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static int listen_on(uint16_t port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CHECK(bind(listener, (const struct sockaddr *)&address, sizeof(address)) == 0);
    CHECK(listen(listener, 1) == 0);
    return listener;
}

static unsigned own_count(void)
{
    struct failure failure;
    unsigned count = 999;
    CHECK(listening_count(getpid(), &count, &failure));
    return count;
}

static void a_listener_of_ours_is_counted(void)
{
    struct failure failure;
    uint16_t port = 0;
    CHECK_SAME(own_count(), 0);
    CHECK(listening_free_port(&port, &failure));
    CHECK(port != 0 && !listening_answers(port));
    const int listener = listen_on(port);
    CHECK_SAME(own_count(), 1);
    CHECK(listening_answers(port));
    (void)close(listener);
    CHECK_SAME(own_count(), 0);
}

static void a_connection_is_no_listener(void)
{
    struct failure failure;
    uint16_t port = 0;
    CHECK(listening_free_port(&port, &failure));
    const int listener = listen_on(port);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int caller = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CHECK(connect(caller, (const struct sockaddr *)&address, sizeof(address)) == 0);
    CHECK_SAME(own_count(), 1);
    (void)close(caller);
    (void)close(listener);
}

static unsigned childrens_count(void)
{
    struct failure failure;
    unsigned count = 999;
    CHECK(listening_count_of_children(getpid(), &count, &failure));
    return count;
}

static void a_listener_of_a_child_is_counted_as_its(void)
{
    struct failure failure;
    uint16_t port = 0;
    int ready[2] = {-1, -1};
    char word = 0;
    CHECK(listening_free_port(&port, &failure) && pipe(ready) == 0);
    CHECK_SAME(childrens_count(), 0);
    const pid_t child = fork();
    if (child == 0) {
        (void)listen_on(port);
        if (write(ready[1], "!", 1) != 1) {
            _exit(1);
        }
        (void)pause();
        _exit(0);
    }
    CHECK(read(ready[0], &word, 1) == 1);
    CHECK_SAME(childrens_count(), 1);
    CHECK_SAME(own_count(), 0);
    CHECK(kill(child, SIGKILL) == 0 && waitpid(child, NULL, 0) == child);
    CHECK_SAME(childrens_count(), 0);
}

static void a_program_that_is_gone_is_told(void)
{
    struct failure failure = {""};
    unsigned count = 0;
    CHECK(!listening_count(-1, &count, &failure));
    CHECK(failure.text[0] != '\0');
}

int main(void)
{
    RUN(a_listener_of_ours_is_counted);
    RUN(a_connection_is_no_listener);
    RUN(a_listener_of_a_child_is_counted_as_its);
    RUN(a_program_that_is_gone_is_told);
    return check_verdict();
}
