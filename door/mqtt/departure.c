#include "door/mqtt/session_parts.h"

#include "door/mqtt/encode.h"
#include "door/mqtt/remaining_length.h"
#include "door/mqtt/topic.h"

#include <string.h>

void mqtt_session_send_pubacks(struct mqtt_session *session)
{
    struct mqtt_received *received = &session->received;
    while (mqtt_received_ready(received)) {
        uint8_t *room =
            mqtt_outbound_claim(&session->outbound, MQTT_PUBACK_SIZE, MQTT_SEND_RESERVE);
        if (room == NULL) {
            return; // mqtt_session_sent comes back here
        }
        mqtt_encode_puback(room, received->packet_identifiers[0]);
        mqtt_received_drop(received);
    }
}

void mqtt_session_acknowledge(struct mqtt_session *session, uint16_t packet_identifier)
{
    mqtt_received_acknowledge(&session->received, packet_identifier);
    mqtt_session_send_pubacks(session);
}

uint16_t mqtt_session_next_identifier(struct mqtt_session *session)
{
    do {
        session->last_identifier =
            session->last_identifier < UINT16_MAX ? (uint16_t)(session->last_identifier + 1U) : 1U;
    } while (mqtt_awaited_has(&session->awaited, session->last_identifier));
    return session->last_identifier;
}

// [MQTT-3.3.4-7]. A SUBSCRIBE or PINGREQ on its way counts too: for a moment, and on the safe side.
static bool window_full(const struct mqtt_session *session)
{
    return session->awaited.count >= MQTT_INFLIGHT_MOST ||
           session->awaited.count >= session->server.receive_maximum;
}

// What is left of a message after the server's word on retain and QoS: [MQTT-3.2.2-14] and
// [MQTT-3.2.2-11].
static struct mqtt_message as_allowed(const struct mqtt_server *server,
                                      const struct mqtt_message *message)
{
    struct mqtt_message allowed = *message;
    allowed.retain = message->retain && server->retain_available;
    if (allowed.qos > server->maximum_qos) {
        allowed.qos = server->maximum_qos;
    }
    return allowed;
}

enum mqtt_publish mqtt_session_publish(struct mqtt_session *session,
                                       const struct mqtt_message *message,
                                       uint16_t *packet_identifier, millis now)
{
    if (session->state != MQTT_SESSION_CONNECTED) {
        return MQTT_PUBLISH_NOT_CONNECTED;
    }
    if (mqtt_topic_name_check(message->topic_name) != MQTT_DECODED) {
        return MQTT_PUBLISH_NOT_VALID;
    }
    struct mqtt_outbound *outbound = &session->outbound;
    if (message->payload.count > outbound->size) {
        return MQTT_PUBLISH_TOO_LARGE; // and the sum below cannot overflow
    }
    const struct mqtt_message allowed = as_allowed(&session->server, message);
    const uint32_t length = mqtt_publish_length(session->version, &allowed);
    const size_t size = mqtt_packet_size(length);
    // [MQTT-3.2.2-15]
    if (size > session->server.maximum_packet_size || size > outbound->size - MQTT_SEND_RESERVE) {
        return MQTT_PUBLISH_TOO_LARGE;
    }
    const bool awaits_puback = allowed.qos > MQTT_AT_MOST_ONCE;
    if (awaits_puback && window_full(session)) {
        return MQTT_PUBLISH_NO_ROOM;
    }
    uint8_t *room = mqtt_outbound_claim(outbound, size, MQTT_SEND_RESERVE);
    if (room == NULL) {
        return MQTT_PUBLISH_NO_ROOM;
    }
    const uint16_t identifier = awaits_puback ? mqtt_session_next_identifier(session) : 0;
    if (awaits_puback) {
        mqtt_awaited_append(&session->awaited, identifier, now);
    }
    mqtt_encode_publish(room, length, session->version, &allowed, identifier);
    *packet_identifier = identifier;
    return MQTT_PUBLISH_QUEUED;
}

void mqtt_session_say_goodbye(struct mqtt_session *session, uint8_t reason_code)
{
    uint8_t packet[MQTT_DISCONNECT_MOST];
    const size_t size = mqtt_encode_disconnect(packet, reason_code);
    uint8_t *room = mqtt_outbound_claim(&session->outbound, size, 0);
    if (room != NULL) {
        memcpy(room, packet, size);
    }
}

// The server broke the protocol: say so where the version can, and close ([MQTT-4.13.1-1]; 3.1.1,
// [MQTT-4.8.0-1], closes without a word, and without a DISCONNECT that would drop the will).
enum mqtt_decode mqtt_session_at_fault(struct mqtt_session *session, uint8_t reason_code)
{
    if (session->version == MQTT_5) {
        mqtt_session_say_goodbye(session, reason_code);
    }
    mqtt_session_give_up(session, MQTT_CLOSING_SERVER_AT_FAULT, reason_code);
    return MQTT_NEED_MORE;
}
