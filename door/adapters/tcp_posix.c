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

void stream_init(struct stream *stream)
{
    memset(stream, 0, sizeof(*stream));
    stream->socket = -1;
    stream->error = "none";
}

static void drop_socket(struct stream *stream)
{
    if (stream->socket >= 0) {
        (void)close(stream->socket); // nothing can be done about a socket that does not close
        stream->socket = -1;
    }
}

void stream_close(struct stream *stream)
{
    drop_socket(stream);
    stream->state = STREAM_CLOSED;
}

static bool fail(struct stream *stream, const char *error)
{
    drop_socket(stream);
    stream->state = STREAM_FAILED;
    stream->error = error;
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

static bool addresses_found(struct stream *stream, const char *host, const char *port)
{
    const struct addrinfo wanted = {
        .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV};
    struct addrinfo *found = NULL;
    if (getaddrinfo(host, port, &wanted, &found) != 0) {
        return false;
    }
    stream->count = 0;
    stream->next = 0;
    for (const struct addrinfo *at = found; at != NULL && stream->count < STREAM_ADDRESSES_MOST;
         at = at->ai_next) {
        if (at->ai_addrlen <= sizeof(stream->addresses[0])) {
            memcpy(&stream->addresses[stream->count], at->ai_addr, at->ai_addrlen);
            stream->sizes[stream->count] = at->ai_addrlen;
            stream->count++;
        }
    }
    freeaddrinfo(found);
    return stream->count > 0;
}

// Without TCP_NODELAY, Nagle's waiting and delayed acknowledgements add 40 ms to a command.
static bool socket_is_ready(int s)
{
    const int yes = 1;
    return fcntl(s, F_SETFL, O_NONBLOCK) == 0 && fcntl(s, F_SETFD, FD_CLOEXEC) == 0 &&
           setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes)) == 0;
}

// Begins with the next address for which that is possible.
static bool next_begun(struct stream *stream, int last_error)
{
    while (stream->next < stream->count) {
        const unsigned i = stream->next;
        stream->next++;
        drop_socket(stream);
        stream->socket = socket(stream->addresses[i].ss_family, SOCK_STREAM, 0);
        if (stream->socket < 0 || !socket_is_ready(stream->socket)) {
            last_error = errno;
            continue;
        }
        if (connect(stream->socket, (const struct sockaddr *)&stream->addresses[i],
                    stream->sizes[i]) == 0 ||
            errno == EINPROGRESS) {
            stream->state = STREAM_CONNECTING;
            return true;
        }
        last_error = errno;
    }
    return fail(stream, text_of(last_error));
}

bool stream_open(struct stream *stream, struct bytes host, uint16_t port)
{
    stream_close(stream);
    stream->mute = false;
    stream->from = 0;
    stream->until = 0;
    char host_text[HOST_SIZE];
    char port_text[6];
    if (host.count == 0 || host.count >= sizeof(host_text)) {
        return fail(stream, "no usable host name");
    }
    memcpy(host_text, host.at, host.count);
    host_text[host.count] = '\0';
    (void)snprintf(port_text, sizeof(port_text), "%u", (unsigned)port); // 65535 fits
    if (!addresses_found(stream, host_text, port_text)) {
        return fail(stream, "the host name has no address");
    }
    return next_begun(stream, 0);
}

enum stream_state stream_state(struct stream *stream)
{
    if (stream->state != STREAM_CONNECTING) {
        return stream->state;
    }
    struct pollfd look = {.fd = stream->socket, .events = POLLOUT};
    if (poll(&look, 1, 0) <= 0) {
        return STREAM_CONNECTING;
    }
    int error = 0;
    socklen_t size = sizeof(error);
    if (getsockopt(stream->socket, SOL_SOCKET, SO_ERROR, &error, &size) != 0) {
        error = errno;
    }
    if (error == 0) {
        stream->state = STREAM_OPEN;
    } else {
        (void)next_begun(stream, error); // the state tells
    }
    return stream->state;
}

const char *stream_error(const struct stream *stream)
{
    return stream->error;
}

static bool is_for_later(int number)
{
    return number == EAGAIN || number == EINTR;
}

static size_t receive(struct stream *stream)
{
    if (stream->state != STREAM_OPEN) {
        return 0;
    }
    const ssize_t got = recv(stream->socket, stream->received, sizeof(stream->received), 0);
    if (got > 0) {
        return (size_t)got;
    }
    if (stream->mute) {
        (void)fail(stream, stream->error); // the state tells
    } else if (got == 0) {
        drop_socket(stream);
        stream->state = STREAM_ENDED;
    } else if (!is_for_later(errno)) {
        (void)fail(stream, text_of(errno)); // the state tells
    }
    return 0;
}

struct bytes stream_received(struct stream *stream)
{
    if (stream->from == stream->until) {
        stream->from = 0;
        stream->until = receive(stream);
    }
    return (struct bytes){stream->received + stream->from, stream->until - stream->from};
}

void stream_taken(struct stream *stream, size_t count)
{
    stream->from += count;
}

size_t stream_send(struct stream *stream, struct bytes what)
{
    if (stream->state != STREAM_OPEN || stream->mute || what.count == 0) {
        return 0;
    }
    const ssize_t sent = send(stream->socket, what.at, what.count, MSG_NOSIGNAL);
    if (sent >= 0) {
        return (size_t)sent;
    }
    if (!is_for_later(errno)) {
        stream->mute = true;
        stream->error = text_of(errno);
    }
    return 0;
}

int stream_descriptor(const struct stream *stream)
{
    return stream->socket;
}
