// The place that a stream of door/seams/stream.h needs on Linux: TCP by POSIX sockets, non-blocking, with
// TCP_NODELAY, closed in children.
//
// One thing waits: a name, as against an address, is resolved by getaddrinfo, which may take seconds; a
// board calls stream_open from its network floor, whose thread the door floor does not share. All
// addresses of a name are tried in turn.
#ifndef DOOR_ADAPTERS_TCP_POSIX_H
#define DOOR_ADAPTERS_TCP_POSIX_H

#include "door/seams/stream.h"

#include <sys/socket.h>

enum {
    STREAM_ADDRESSES_MOST = 4,
    STREAM_ROOM = 2048
};

struct stream {
    enum stream_state state;
    int socket; // -1: none
    const char *error;
    // Nothing can be sent any more, and error says why. It stays STREAM_OPEN until what has come in was
    // taken: that is most likely the other side's reason.
    bool mute;
    struct sockaddr_storage addresses[STREAM_ADDRESSES_MOST]; // of the host, tried in turn
    socklen_t sizes[STREAM_ADDRESSES_MOST];
    unsigned count;
    unsigned next;
    size_t from; // what has come and was not taken
    size_t until;
    uint8_t received[STREAM_ROOM];
};

// For poll: wait for writing while STREAM_CONNECTING, for reading otherwise; -1 when there is none.
int stream_descriptor(const struct stream *stream);

#endif
