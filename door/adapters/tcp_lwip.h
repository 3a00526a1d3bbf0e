// A TCP connection to one broker by lwIP without an operating system. It calls out and never listens,
// and nothing here waits. Called from the main loop only, which also lets lwIP run.
//
// What comes in is copied at once into a ring of just TCP's window, and lwIP's buffer is free again:
// small segments can not use up the pool while somebody is busy.
#ifndef DOOR_ADAPTERS_TCP_LWIP_H
#define DOOR_ADAPTERS_TCP_LWIP_H

#include "base/bytes.h"
#include "base/must_use.h"

struct tcp_pcb; // lwIP's

enum stream_state {
    STREAM_CLOSED = 0, // by us, or never begun
    STREAM_RESOLVING,
    STREAM_CONNECTING,
    STREAM_OPEN,
    STREAM_ENDED, // the other side has closed; what came before may still be taken
    STREAM_FAILED // stream_error says why
};

enum {
    STREAM_HOST_SIZE = 64,
    STREAM_RING = 2920 // TCP_WND
};

struct stream {
    enum stream_state state;
    struct tcp_pcb *pcb; // NULL: none
    const char *error;
    uint16_t port;
    char host[STREAM_HOST_SIZE];
    size_t from; // of the ring: where the oldest byte is
    size_t count;
    uint8_t ring[STREAM_RING];
};

void stream_init(struct stream *stream);

// Begins to connect to a host (name, name.local or address, without a terminator) at a port. False:
// STREAM_FAILED. How long it may take is the caller's to say.
MUST_USE bool stream_open(struct stream *stream, struct bytes host, uint16_t port);

enum stream_state stream_state(const struct stream *stream);
const char *stream_error(const struct stream *stream);

// What has come in, as far as it lies in one piece; lent until stream_taken tells how much was used.
struct bytes stream_received(const struct stream *stream);
void stream_taken(struct stream *stream, size_t count);

// Takes as much as there is room for, and tells how much.
size_t stream_send(struct stream *stream, struct bytes what);

void stream_close(struct stream *stream);

#endif
