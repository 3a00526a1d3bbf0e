// The wire between the opener and its broker: TCP by lwIP, TLS on it, and bytes carried both ways.
#ifndef DOOR_BOARDS_LM3S6965EVB_LINK_H
#define DOOR_BOARDS_LM3S6965EVB_LINK_H

#include "door/adapters/tcp_lwip.h"
#include "door/adapters/tls_bearssl.h"
#include "door/opener.h"

enum link_state {
    LINK_DOWN = 0,
    LINK_WAITING,    // for an address of our own
    LINK_CONNECTING, // TCP
    LINK_SHAKING,    // TLS
    LINK_UP
};

struct link {
    enum link_state state;
    const struct image *image; // borrowed
    struct opener *opener;     // borrowed
    uint64_t clock;            // the board's own, in unix seconds when it started; 0: none
    struct stream stream;
    struct tls tls;
};

void link_init(struct link *link, const struct image *image, struct opener *opener, uint64_t clock);

// Does what the opener asks for, and carries what can be carried now. True: something moved, and it is
// worth another step at once.
MUST_USE bool link_run(struct link *link, millis now);

#endif
