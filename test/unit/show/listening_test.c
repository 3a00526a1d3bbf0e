// Who listens is seen, and a port is free until somebody does.
#include "show/listening.h"
#include "test/support/check.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
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
    RUN(a_program_that_is_gone_is_told);
    return check_verdict();
}
