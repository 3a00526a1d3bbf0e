#include "door/mqtt/session_parts.h"

#include "door/mqtt/topic.h"

// Both QoS bits of the first byte of a PUBLISH.
#define QOS_BITS 0x06U

static bool is_streamed(const struct mqtt_session *session, struct bytes topic_name)
{
    const struct mqtt_subscription *made = session->settings->subscriptions;
    const size_t count = session->settings->subscription_count;
    for (size_t i = 0; i < count; i++) {
        if (made[i].streamed && mqtt_topic_matches(made[i].topic_filter, topic_name)) {
            return true;
        }
    }
    return false;
}

// A QoS 1 message takes a place in the window. False: it has none.
static bool enters_window(struct mqtt_session *session, uint16_t packet_identifier)
{
    if (packet_identifier == 0 || mqtt_received_append(&session->received, packet_identifier)) {
        return true;
    }
    // MQTT 5 has told the server our Receive Maximum: [MQTT-3.3.4-9]. 3.1.1 has no such word: there
    // the packet stays where it is, and nothing more is taken, till the application acknowledges.
    if (session->version == MQTT_5) {
        (void)mqtt_session_at_fault(session,
                                    MQTT_REASON_RECEIVE_MAXIMUM_EXCEEDED); // says "no event"
    }
    return false;
}

// Of a message that is dropped only the packet identifier is of interest, wherever in the roomfuls
// it lies: behind the topic name, whose length stands at the very front.
static void look_for_identifier(struct mqtt_session *session)
{
    const struct mqtt_framer *framer = &session->framer;
    const uint32_t here = framer->remaining_length.value - framer->left - (uint32_t)framer->count;
    for (uint32_t i = 0; i < 2; i++) {
        const uint32_t at = session->identifier_at + i;
        if (at >= here && at - here < framer->count) {
            session->message_identifier =
                (uint16_t)(session->message_identifier << 8 | framer->room[at - here]);
        }
    }
}

static enum mqtt_decode drop_on(struct mqtt_session *session, struct mqtt_event *event)
{
    struct mqtt_framer *framer = &session->framer;
    const bool awaits_puback = (framer->first & QOS_BITS) != 0;
    if (awaits_puback) {
        look_for_identifier(session);
    }
    framer->count = 0;
    if (framer->left > 0) {
        mqtt_framer_gather_on(framer);
        return MQTT_NEED_MORE;
    }
    if (awaits_puback && session->message_identifier == 0) {
        return MQTT_PROTOCOL_ERROR; // [MQTT-2.2.1-3]
    }
    if (!enters_window(session, session->message_identifier)) {
        return MQTT_NEED_MORE;
    }
    if (awaits_puback) {
        mqtt_received_acknowledge_last(&session->received);
        mqtt_session_send_pubacks(session);
    }
    mqtt_event_begin(event, MQTT_MESSAGE_DROPPED);
    event->size = framer->remaining_length.value;
    event->packet_identifier = session->message_identifier;
    session->delivery = MQTT_DELIVERY_WHOLE;
    mqtt_framer_restart(framer);
    return MQTT_DECODED;
}

static enum mqtt_decode stream_on(struct mqtt_session *session, struct mqtt_event *event)
{
    struct mqtt_framer *framer = &session->framer;
    if (session->delivered < framer->count) {
        mqtt_event_begin(event, MQTT_MESSAGE_PIECE);
        event->payload.at = framer->room + session->delivered;
        event->payload.count = framer->count - session->delivered;
        session->delivered = framer->count;
        return MQTT_DECODED;
    }
    session->delivered = 0;
    if (framer->left > 0) {
        mqtt_framer_gather_on(framer);
        return MQTT_NEED_MORE;
    }
    mqtt_event_begin(event, MQTT_MESSAGE_ENDS);
    event->packet_identifier = session->message_identifier;
    session->delivery = MQTT_DELIVERY_WHOLE;
    mqtt_framer_restart(framer);
    return MQTT_DECODED;
}

static enum mqtt_decode start_dropping(struct mqtt_session *session, struct mqtt_event *event)
{
    const uint8_t *room = session->framer.room;
    session->identifier_at = 2U + (uint32_t)(room[0] << 8 | room[1]);
    session->message_identifier = 0;
    session->delivery = MQTT_DELIVERY_DROPPED;
    return drop_on(session, event);
}

static enum mqtt_decode publish_arrived(struct mqtt_session *session, struct mqtt_event *event)
{
    struct mqtt_framer *framer = &session->framer;
    uint16_t topic_alias; // whenever there is a message
    const enum mqtt_decode answer =
        mqtt_decode_publish(framer, session->version, event, &topic_alias);
    if (answer == MQTT_NEED_MORE) {
        return start_dropping(session, event);
    }
    if (answer != MQTT_DECODED) {
        return answer;
    }
    // We asked for none: [MQTT-3.3.2-9], [MQTT-3.3.2-10].
    if (topic_alias > 0) {
        return mqtt_session_at_fault(session, MQTT_REASON_TOPIC_ALIAS_INVALID);
    }
    const bool streamed = is_streamed(session, event->topic_name);
    if (!streamed && framer->left > 0) {
        return start_dropping(session, event);
    }
    if (!enters_window(session, event->packet_identifier)) {
        return MQTT_NEED_MORE;
    }
    if (!streamed) {
        mqtt_framer_restart(framer);
        return MQTT_DECODED;
    }
    session->delivery = MQTT_DELIVERY_STREAMED;
    session->delivered = framer->count - event->payload.count;
    session->message_identifier = event->packet_identifier;
    event->kind = MQTT_MESSAGE_BEGINS;
    event->payload = (struct bytes){NULL, 0};
    return MQTT_DECODED;
}

enum mqtt_decode mqtt_session_message_arrived(struct mqtt_session *session,
                                              struct mqtt_event *event)
{
    switch (session->delivery) {
    case MQTT_DELIVERY_WHOLE:
        return publish_arrived(session, event);
    case MQTT_DELIVERY_STREAMED:
        return stream_on(session, event);
    case MQTT_DELIVERY_DROPPED:
        break;
    }
    return drop_on(session, event);
}
