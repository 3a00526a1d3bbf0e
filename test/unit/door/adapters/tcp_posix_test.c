#include "door/adapters/tcp_posix.h"
#include "test/support/check.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

enum {
    PATIENCE = 5000 // ms; nothing here takes so long
};

static struct tcp tcp;
static int listener = -1;
static int peer = -1;
static uint16_t port;

static bool listening(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    listener = socket(AF_INET, SOCK_STREAM, 0);
    if (!CHECK(listener >= 0 &&
               bind(listener, (const struct sockaddr *)&address, sizeof(address)) == 0 &&
               listen(listener, 4) == 0 &&
               getsockname(listener, (struct sockaddr *)&address, &size) == 0)) {
        return false;
    }
    port = ntohs(address.sin_port);
    return true;
}

static void close_all(void)
{
    tcp_close(&tcp);
    if (peer >= 0) {
        CHECK(close(peer) == 0);
    }
    if (listener >= 0) {
        CHECK(close(listener) == 0);
    }
    peer = -1;
    listener = -1;
}

static void wait_for(short events)
{
    struct pollfd look = {.fd = tcp_descriptor(&tcp), .events = events};
    CHECK(poll(&look, 1, PATIENCE) == 1);
}

static enum tcp_state settled(void)
{
    for (int i = 0; i < 10 && tcp_state(&tcp) == TCP_CONNECTING; i++) {
        wait_for(POLLOUT);
    }
    return tcp_state(&tcp);
}

static bool connected_to(const char *host)
{
    tcp_init(&tcp);
    if (!CHECK(listening()) || !CHECK(tcp_connect(&tcp, bytes_of_text(host), port)) ||
        !CHECK(settled() == TCP_OPEN)) {
        return false;
    }
    peer = accept(listener, NULL, NULL);
    return CHECK(peer >= 0);
}

static void bytes_go_both_ways(void)
{
    if (connected_to("127.0.0.1")) {
        uint8_t room[16];
        CHECK_SAME(tcp_receive(&tcp, room, sizeof(room)), 0);
        CHECK_SAME(tcp_send(&tcp, bytes_of_text("to the broker")), 13);
        CHECK_SAME(recv(peer, room, sizeof(room), 0), 13);
        CHECK_BYTES(((struct bytes){room, 13}), bytes_of_text("to the broker"));
        CHECK_SAME(send(peer, "back", 4, 0), 4);
        wait_for(POLLIN);
        CHECK_SAME(tcp_receive(&tcp, room, sizeof(room)), 4);
        CHECK_BYTES(((struct bytes){room, 4}), bytes_of_text("back"));
        CHECK_SAME(tcp_state(&tcp), TCP_OPEN);
    }
    close_all();
}

static void the_socket_does_not_wait_for_anything(void)
{
    if (connected_to("127.0.0.1")) {
        int no_delay = 0;
        socklen_t size = sizeof(no_delay);
        const int s = tcp_descriptor(&tcp);
        CHECK(getsockopt(s, IPPROTO_TCP, TCP_NODELAY, &no_delay, &size) == 0);
        CHECK(no_delay != 0);
        CHECK((fcntl(s, F_GETFL) & O_NONBLOCK) != 0);
        CHECK((fcntl(s, F_GETFD) & FD_CLOEXEC) != 0);
    }
    close_all();
}

// It may have an address of IPv6 too, where nobody listens.
static void a_name_is_tried_at_all_its_addresses(void)
{
    (void)connected_to("localhost"); // its checks are the test
    close_all();
}

static void a_closed_port_is_refused(void)
{
    CHECK(listening());
    close_all();
    tcp_init(&tcp);
    CHECK(tcp_connect(&tcp, bytes_of_text("127.0.0.1"), port));
    CHECK_SAME(settled(), TCP_FAILED);
    CHECK(strcmp(tcp_error(&tcp), "connection refused") == 0);
    CHECK_SAME(tcp_descriptor(&tcp), -1);
    CHECK_SAME(tcp_send(&tcp, bytes_of_text("hello")), 0);
    close_all();
}

static void a_host_that_is_none_is_refused_at_once(void)
{
    static const char long_host[] =
        "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567"
        "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567"
        "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567";
    static const char *const hosts[] = {"", "127.0.0.1:80/", "::1%nowhere", long_host};
    for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
        check_context(hosts[i]);
        tcp_init(&tcp);
        CHECK(!tcp_connect(&tcp, bytes_of_text(hosts[i]), 1883));
        CHECK_SAME(tcp_state(&tcp), TCP_FAILED);
        CHECK_SAME(tcp_descriptor(&tcp), -1);
    }
}

