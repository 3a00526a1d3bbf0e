// The inside of the session, for its own four files only: session.c (states and time), arrival.c
// (answers), delivery.c (messages that come), departure.c (what goes out).
#ifndef DOOR_MQTT_SESSION_PARTS_H
#define DOOR_MQTT_SESSION_PARTS_H

#include "door/mqtt/session.h"

// session.c: the connection is to be closed; the event that says so is still to come.
void mqtt_session_give_up(struct mqtt_session *session, enum mqtt_closing closing,
                          uint8_t reason_code);

// What time alone brings about.
MUST_USE bool mqtt_session_next_by_time(struct mqtt_session *session, struct mqtt_event *event,
                                        millis now);

// arrival.c: something is in the framer. The event it became; or else what time brings about.
MUST_USE bool mqtt_session_arrival(struct mqtt_session *session, struct mqtt_event *event,
                                   millis now);

// delivery.c: the same for a PUBLISH. DECODED: an event. NEED_MORE: none, or not yet. Otherwise the
// server is at fault.
MUST_USE enum mqtt_decode mqtt_session_message_arrived(struct mqtt_session *session,
                                                       struct mqtt_event *event);

// departure.c: a packet identifier that is not in use: [MQTT-2.2.1-3].
uint16_t mqtt_session_next_identifier(struct mqtt_session *session);
// Writes PUBACKs for messages the application is through with, as far as there is room.
void mqtt_session_send_pubacks(struct mqtt_session *session);
// Writes DISCONNECT, where there is room for it.
void mqtt_session_say_goodbye(struct mqtt_session *session, uint8_t reason_code);
// The server is at fault: says so where the version can, and gives up. Always NEED_MORE: no event.
enum mqtt_decode mqtt_session_at_fault(struct mqtt_session *session, uint8_t reason_code);

#endif
