// The wire between the opener and its broker, the same on every board: a stream, TLS on it, and bytes
// carried both ways. It waits for nothing: whoever runs it asks again as soon as something may have
// come, or there may be room.
//
//     struct link_parts parts = {...};
//     link_init(&link, &parts);                      once, after opener_init
//     forever:
//         opener_run(...);
//         moved = link_run(&link, now);
//         link.news, if any, goes to the log: log_line_link of log_line.h
//
// What stands between a connection and its first byte of MQTT is decided here: no handshake without
// entropy, and no certificate that has ended on the latest day that is known without the network.
#ifndef DOOR_BOARDS_EVERY_LINK_H
#define DOOR_BOARDS_EVERY_LINK_H

#include "door/opener.h"
#include "door/seams/stream.h"
#include "door/seams/tls.h"

enum link_state {
    LINK_DOWN = 0,
    LINK_CONNECTING, // the stream
    LINK_SHAKING,    // TLS
    LINK_UP
};

// What is worth a line in the log; why and which stand with the stream and with TLS.
enum link_news {
    LINK_NO_NEWS = 0,
    LINK_STREAM_FAILED,
    LINK_STREAM_ENDED, // by the broker
    LINK_TLS_ENDED,    // in good order or not
    LINK_TLS_OPEN
};

// All borrowed for ever.
struct link_parts {
    const struct image *image;
    struct opener *opener;
    struct stream *stream;
    struct tls *tls;
    // In unix seconds: certificates are judged by no day before it. The day this was built, and the
    // board's own clock as it was when it started.
    uint64_t not_before;
};

struct link {
    enum link_state state;
    enum link_news news;
    struct link_parts parts;
};

void link_init(struct link *link, const struct link_parts *parts);

// Does what the opener asks for, and carries what can be carried now. True: something moved, and it is
// worth another step at once.
MUST_USE bool link_run(struct link *link, millis now);

// Whether there is something for the network to take: before the stream is open, its opening.
MUST_USE bool link_has_to_send(struct link *link);

#endif
