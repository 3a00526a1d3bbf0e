#include "door/mqtt/session_parts.h"

#include "door/mqtt/encode.h"

// A server that does not know a version answers in the form of its own (3.1.1, 3.2.2.3), or in that
// of 5 with the reason code 132 (MQTT 5, 3.1.2.2).
static bool refuses_version(struct bytes body)
{
    return body.count >= 2 && body.at[0] == 0 &&
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
    mqtt_awaited_append(&session->awaited, session->subscribe_identifier, now);
    return outbound->until <= session->server.maximum_packet_size;
}

// A quarter before Keep Alive is over, so that PINGREQ is on its way in time: [MQTT-3.1.2-20]. The
// server's word counts ([MQTT-3.1.2-21]), but a PINGREQ may come sooner than it asks: a server that
// switches Keep Alive off does not make us blind to its death.
static millis quiet_time(const struct mqtt_session *session)
{
    const uint16_t ours = session->settings->keep_alive_seconds;
    const uint16_t servers = session->server.keep_alive_seconds;
    return (millis)750 * (servers == 0 || ours < servers ? ours : servers);
}

// Each of these tells what came of a packet: MQTT_DECODED an event, MQTT_NEED_MORE none, and the other
// two answers that the server is at fault.

static enum mqtt_decode connack_arrived(struct mqtt_session *session, struct bytes body,
                                        struct mqtt_event *event, millis now)
{
    // One answer to one CONNECT that has gone out: [MQTT-3.2.0-1], [MQTT-3.2.0-2].
    if (session->state != MQTT_SESSION_CONNECTING ||
        mqtt_outbound_pending(&session->outbound).count > 0) {
        return MQTT_PROTOCOL_ERROR;
    }
    session->unanswered = false;
    if (refuses_version(body)) {
        // One that refuses 3.1.1 too has been mended since, or lied before: 5 is all there is left.
        session->refused_five = session->version == MQTT_5;
        session->version = session->refused_five ? MQTT_3_1_1 : MQTT_5;
        mqtt_session_give_up(session, MQTT_CLOSING_VERSION_REFUSED, body.at[1]);
        return MQTT_NEED_MORE;
    }
    struct mqtt_connack connack;
    const enum mqtt_decode answer = mqtt_decode_connack(body, session->version, &connack);
    if (answer != MQTT_DECODED) {
        return answer;
    }
    // After a clean start there is no session ([MQTT-3.2.2-2]), nor after a refusal ([MQTT-3.2.2-6]).
    if (connack.session_present) {
        return MQTT_PROTOCOL_ERROR;
    }
    if (connack.reason_code != MQTT_REASON_SUCCESS) {
        refused(session, connack.reason_code);
        return MQTT_NEED_MORE;
    }
    session->server = connack.server;
    session->state = MQTT_SESSION_CONNECTED;
    session->since = now;
    session->span = quiet_time(session);
    if (!subscribe(session, now)) {
        mqtt_outbound_clear(&session->outbound);
        return mqtt_session_at_fault(session, MQTT_REASON_PACKET_TOO_LARGE);
    }
    mqtt_event_begin(event, MQTT_CONNECTED);
    event->payload = connack.assigned_client_identifier;
    return MQTT_DECODED;
}

static enum mqtt_decode suback_arrived(struct mqtt_session *session, struct bytes body,
                                       struct mqtt_event *event)
{
    struct mqtt_suback suback;
    const enum mqtt_decode answer = mqtt_decode_suback(body, session->version, &suback);
    if (answer != MQTT_DECODED) {
        return answer;
    }
    // To our one SUBSCRIBE ([MQTT-3.8.4-2]), once, with a code for each filter ([MQTT-3.9.3-1]).
    if (suback.packet_identifier == 0 ||
        suback.packet_identifier != session->subscribe_identifier ||
        suback.reason_codes.count != session->settings->subscription_count ||
        !mqtt_awaited_remove(&session->awaited, suback.packet_identifier)) {
        return MQTT_PROTOCOL_ERROR;
    }
    session->subscribe_identifier = 0;
    mqtt_event_begin(event, MQTT_SUBSCRIBED);
    event->payload = suback.reason_codes;
    return MQTT_DECODED;
}

static enum mqtt_decode puback_arrived(struct mqtt_session *session, struct bytes body,
                                       struct mqtt_event *event)
{
    struct mqtt_puback puback;
    const enum mqtt_decode answer = mqtt_decode_puback(body, session->version, &puback);
    if (answer != MQTT_DECODED) {
        return answer;
    }
    // After a clean start every PUBACK answers a PUBLISH of this connection.
    if (puback.packet_identifier == MQTT_PINGREQ_IDENTIFIER ||
        puback.packet_identifier == session->subscribe_identifier ||
        !mqtt_awaited_remove(&session->awaited, puback.packet_identifier)) {
        return MQTT_PROTOCOL_ERROR;
    }
    mqtt_event_begin(event, MQTT_PUBLISHED);
    event->packet_identifier = puback.packet_identifier;
    event->reason_code = puback.reason_code;
    return MQTT_DECODED;
}

