// What a port must give as a road to its broker: one connection that carries bytes in order, TCP as a
// rule. It calls out and never listens, and nothing here waits but where an adapter's header says so.
// Link-time: one adapter in an image.
//
//     stream_init(stream)                        once
//     stream_open(stream, host, port)            then stream_state, again and again
//     bytes came:    stream_received, use some of them, stream_taken
//     room to send:  stream_send
//     stream_close(stream)                       and it may be opened again
//
// How long each of it may take is the caller's to say: a stream gives up where its network does, which
// may be after minutes or never.
#ifndef DOOR_SEAMS_STREAM_H
#define DOOR_SEAMS_STREAM_H

#include "base/bytes.h"
#include "base/must_use.h"

enum stream_state {
    STREAM_CLOSED = 0, // by us, or never begun
    STREAM_CONNECTING, // waits for an address of our own, for the broker's, for its answer
    STREAM_OPEN,
    STREAM_ENDED, // the other side has closed
    STREAM_FAILED // stream_error says why
};

// The adapter's header says what is in it; the caller gives it a place.
struct stream;

void stream_init(struct stream *stream);

// Begins to connect to a host (name, name.local or address, without a terminator, of at most 63 bytes)
// at a port; a connection that was there is closed before. What was not taken of it is gone. False:
// STREAM_FAILED.
MUST_USE bool stream_open(struct stream *stream, struct bytes host, uint16_t port);

// Looks what has become of a connection that was begun, then tells the state.
enum stream_state stream_state(struct stream *stream);

// "connection refused" and so on; valid for ever.
const char *stream_error(const struct stream *stream);

// What has come in, lent until the next call; stream_taken tells how many bytes of it were used. What
// came before an end or a failure may still be taken.
struct bytes stream_received(struct stream *stream);
void stream_taken(struct stream *stream, size_t count);

// Takes as much as there is room for, perhaps nothing, and tells how much; it is on its way then.
size_t stream_send(struct stream *stream, struct bytes what);

// At once: what was sent may or may not arrive.
void stream_close(struct stream *stream);

#endif
