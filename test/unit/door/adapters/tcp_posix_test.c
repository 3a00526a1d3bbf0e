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

static struct stream stream;
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
    stream_close(&stream);
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
    struct pollfd look = {.fd = stream_descriptor(&stream), .events = events};
    CHECK(poll(&look, 1, PATIENCE) == 1);
}

static enum stream_state settled(void)
{
    for (int i = 0; i < 10 && stream_state(&stream) == STREAM_CONNECTING; i++) {
        wait_for(POLLOUT);
    }
    return stream_state(&stream);
}

// What has come, all of it taken.
static struct bytes come(void)
{
    const struct bytes here = stream_received(&stream);
    stream_taken(&stream, here.count);
    return here;
}

static bool connected_to(const char *host)
{
    stream_init(&stream);
    if (!CHECK(listening()) || !CHECK(stream_open(&stream, bytes_of_text(host), port)) ||
        !CHECK(settled() == STREAM_OPEN)) {
        return false;
    }
    peer = accept(listener, NULL, NULL);
    return CHECK(peer >= 0);
}

static void bytes_go_both_ways(void)
{
    if (connected_to("127.0.0.1")) {
        uint8_t room[16];
        CHECK_SAME(come().count, 0);
        CHECK_SAME(stream_send(&stream, bytes_of_text("to the broker")), 13);
        CHECK_SAME(recv(peer, room, sizeof(room), 0), 13);
        CHECK_BYTES(((struct bytes){room, 13}), bytes_of_text("to the broker"));
        CHECK_SAME(send(peer, "back", 4, 0), 4);
        wait_for(POLLIN);
        CHECK_BYTES(come(), bytes_of_text("back"));
        CHECK_SAME(stream_state(&stream), STREAM_OPEN);
    }
    close_all();
}

// What was not taken is there again; and then comes what came after it.
static void bytes_stay_until_they_are_taken(void)
{
    if (connected_to("127.0.0.1")) {
        CHECK_SAME(send(peer, "one", 3, 0), 3);
        wait_for(POLLIN);
        CHECK_BYTES(stream_received(&stream), bytes_of_text("one"));
        stream_taken(&stream, 0);
        CHECK_BYTES(stream_received(&stream), bytes_of_text("one"));
        stream_taken(&stream, 1);
        CHECK_SAME(send(peer, "two", 3, 0), 3);
        CHECK_BYTES(stream_received(&stream), bytes_of_text("ne"));
        stream_taken(&stream, 2);
        wait_for(POLLIN);
        CHECK_BYTES(come(), bytes_of_text("two"));
        // A new connection begins with nothing.
        CHECK_SAME(send(peer, "old", 3, 0), 3);
        wait_for(POLLIN);
        CHECK_BYTES(stream_received(&stream), bytes_of_text("old"));
        CHECK(stream_open(&stream, bytes_of_text("127.0.0.1"), port));
        CHECK_SAME(settled(), STREAM_OPEN);
        CHECK_SAME(stream_received(&stream).count, 0);
    }
    close_all();
}

static void the_socket_does_not_wait_for_anything(void)
{
    if (connected_to("127.0.0.1")) {
        int no_delay = 0;
        socklen_t size = sizeof(no_delay);
        const int s = stream_descriptor(&stream);
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
    stream_init(&stream);
    CHECK(stream_open(&stream, bytes_of_text("127.0.0.1"), port));
    CHECK_SAME(settled(), STREAM_FAILED);
    CHECK(strcmp(stream_error(&stream), "connection refused") == 0);
    CHECK_SAME(stream_descriptor(&stream), -1);
    CHECK_SAME(stream_send(&stream, bytes_of_text("hello")), 0);
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
        stream_init(&stream);
        CHECK(!stream_open(&stream, bytes_of_text(hosts[i]), 1883));
        CHECK_SAME(stream_state(&stream), STREAM_FAILED);
        CHECK_SAME(stream_descriptor(&stream), -1);
    }
}

static void the_end_of_the_other_side_is_seen_after_its_last_bytes(void)
{
    if (connected_to("127.0.0.1")) {
        CHECK_SAME(send(peer, "bye", 3, 0), 3);
        CHECK(close(peer) == 0);
        peer = -1;
        wait_for(POLLIN);
        CHECK_SAME(come().count, 3);
        wait_for(POLLIN);
        CHECK_SAME(come().count, 0);
        CHECK_SAME(stream_state(&stream), STREAM_ENDED);
        CHECK_SAME(stream_descriptor(&stream), -1);
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
        CHECK_SAME(stream_send(&stream, bytes_of_text("anybody?")), 0);
        CHECK_SAME(stream_send(&stream, bytes_of_text("anybody?")), 0);
        CHECK_SAME(come().count, 0);
        CHECK_SAME(stream_state(&stream), STREAM_FAILED);
        CHECK(strcmp(stream_error(&stream), "connection reset") == 0);
        CHECK_SAME(stream_send(&stream, bytes_of_text("anybody?")), 0);
    }
    close_all();
}

static void the_last_words_are_heard_even_when_nothing_can_be_sent(void)
{
    if (connected_to("127.0.0.1")) {
        CHECK_SAME(send(peer, "because", 7, 0), 7);
        CHECK(close(peer) == 0);
        peer = -1;
        // The first bytes are answered by a reset, which the next ones meet.
        for (int i = 0; i < 100 && stream_send(&stream, bytes_of_text("?")) > 0; i++) {
            wait_for(POLLIN | POLLOUT);
        }
        CHECK_SAME(stream_send(&stream, bytes_of_text("?")), 0);
        CHECK_SAME(stream_state(&stream), STREAM_OPEN);
        CHECK_BYTES(come(), bytes_of_text("because"));
        CHECK_SAME(come().count, 0);
        CHECK_SAME(stream_state(&stream), STREAM_FAILED);
        CHECK(strcmp(stream_error(&stream), "connection reset") == 0);
    }
    close_all();
}

static void a_full_pipe_takes_nothing_and_goes_on_when_it_is_emptied(void)
{
    if (connected_to("127.0.0.1")) {
        static uint8_t much[65536];
        size_t sent = 0;
        for (size_t got = 1; got > 0 && sent < (size_t)64 << 20;) {
            got = stream_send(&stream, BYTES_OF(much));
            sent += got;
        }
        CHECK_SAME(stream_state(&stream), STREAM_OPEN);
        CHECK_SAME(stream_send(&stream, BYTES_OF(much)), 0);
        size_t received = 0;
        while (received < sent) {
            const ssize_t got = recv(peer, much, sizeof(much), 0);
            if (!CHECK(got > 0)) {
                break;
            }
            received += (size_t)got;
        }
        wait_for(POLLOUT);
        CHECK(stream_send(&stream, BYTES_OF(much)) > 0);
    }
    close_all();
}

static void closing_lets_go_of_the_socket(void)
{
    if (connected_to("127.0.0.1")) {
        stream_close(&stream);
        CHECK_SAME(stream_state(&stream), STREAM_CLOSED);
        CHECK_SAME(stream_descriptor(&stream), -1);
        uint8_t room[4];
        CHECK_SAME(recv(peer, room, sizeof(room), 0), 0);
        CHECK_SAME(come().count, 0);
    }
    close_all();
}

int main(void)
{
    RUN(bytes_go_both_ways);
    RUN(bytes_stay_until_they_are_taken);
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
