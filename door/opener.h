// The opener: when everything on the network floor happens. It joins the MQTT session, the guard, the
// store and the report, and moves no byte by itself.
//
//     opener_init(&opener, &parts, now);            then the door floor may run
//     forever:
//         opener_run(&opener, now);                 at most one signature is made or verified in it
//         switch (opener_transport(&opener))        open or close TCP and TLS if it says so
//         bytes came:    taken = opener_receive(&opener, bytes, now);
//         room to send:  n = send(opener_pending(&opener)); opener_sent(&opener, n);
//         sleep at most: opener_next_wake(&opener, now), less where the door floor has news
#ifndef DOOR_OPENER_H
#define DOOR_OPENER_H

#include "door/command_route.h"
#include "door/network_floor.h"
#include "door/report/mirror.h"
#include "door/topics.h"

enum {
    OPENER_RECEIVE_SIZE = TOPIC_MOST + COMMAND_MOST + 64,
    OPENER_CONNECT_MOST = 676, // with its will, and the longest user name and password
    // That, and 2 while its length is not known yet; or a SUBSCRIBE; or an Ack, an Event and an Epoch in
    // one breath.
    OPENER_SEND_SIZE = OPENER_CONNECT_MOST + 2 + MQTT_SEND_RESERVE,
    OPENER_SUBSCRIPTIONS = 4,
    // The names it subscribes to, and the will's, one behind the other.
    OPENER_NAMES_SIZE = (OPENER_SUBSCRIPTIONS + 1) * TOPIC_STEM_MOST + 37
};

enum opener_transport {
    OPENER_TRANSPORT_AS_IT_IS = 0,
    OPENER_TRANSPORT_OPEN,
    OPENER_TRANSPORT_CLOSE // send what is pending first, if that needs no waiting
};

// The Roster that is being received, in pieces.
struct incoming_roster {
    uint8_t room[ROSTER_MOST];
    size_t count;
    bool too_long;
    bool whole;             // judged as soon as there is time for it
    struct stopwatch waits; // since it was put off
};

struct opener {
    struct network_floor floor;
    struct command_route command;
    struct mqtt_session session;
    enum opener_transport transport;
    uint64_t certificate_end; // of this connection's broker; 0: not known
    bool connected;
    bool online_told;
    bool more_to_hear;     // the session had not said all it had to say
    const char *version;   // of the program
    uint32_t mirror_crc;   // of the mirror that was sent last
    uint64_t mirror_since; // as it was sent last
    struct stopwatch since_mirror;
    struct stopwatch since_look;    // whether the mirror reads otherwise
    struct stopwatch since_refusal; // of a subscription of this connection
    struct incoming_roster incoming;
    // What mqtt_settings borrows.
    struct mqtt_settings settings;
    struct mqtt_message will;
    struct mqtt_subscription subscriptions[OPENER_SUBSCRIPTIONS];
    uint8_t names[OPENER_NAMES_SIZE];
    uint8_t client_id[2 * IMAGE_CLIENT_ID_SIZE];
    uint8_t receive_room[OPENER_RECEIVE_SIZE];
    uint8_t send_room[OPENER_SEND_SIZE];
};

// Also starts the door floor with what was kept (door_init). False: the image's names make no valid
// topics, and there is no network; the door floor may run all the same.
MUST_USE bool opener_init(struct opener *opener, const struct floor_parts *parts, millis now);

void opener_run(struct opener *opener, millis now);

// What the transport is asked for; asked once.
enum opener_transport opener_transport(struct opener *opener);

// certificate_end: of the broker, in unix seconds; 0 where it is not known.
void opener_transport_opened(struct opener *opener, uint64_t certificate_end, millis now);
void opener_transport_closed(struct opener *opener, millis now);

// How many bytes were taken; the rest is offered again after opener_run.
size_t opener_receive(struct opener *opener, struct bytes from_network, millis now);
struct bytes opener_pending(const struct opener *opener);
void opener_sent(struct opener *opener, size_t count);

millis opener_next_wake(const struct opener *opener, millis now);

// For the local log; false: nothing to tell.
MUST_USE bool opener_next_note(struct opener *opener, struct note *out);

// When the roster in force was made: certificates are checked by no earlier day, and by no time that a
// message has brought (docs/protocol.md). 0: there is none.
uint64_t opener_roster_made(const struct opener *opener);

#endif