static void the_end_of_the_other_side_is_seen_after_its_last_bytes(void)
{
    if (connected_to("127.0.0.1")) {
        uint8_t room[16];
        CHECK_SAME(send(peer, "bye", 3, 0), 3);
        CHECK(close(peer) == 0);
        peer = -1;
        wait_for(POLLIN);
        CHECK_SAME(tcp_receive(&tcp, room, sizeof(room)), 3);
        wait_for(POLLIN);
        CHECK_SAME(tcp_receive(&tcp, room, sizeof(room)), 0);
        CHECK_SAME(tcp_state(&tcp), TCP_ENDED);
        CHECK_SAME(tcp_descriptor(&tcp), -1);
    }
    close_all();
}

static void a_reset_is_a_failure_and_no_signal(void)
{
    if (connected_to("127.0.0.1")) {
        const struct linger at_once = {.l_onoff = 1, .l_linger = 0};
        CHECK(setsockopt(peer, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once)) == 0);
        CHECK(close(peer) == 0);
        peer = -1;
        wait_for(POLLIN);
        CHECK_SAME(tcp_send(&tcp, bytes_of_text("anybody?")), 0);
        CHECK_SAME(tcp_send(&tcp, bytes_of_text("anybody?")), 0);
        uint8_t room[4];
        CHECK_SAME(tcp_receive(&tcp, room, sizeof(room)), 0);
        CHECK_SAME(tcp_state(&tcp), TCP_FAILED);
        CHECK(strcmp(tcp_error(&tcp), "connection reset") == 0);
        CHECK_SAME(tcp_send(&tcp, bytes_of_text("anybody?")), 0);
    }
    close_all();
}

static void the_last_words_are_heard_even_when_nothing_can_be_sent(void)
{
    if (connected_to("127.0.0.1")) {
        uint8_t room[16];
        CHECK_SAME(send(peer, "because", 7, 0), 7);
        CHECK(close(peer) == 0);
        peer = -1;
        // The first bytes are answered by a reset, which the next ones meet.
        for (int i = 0; i < 100 && tcp_send(&tcp, bytes_of_text("?")) > 0; i++) {
            wait_for(POLLIN | POLLOUT);
        }
        CHECK_SAME(tcp_send(&tcp, bytes_of_text("?")), 0);
        CHECK_SAME(tcp_state(&tcp), TCP_OPEN);
        CHECK_SAME(tcp_receive(&tcp, room, sizeof(room)), 7);
        CHECK_BYTES(((struct bytes){room, 7}), bytes_of_text("because"));
        CHECK_SAME(tcp_receive(&tcp, room, sizeof(room)), 0);
        CHECK_SAME(tcp_state(&tcp), TCP_FAILED);
        CHECK(strcmp(tcp_error(&tcp), "connection reset") == 0);
    }
    close_all();
}

static void a_full_pipe_takes_nothing_and_goes_on_when_it_is_emptied(void)
{
    if (connected_to("127.0.0.1")) {
        static uint8_t much[65536];
        size_t sent = 0;
        for (size_t got = 1; got > 0 && sent < (size_t)64 << 20;) {
            got = tcp_send(&tcp, BYTES_OF(much));
            sent += got;
        }
        CHECK_SAME(tcp_state(&tcp), TCP_OPEN);
        CHECK_SAME(tcp_send(&tcp, BYTES_OF(much)), 0);
        size_t received = 0;
        while (received < sent) {
            const ssize_t got = recv(peer, much, sizeof(much), 0);
            if (!CHECK(got > 0)) {
                break;
            }
            received += (size_t)got;
        }
        wait_for(POLLOUT);
        CHECK(tcp_send(&tcp, BYTES_OF(much)) > 0);
    }
    close_all();
}

static void closing_lets_go_of_the_socket(void)
{
    if (connected_to("127.0.0.1")) {
        tcp_close(&tcp);
        CHECK_SAME(tcp_state(&tcp), TCP_CLOSED);
        CHECK_SAME(tcp_descriptor(&tcp), -1);
        uint8_t room[4];
        CHECK_SAME(recv(peer, room, sizeof(room), 0), 0);
        CHECK_SAME(tcp_receive(&tcp, room, sizeof(room)), 0);
    }
    close_all();
}

int main(void)
{
    RUN(bytes_go_both_ways);
    RUN(the_socket_does_not_wait_for_anything);
    RUN(a_name_is_tried_at_all_its_addresses);
    RUN(a_closed_port_is_refused);
    RUN(a_host_that_is_none_is_refused_at_once);
    RUN(the_end_of_the_other_side_is_seen_after_its_last_bytes);
    RUN(a_reset_is_a_failure_and_no_signal);
    RUN(the_last_words_are_heard_even_when_nothing_can_be_sent);
    RUN(a_full_pipe_takes_nothing_and_goes_on_when_it_is_emptied);
    RUN(closing_lets_go_of_the_socket);
    return check_verdict();
}