static enum mqtt_decode pingresp_arrived(struct mqtt_session *session, struct bytes body)
{
    if (body.count > 0) {
        return MQTT_MALFORMED_PACKET;
    }
    // Nobody asked: an unexpected packet.
    if (!mqtt_awaited_remove(&session->awaited, MQTT_PINGREQ_IDENTIFIER)) {
        return MQTT_PROTOCOL_ERROR;
    }
    // This connection has proved itself; one that ends before is not tried more and more often.
    mqtt_backoff_reset(&session->backoff);
    return MQTT_NEED_MORE;
}

static enum mqtt_decode disconnect_arrived(struct mqtt_session *session, struct bytes body)
{
    // Only a client sends it in 3.1.1.
    if (session->version != MQTT_5) {
        return MQTT_PROTOCOL_ERROR;
    }
    uint8_t reason_code = 0;
    const enum mqtt_decode answer = mqtt_decode_disconnect(body, &reason_code);
    if (answer != MQTT_DECODED) {
        return answer;
    }
    // [MQTT-3.14.4-3]: nothing more is sent.
    mqtt_outbound_clear(&session->outbound);
    mqtt_session_give_up(session, MQTT_CLOSING_SERVER_DISCONNECT, reason_code);
    return MQTT_NEED_MORE;
}

// A packet that is not PUBLISH, whole.
static enum mqtt_decode answer_arrived(struct mqtt_session *session, enum mqtt_packet_type type,
                                       struct bytes body, struct mqtt_event *event, millis now)
{
    if (type == MQTT_PUBACK) {
        return puback_arrived(session, body, event);
    }
    if (type == MQTT_PINGRESP) {
        return pingresp_arrived(session, body);
    }
    if (type == MQTT_CONNACK) {
        return connack_arrived(session, body, event, now);
    }
    if (type == MQTT_SUBACK) {
        return suback_arrived(session, body, event);
    }
    if (type == MQTT_DISCONNECT) {
        return disconnect_arrived(session, body);
    }
    // No server may say any other, or only after what we never say; AUTH: [MQTT-4.12.0-6].
    return type == MQTT_RESERVED ? MQTT_MALFORMED_PACKET : MQTT_PROTOCOL_ERROR;
}

// What stands in the low half of the first byte: MQTT 5, table 2-2.
static uint8_t flags_of(enum mqtt_packet_type type)
{
    return type == MQTT_PUBREL || type == MQTT_SUBSCRIBE || type == MQTT_UNSUBSCRIBE ? 2 : 0;
}

static enum mqtt_decode arrived(struct mqtt_session *session, struct mqtt_event *event, millis now)
{
    struct mqtt_framer *framer = &session->framer;
    const enum mqtt_packet_type type = (enum mqtt_packet_type)(framer->first >> 4);
    if (session->state == MQTT_SESSION_CONNECTED && type == MQTT_PUBLISH) {
        return mqtt_session_message_arrived(session, event);
    }
    if (framer->state == MQTT_FRAMER_MALFORMED) {
        return MQTT_MALFORMED_PACKET;
    }
    // The first thing a server says is CONNACK: [MQTT-3.2.0-1].
    if (session->state != MQTT_SESSION_CONNECTED && type != MQTT_CONNACK) {
        return MQTT_PROTOCOL_ERROR;
    }
    if ((framer->first & 0x0fU) != flags_of(type)) {
        return MQTT_MALFORMED_PACKET; // [MQTT-2.1.3-1]
    }
    if (framer->left > 0) {
        return mqtt_session_at_fault(session, MQTT_REASON_PACKET_TOO_LARGE);
    }
    const struct bytes body = {framer->room, framer->count};
    mqtt_framer_restart(framer);
    return answer_arrived(session, type, body, event, now);
}

bool mqtt_session_arrival(struct mqtt_session *session, struct mqtt_event *event, millis now)
{
    const enum mqtt_decode answer = arrived(session, event, now);
    if (answer == MQTT_DECODED) {
        return true;
    }
    if (answer != MQTT_NEED_MORE) {
        (void)mqtt_session_at_fault(session, answer == MQTT_PROTOCOL_ERROR
                                                 ? MQTT_REASON_PROTOCOL_ERROR
                                                 : MQTT_REASON_MALFORMED_PACKET); // "no event"
    }
    return mqtt_session_next_by_time(session, event, now);
}
