// The wire between the opener and its broker: TCP, TLS on it, and bytes carried both ways.
#ifndef DOOR_BOARDS_SIMULATOR_LINK_H
#define DOOR_BOARDS_SIMULATOR_LINK_H

#include "door/adapters/tcp_posix.h"
#include "door/adapters/tls_bearssl.h"
#include "door/boards/simulator/log.h"
#include "door/opener.h"

enum link_state {
    LINK_DOWN,
    LINK_CONNECTING, // TCP
    LINK_SHAKING,    // TLS
    LINK_UP
};

struct link {
    enum link_state state;
    struct tcp tcp;
    struct tls tls;
    const struct image *image; // borrowed
    struct opener *opener;     // borrowed
    struct log *log;           // borrowed
    uint8_t received[2048];
    size_t received_from; // what TLS has not taken yet
    size_t received_until;
};

void link_init(struct link *link, const struct image *image, struct opener *opener,
               struct log *log);

// Does what the opener asks for, and carries what can be carried now. True: something moved, and it is
// worth another step at once.
MUST_USE bool link_run(struct link *link, millis now);

// For poll: -1 while there is nothing to wait for.
int link_descriptor(const struct link *link);
// Wait for writing too.
MUST_USE bool link_wants_to_write(struct link *link);

#endif
