// The place that a stream of door/seams/stream.h needs with lwIP and no operating system: TCP to one
// broker. Called from the main loop only, which also lets lwIP run. Without an address of its own a board
// can call nobody; a connection that was begun then waits for one.
//
// What comes in is copied at once into a ring of just TCP's window, and lwIP's buffer is free again:
// small segments can not use up the pool while somebody is busy.
#ifndef DOOR_ADAPTERS_TCP_LWIP_H
#define DOOR_ADAPTERS_TCP_LWIP_H

#include "door/seams/stream.h"

struct tcp_pcb; // lwIP's

enum {
    STREAM_HOST_SIZE = 64,
    STREAM_RING = 2920 // TCP_WND
};

struct stream {
    enum stream_state state;
    bool asked; // for the broker's address, in this attempt
    uint16_t port;
    struct tcp_pcb *pcb; // NULL: none
    const char *error;
    char host[STREAM_HOST_SIZE];
    uint16_t from; // of the ring: where the oldest byte is
    uint16_t count;
    uint8_t ring[STREAM_RING];
};

#endif
