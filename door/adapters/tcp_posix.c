#include "door/adapters/tcp_posix.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    HOST_SIZE = 256 // a name of DNS has at most 253 bytes: RFC 1035, 2.3.4
};

void tcp_init(struct tcp *tcp)
{
    *tcp = (struct tcp){.state = TCP_CLOSED, .socket = -1, .error = "none"};
}

static void drop_socket(struct tcp *tcp)
{
    if (tcp->socket >= 0) {
        (void)close(tcp->socket); // nothing can be done about a socket that does not close
        tcp->socket = -1;
    }
}

void tcp_close(struct tcp *tcp)
{
    drop_socket(tcp);
    tcp->state = TCP_CLOSED;
}

static bool fail(struct tcp *tcp, const char *error)
{
    drop_socket(tcp);
    tcp->state = TCP_FAILED;
    tcp->error = error;
    return false;
}

// strerror's text may be overwritten by the next call; these stay.
static const char *text_of(int number)
{
    switch (number) {
    case ECONNREFUSED:
        return "connection refused";
    case ECONNRESET:
    case EPIPE:
        return "connection reset";
    case EHOSTUNREACH:
    case ENETUNREACH:
        return "no route to the host";
    case ETIMEDOUT:
        return "timed out";
    case EMFILE:
    case ENFILE:
        return "no more file descriptors";
    default:
        return "network error";
    }
}

static bool addresses_found(struct tcp *tcp, const char *host, const char *port)
{
    const struct addrinfo wanted = {
        .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV};
    struct addrinfo *found = NULL;
    if (getaddrinfo(host, port, &wanted, &found) != 0) {
        return false;
    }
    tcp->count = 0;
    tcp->next = 0;
    for (const struct addrinfo *at = found; at != NULL && tcp->count < TCP_ADDRESSES_MOST;
         at = at->ai_next) {
        if (at->ai_addrlen <= sizeof(tcp->addresses[0])) {
            memcpy(&tcp->addresses[tcp->count], at->ai_addr, at->ai_addrlen);
            tcp->sizes[tcp->count] = at->ai_addrlen;
            tcp->count++;
        }
    }
    freeaddrinfo(found);
    return tcp->count > 0;
}

// Without TCP_NODELAY, Nagle's waiting and delayed acknowledgements add 40 ms to a command.
static bool socket_is_ready(int s)
{
    const int yes = 1;
    return fcntl(s, F_SETFL, O_NONBLOCK) == 0 && fcntl(s, F_SETFD, FD_CLOEXEC) == 0 &&
           setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes)) == 0;
}

// Begins with the next address for which that is possible.
static bool next_begun(struct tcp *tcp, int last_error)
{
    while (tcp->next < tcp->count) {
        const unsigned i = tcp->next;
        tcp->next++;
        drop_socket(tcp);
        tcp->socket = socket(tcp->addresses[i].ss_family, SOCK_STREAM, 0);
        if (tcp->socket < 0 || !socket_is_ready(tcp->socket)) {
            last_error = errno;
            continue;
        }
        if (connect(tcp->socket, (const struct sockaddr *)&tcp->addresses[i], tcp->sizes[i]) == 0 ||
            errno == EINPROGRESS) {
            tcp->state = TCP_CONNECTING;
            return true;
        }
        last_error = errno;
    }
    return fail(tcp, text_of(last_error));
}

bool tcp_connect(struct tcp *tcp, struct bytes host, uint16_t port)
{
    tcp_close(tcp);
    tcp->mute = false;
    char host_text[HOST_SIZE];
    char port_text[6];
    if (host.count == 0 || host.count >= sizeof(host_text)) {
        return fail(tcp, "no usable host name");
    }
    memcpy(host_text, host.at, host.count);
    host_text[host.count] = '\0';
    (void)snprintf(port_text, sizeof(port_text), "%u", (unsigned)port); // 65535 fits
    if (!addresses_found(tcp, host_text, port_text)) {
        return fail(tcp, "the host name has no address");
    }
    return next_begun(tcp, 0);
}

enum tcp_state tcp_state(struct tcp *tcp)
{
    if (tcp->state != TCP_CONNECTING) {
        return tcp->state;
    }
    struct pollfd look = {.fd = tcp->socket, .events = POLLOUT};
    if (poll(&look, 1, 0) <= 0) {
        return TCP_CONNECTING;
    }
    int error = 0;
    socklen_t size = sizeof(error);
    if (getsockopt(tcp->socket, SOL_SOCKET, SO_ERROR, &error, &size) != 0) {
        error = errno;
    }
    if (error == 0) {
        tcp->state = TCP_OPEN;
    } else {
        (void)next_begun(tcp, error); // the state tells
    }
    return tcp->state;
}

const char *tcp_error(const struct tcp *tcp)
{
    return tcp->error;
}

static bool is_for_later(int number)
{
    return number == EAGAIN || number == EINTR;
}

size_t tcp_receive(struct tcp *tcp, uint8_t *room, size_t size)
{
    if (tcp->state != TCP_OPEN || size == 0) {
        return 0;
    }
    const ssize_t got = recv(tcp->socket, room, size, 0);
    if (got > 0) {
        return (size_t)got;
    }
    if (tcp->mute) {
        (void)fail(tcp, tcp->error); // the state tells
    } else if (got == 0) {
        drop_socket(tcp);
        tcp->state = TCP_ENDED;
    } else if (!is_for_later(errno)) {
        (void)fail(tcp, text_of(errno)); // the state tells
    }
    return 0;
}

size_t tcp_send(struct tcp *tcp, struct bytes what)
{
    if (tcp->state != TCP_OPEN || tcp->mute || what.count == 0) {
        return 0;
    }
    const ssize_t sent = send(tcp->socket, what.at, what.count, MSG_NOSIGNAL);
    if (sent >= 0) {
        return (size_t)sent;
    }
    if (!is_for_later(errno)) {
        tcp->mute = true;
        tcp->error = text_of(errno);
    }
    return 0;
}

int tcp_descriptor(const struct tcp *tcp)
{
    return tcp->socket;
}
