#include "door/mqtt/session_parts.h"

#include "door/mqtt/encode.h"

// A server that does not know 5 answers in the form of its own version (3.1.1, 3.2.2.3), or in that
// of 5 with the reason code 132 (MQTT 5, 3.1.2.2).
static bool refuses_version(const struct mqtt_session *session, struct bytes body)
{
    return session->version == MQTT_5 && body.count >= 2 && body.at[0] == 0 &&
           (body.at[1] == MQTT_REASON_UNSUPPORTED_PROTOCOL_VERSION ||
            (body.at[1] == MQTT_3_1_1_UNACCEPTABLE_PROTOCOL_VERSION && body.count == 2));
}

static void refused(struct mqtt_session *session, uint8_t reason_code)
{
    // [MQTT-3.2.2-12] and [MQTT-3.2.2-13]: the server can not do what the will asks for; the next
    // CONNECT asks for less.
    if (session->version == MQTT_5 && reason_code == MQTT_REASON_RETAIN_NOT_SUPPORTED) {
        session->will_limits.retain = false;
    }
    if (session->version == MQTT_5 && reason_code == MQTT_REASON_QOS_NOT_SUPPORTED) {
        session->will_limits.qos = MQTT_AT_MOST_ONCE;
    }
    mqtt_session_give_up(session, MQTT_CLOSING_CONNECT_REFUSED, reason_code);
}

// False: the server does not take so long a packet ([MQTT-3.2.2-15]).
static bool subscribe(struct mqtt_session *session, millis now)
{
    if (session->settings->subscription_count == 0) {
        return true;
    }
    struct mqtt_outbound *outbound = &session->outbound;
    session->subscribe_identifier = mqtt_session_next_identifier(session);
    // mqtt_settings_valid has seen that it fits, and nothing else waits.
    outbound->until =
        mqtt_encode_subscribe(outbound->room, outbound->size - MQTT_SEND_RESERVE, session->settings,
                              session->version, session->subscribe_identifier);
    session->waiting = stopwatch_started(now);
    session->spoke = stopwatch_started(now);
    return outbound->until <= session->server.maximum_packet_size;
}

// The server's word counts ([MQTT-3.1.2-21]), but a PINGREQ may come sooner than it asks: a server
// that switches Keep Alive off does not make us blind to its death.
static uint16_t keep_alive(uint16_t ours, uint16_t servers)
{
    return servers == 0 || (ours > 0 && ours < servers) ? ours : servers;
}

static bool connack_arrived(struct mqtt_session *session, struct bytes body,
                            struct mqtt_event *event, millis now)
{
    // One answer to one CONNECT that has gone out: [MQTT-3.2.0-1], [MQTT-3.2.0-2].
    if (session->state != MQTT_SESSION_CONNECTING ||
        mqtt_outbound_pending(&session->outbound).count > 0) {
        return mqtt_session_at_fault(session, MQTT_REASON_PROTOCOL_ERROR);
    }
    if (refuses_version(session, body)) {
        session->version = MQTT_3_1_1;
        mqtt_session_give_up(session, MQTT_CLOSING_VERSION_REFUSED, body.at[1]);
        return false;
    }
    struct mqtt_connack connack;
    const enum mqtt_decode answer = mqtt_decode_connack(
        body, session->version, session->settings->keep_alive_seconds, &connack);
    if (answer != MQTT_DECODED) {
        return mqtt_session_cannot_decode(session, answer);
    }
    // After a clean start there is no session ([MQTT-3.2.2-2]), nor after a refusal ([MQTT-3.2.2-6]).
    if (connack.session_present) {
        return mqtt_session_at_fault(session, MQTT_REASON_PROTOCOL_ERROR);
    }
    if (connack.reason_code != MQTT_REASON_SUCCESS) {
        refused(session, connack.reason_code);
        return false;
    }
    session->server = connack.server;
    session->server.keep_alive_seconds =
        keep_alive(session->settings->keep_alive_seconds, connack.server.keep_alive_seconds);
    session->state = MQTT_SESSION_CONNECTED;
    session->waiting = stopwatch_stopped();
    session->stood = stopwatch_started(now);
    if (!subscribe(session, now)) {
        mqtt_outbound_clear(&session->outbound);
        return mqtt_session_at_fault(session, MQTT_REASON_PACKET_TOO_LARGE);
    }
    *event =
        (struct mqtt_event){.kind = MQTT_CONNECTED, .payload = connack.assigned_client_identifier};
    return true;
}

static bool suback_arrived(struct mqtt_session *session, struct bytes body,
                           struct mqtt_event *event)
{
    struct mqtt_suback suback;
    const enum mqtt_decode answer = mqtt_decode_suback(body, session->version, &suback);
    if (answer != MQTT_DECODED) {
        return mqtt_session_cannot_decode(session, answer);
    }
    // To our one SUBSCRIBE ([MQTT-3.8.4-2]), once, with a code for each filter ([MQTT-3.9.3-1]).
    if (!session->waiting.running || suback.packet_identifier != session->subscribe_identifier ||
        suback.reason_codes.count != session->settings->subscription_count) {
        return mqtt_session_at_fault(session, MQTT_REASON_PROTOCOL_ERROR);
    }
    session->waiting = stopwatch_stopped();
    session->subscribe_identifier = 0;
    *event = (struct mqtt_event){.kind = MQTT_SUBSCRIBED, .payload = suback.reason_codes};
    return true;
}

