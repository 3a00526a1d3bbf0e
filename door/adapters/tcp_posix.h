// A TCP connection to one broker for Linux boards. It calls out and never listens. Nothing here waits,
// but one thing: a name, as against an address, is resolved by getaddrinfo, which may take seconds; a
// board calls tcp_connect from its network floor, whose thread the door floor does not share.
#ifndef DOOR_ADAPTERS_TCP_POSIX_H
#define DOOR_ADAPTERS_TCP_POSIX_H

#include "base/bytes.h"
#include "base/must_use.h"

#include <sys/socket.h>

enum tcp_state {
    TCP_FAILED, // tcp_error says why
    TCP_CONNECTING,
    TCP_OPEN,
    TCP_ENDED, // the other side has closed
    TCP_CLOSED // by us, or never begun
};

enum {
    TCP_ADDRESSES_MOST = 4
};

struct tcp {
    enum tcp_state state;
    int socket; // -1: none
    const char *error;
    bool mute; // nothing can be sent any more, and error says why
    struct sockaddr_storage addresses[TCP_ADDRESSES_MOST]; // of the host, tried in turn
    socklen_t sizes[TCP_ADDRESSES_MOST];
    unsigned count;
    unsigned next;
};

void tcp_init(struct tcp *tcp);

// Begins to connect to a host (name or address, without a terminator) at a port. The socket is
// non-blocking, has TCP_NODELAY, and is closed in children. False: TCP_FAILED. How long TCP_CONNECTING
// may last is the caller's to say.
MUST_USE bool tcp_connect(struct tcp *tcp, struct bytes host, uint16_t port);

// Looks whether a connection that was begun has come about, then tells the state.
enum tcp_state tcp_state(struct tcp *tcp);

// "connection refused" and so on; valid for ever.
const char *tcp_error(const struct tcp *tcp);

// Moves bytes now, if any can be moved, and tells how many. A connection over which nothing can be sent
// any more stays TCP_OPEN until what has come in was received: it is most likely the other side's
// reason.
size_t tcp_receive(struct tcp *tcp, uint8_t *room, size_t size);
size_t tcp_send(struct tcp *tcp, struct bytes what);

// For poll: wait for writing while TCP_CONNECTING, for reading otherwise; -1 when there is none.
int tcp_descriptor(const struct tcp *tcp);

void tcp_close(struct tcp *tcp);

#endif
