// One connection after the other with an MQTT broker: MQTT 5, and 3.1.1 where the broker does not
// know 5: for good where it says so, unless 3.1.1 is refused as well, and for one connection where it
// closed without a word over 5 just before. A pure state machine: it opens no socket, knows no clock,
// draws no random number and waits for nothing. You carry bytes and events; it says what they mean.
//
//     struct mqtt_session session;
//     if (!mqtt_session_init(&session, &settings, random, now)) { ... the settings are not valid }
//
//     forever:
//         bytes came:        taken = mqtt_session_receive(&session, bytes, now);
//         room to send:      n = send(mqtt_session_pending(&session)); mqtt_session_sent(&session, n);
//         always, after it:  while (mqtt_session_next(&session, &event, now)) { ... act on event ... }
//         sleep at most:     mqtt_session_next_wake(&session, now)
//
// The events MQTT_OPEN_TRANSPORT and MQTT_CLOSE_TRANSPORT ask you to open and close the transport
// (TCP and TLS, or whatever carries bytes in order). You report what became of it, wanted or not,
// with mqtt_session_transport_opened and mqtt_session_transport_closed; the session then waits by
// backoff.h and asks again, for ever.
//
// Each connection is a clean one (Clean Start, Session Expiry 0; Clean Session in 3.1.1): the session
// subscribes anew each time, and a QoS 1 message that was in flight when a connection ended is told
// as MQTT_LOST, not sent again behind your back.
//
// A QoS 1 message that was received is acknowledged when you say so, after what it meant is on
// flash. One that is too long for the receive room is dropped and acknowledged by the session
// itself, for a retained one would otherwise come again for ever.
//
// Whatever the server sends that MQTT forbids ends the connection, after a DISCONNECT that says
// Malformed Packet or Protocol Error where the version has one. None of it can do more than that.
#ifndef DOOR_MQTT_SESSION_H
#define DOOR_MQTT_SESSION_H

#include "base/stopwatch.h"
#include "door/mqtt/backoff.h"
#include "door/mqtt/decode.h"
#include "door/mqtt/event.h"
#include "door/mqtt/framer.h"
#include "door/mqtt/inflight.h"
#include "door/mqtt/outbound.h"
#include "door/mqtt/packet.h"
#include "door/mqtt/reason_code.h"
#include "door/mqtt/settings.h"

enum mqtt_session_state {
    MQTT_SESSION_WAITING,    // for the back-off
    MQTT_SESSION_OPENING,    // for you to open the transport
    MQTT_SESSION_CONNECTING, // for CONNACK
    MQTT_SESSION_CONNECTED,
    MQTT_SESSION_CLOSING // for you to close the transport
};

// What becomes of the packet in the framer.
enum mqtt_delivery {
    MQTT_DELIVERY_WHOLE,
    MQTT_DELIVERY_STREAMED,
    MQTT_DELIVERY_DROPPED
};

// Open to be read (version, state, server, closing, reason_code), not to be written.
//
// What is small and often asked stands first: there a Cortex-M reaches it with its short instructions.
struct mqtt_session {
    const struct mqtt_settings *settings;
    enum mqtt_version version; // of this connection, or of the latest
    enum mqtt_session_state state;
    enum mqtt_closing closing; // why the last connection that did not just end was given up
    uint8_t reason_code;       // the one that came with it
    bool announce_closing;     // MQTT_CLOSE_TRANSPORT is to be told
    bool refused_five;         // a server has said that it does not know 5: 3.1.1 from then on
    bool unanswered;           // no CONNACK has come to the latest CONNECT
    enum mqtt_delivery delivery;
    struct mqtt_will_limits will_limits;
    uint16_t message_identifier; // of the message that is streamed or dropped
    uint16_t last_identifier;    // of ours
    uint16_t subscribe_identifier;
    size_t delivered;       // bytes at the front of the room that the caller has had
    uint32_t identifier_at; // where the dropped one's packet identifier lies in it
    millis since;           // the state was entered, or in CONNECTED the last PINGREQ was due
    millis span;            // after which the state is over, or the next PINGREQ due
    struct mqtt_framer framer;
    struct mqtt_outbound outbound;
    struct mqtt_server server;
    struct mqtt_backoff backoff;
    struct mqtt_received received;
    struct mqtt_awaited awaited;
};

// False: a topic or a filter is not valid, a password stands without a user name, or a room is too
// small. random spreads the first connection over a quarter of a second.
MUST_USE bool mqtt_session_init(struct mqtt_session *session, const struct mqtt_settings *settings,
                                uint32_t random, millis now);

// The transport stands: TCP, TLS and all. Queues CONNECT.
void mqtt_session_transport_opened(struct mqtt_session *session, millis now);

// The transport is gone, by whomever, or could not be opened. random is drawn anew each time.
// A message that was being streamed has no end then. Packet identifiers that were not acknowledged
// mean nothing any more: forget them.
void mqtt_session_transport_closed(struct mqtt_session *session, uint32_t random, millis now);

// Bytes from the server. Gives how many were taken; the rest is offered again after
// mqtt_session_next has said all it has to say. Takes nothing while QoS 1 messages you have not
// acknowledged fill the window and another one came (MQTT_UNACKNOWLEDGED_MOST).
size_t mqtt_session_receive(struct mqtt_session *session, struct bytes from_server, millis now);

// Bytes for the server; none: count 0. Good until the next call of anything here but this.
struct bytes mqtt_session_pending(const struct mqtt_session *session);

// So many of the pending bytes were taken by the transport.
void mqtt_session_sent(struct mqtt_session *session, size_t count);

// The next event. False: there is none now, and event means nothing.
MUST_USE bool mqtt_session_next(struct mqtt_session *session, struct mqtt_event *event, millis now);

enum mqtt_publish {
    MQTT_PUBLISH_NOT_CONNECTED,
    MQTT_PUBLISH_NOT_VALID, // the topic name is none
    MQTT_PUBLISH_TOO_LARGE, // for the server, or for the send room: never
    MQTT_PUBLISH_NO_ROOM,   // now; try again after bytes were sent or a PUBACK came
    MQTT_PUBLISH_QUEUED
};

// Copies a message into the send room. packet_identifier is what MQTT_PUBLISHED or MQTT_LOST will
// say, or 0 where nobody will: QoS 0, asked for or because the server takes no more. A retain flag
// the server does not take is left out.
MUST_USE enum mqtt_publish mqtt_session_publish(struct mqtt_session *session,
                                                const struct mqtt_message *message,
                                                uint16_t *packet_identifier, millis now);

// You are through with a QoS 1 message (MQTT_MESSAGE, MQTT_MESSAGE_ENDS): its PUBACK may go. One
// that is not known, and 0, are ignored.
void mqtt_session_acknowledge(struct mqtt_session *session, uint16_t packet_identifier);

// Ends the connection in order: the server drops the will. The session connects again afterwards;
// whoever does not want that stops asking it.
void mqtt_session_disconnect(struct mqtt_session *session);

// How long nothing will happen by itself, if mqtt_session_next has just given false.
millis mqtt_session_next_wake(const struct mqtt_session *session, millis now);

#endif