static bool puback_arrived(struct mqtt_session *session, struct bytes body,
                           struct mqtt_event *event)
{
    struct mqtt_puback puback;
    const enum mqtt_decode answer = mqtt_decode_puback(body, session->version, &puback);
    if (answer != MQTT_DECODED) {
        return mqtt_session_cannot_decode(session, answer);
    }
    // After a clean start every PUBACK answers a PUBLISH of this connection.
    if (!mqtt_inflight_remove(&session->sent, puback.packet_identifier)) {
        return mqtt_session_at_fault(session, MQTT_REASON_PROTOCOL_ERROR);
    }
    *event = (struct mqtt_event){.kind = MQTT_PUBLISHED,
                                 .packet_identifier = puback.packet_identifier,
                                 .reason_code = puback.reason_code};
    return true;
}

static bool pingresp_arrived(struct mqtt_session *session, struct bytes body)
{
    if (body.count > 0) {
        return mqtt_session_at_fault(session, MQTT_REASON_MALFORMED_PACKET);
    }
    // Nobody asked: an unexpected packet.
    if (!session->pinged.running || session->ping_due) {
        return mqtt_session_at_fault(session, MQTT_REASON_PROTOCOL_ERROR);
    }
    session->pinged = stopwatch_stopped();
    return false;
}

static bool disconnect_arrived(struct mqtt_session *session, struct bytes body)
{
    // Only a client sends it in 3.1.1.
    if (session->version != MQTT_5) {
        return mqtt_session_at_fault(session, MQTT_REASON_PROTOCOL_ERROR);
    }
    uint8_t reason_code = 0;
    const enum mqtt_decode answer = mqtt_decode_disconnect(body, &reason_code);
    if (answer != MQTT_DECODED) {
        return mqtt_session_cannot_decode(session, answer);
    }
    // [MQTT-3.14.4-3]: nothing more is sent.
    mqtt_outbound_clear(&session->outbound);
    mqtt_session_give_up(session, MQTT_CLOSING_SERVER_DISCONNECT, reason_code);
    return false;
}

// A packet that is not PUBLISH, whole.
static bool answer_arrived(struct mqtt_session *session, enum mqtt_packet_type type,
                           struct bytes body, struct mqtt_event *event, millis now)
{
    switch (type) {
    case MQTT_CONNACK:
        return connack_arrived(session, body, event, now);
    case MQTT_PUBACK:
        return puback_arrived(session, body, event);
    case MQTT_SUBACK:
        return suback_arrived(session, body, event);
    case MQTT_PINGRESP:
        return pingresp_arrived(session, body);
    case MQTT_DISCONNECT:
        return disconnect_arrived(session, body);
    case MQTT_AUTH:
        // [MQTT-4.12.0-6]; in 3.1.1 the number is reserved.
    case MQTT_CONNECT:
    case MQTT_PUBREC:
    case MQTT_PUBREL:
    case MQTT_PUBCOMP:
    case MQTT_SUBSCRIBE:
    case MQTT_UNSUBSCRIBE:
    case MQTT_UNSUBACK:
    case MQTT_PINGREQ:
        // No server may say it, or only after what we never say.
        return mqtt_session_at_fault(session, MQTT_REASON_PROTOCOL_ERROR);
    case MQTT_RESERVED:
    case MQTT_PUBLISH: // not here
        break;
    }
    return mqtt_session_at_fault(session, MQTT_REASON_MALFORMED_PACKET);
}

// What stands in the low half of the first byte: MQTT 5, table 2-2.
static uint8_t flags_of(enum mqtt_packet_type type)
{
    return type == MQTT_PUBREL || type == MQTT_SUBSCRIBE || type == MQTT_UNSUBSCRIBE ? 2 : 0;
}

bool mqtt_session_arrival(struct mqtt_session *session, struct mqtt_event *event, millis now)
{
    struct mqtt_framer *framer = &session->framer;
    const enum mqtt_packet_type type = (enum mqtt_packet_type)(framer->first >> 4);
    if (framer->state == MQTT_FRAMER_MALFORMED) {
        return mqtt_session_at_fault(session, MQTT_REASON_MALFORMED_PACKET);
    }
    // The first thing a server says is CONNACK: [MQTT-3.2.0-1].
    if (session->state == MQTT_SESSION_CONNECTING && type != MQTT_CONNACK) {
        return mqtt_session_at_fault(session, MQTT_REASON_PROTOCOL_ERROR);
    }
    if (type == MQTT_PUBLISH) {
        return mqtt_session_message_arrived(session, event);
    }
    if ((framer->first & 0x0fU) != flags_of(type)) {
        return mqtt_session_at_fault(session, MQTT_REASON_MALFORMED_PACKET); // [MQTT-2.1.3-1]
    }
    if (framer->left > 0) {
        return mqtt_session_at_fault(session, MQTT_REASON_PACKET_TOO_LARGE);
    }
    const struct bytes body = {framer->room, framer->count};
    mqtt_framer_restart(framer);
    return answer_arrived(session, type, body, event, now);
}
