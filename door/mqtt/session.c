#include "door/mqtt/session.h"

#include "base/insist.h"
#include "door/mqtt/encode.h"
#include "door/mqtt/session_parts.h"

static void enter(struct mqtt_session *session, enum mqtt_session_state state, millis span,
                  millis now)
{
    session->state = state;
    session->since = now;
    session->span = span;
}

static void wait_for_next_attempt(struct mqtt_session *session, uint32_t random, millis now)
{
    enter(session, MQTT_SESSION_WAITING, mqtt_backoff_next(&session->backoff, random), now);
}

bool mqtt_session_init(struct mqtt_session *session, const struct mqtt_settings *settings,
                       uint32_t random, millis now)
{
    if (!mqtt_settings_valid(settings)) {
        return false;
    }
    *session = (struct mqtt_session){
        .settings = settings,
        .version = MQTT_5,
        .will_limits = {.qos = MQTT_AT_LEAST_ONCE, .retain = true},
    };
    mqtt_framer_init(&session->framer, settings->receive_room, settings->receive_size);
    mqtt_outbound_init(&session->outbound, settings->send_room, settings->send_size);
    mqtt_backoff_reset(&session->backoff);
    wait_for_next_attempt(session, random, now);
    return true;
}

// A server that does not know 5 may close without a word (MQTT 5, 3.1.2.2: it may say 132, or not). So
// after a CONNECT that nobody answered the other version has its turn, for one connection: a guess is
// not remembered, or whoever cuts a line at the right moment would make it last.
static void choose_version(struct mqtt_session *session)
{
    if (!session->refused_five) {
        session->version = session->unanswered && session->version == MQTT_5 ? MQTT_3_1_1 : MQTT_5;
    }
    session->unanswered = true;
}

void mqtt_session_transport_opened(struct mqtt_session *session, millis now)
{
    if (session->state != MQTT_SESSION_OPENING) {
        return;
    }
    choose_version(session);
    // mqtt_settings_valid has seen that it fits.
    struct mqtt_outbound *outbound = &session->outbound;
    outbound->until =
        mqtt_encode_connect(outbound->room, outbound->size - MQTT_SEND_RESERVE, session->settings,
                            session->version, session->will_limits);
    enter(session, MQTT_SESSION_CONNECTING, session->settings->deadlines.connack, now);
}

// What was on its way from the server when the connection ended.
static void forget_arrivals(struct mqtt_session *session)
{
    mqtt_framer_restart(&session->framer);
    session->delivery = MQTT_DELIVERY_WHOLE;
    session->received = (struct mqtt_received){.count = 0};
}

void mqtt_session_transport_closed(struct mqtt_session *session, uint32_t random, millis now)
{
    if (session->state == MQTT_SESSION_WAITING) {
        return;
    }
    session->announce_closing = false;
    forget_arrivals(session);
    mqtt_outbound_clear(&session->outbound);
    wait_for_next_attempt(session, random, now);
}

void mqtt_session_give_up(struct mqtt_session *session, enum mqtt_closing closing,
                          uint8_t reason_code)
{
    session->state = MQTT_SESSION_CLOSING;
    session->span = STOPWATCH_MOST;
    session->closing = closing;
    session->reason_code = reason_code;
    session->announce_closing = true;
    forget_arrivals(session);
}

static bool talking(const struct mqtt_session *session)
{
    return session->state == MQTT_SESSION_CONNECTING || session->state == MQTT_SESSION_CONNECTED;
}

size_t mqtt_session_receive(struct mqtt_session *session, struct bytes from_server, millis now)
{
    (void)now; // arriving changes no deadline: mqtt_session_next looks at the clock
    if (!talking(session)) {
        // Nobody reads on once the connection is given up, but the transport must not clog.
        return from_server.count;
    }
    return mqtt_framer_take(&session->framer, from_server);
}

struct bytes mqtt_session_pending(const struct mqtt_session *session)
{
    return mqtt_outbound_pending(&session->outbound);
}

void mqtt_session_sent(struct mqtt_session *session, size_t count)
{
    INSIST(301, count <= mqtt_outbound_pending(&session->outbound).count);
    mqtt_outbound_sent(&session->outbound, count);
    if (mqtt_received_ready(&session->received)) {
        mqtt_session_send_pubacks(session);
    }
}

void mqtt_session_disconnect(struct mqtt_session *session)
{
    if (talking(session)) {
        mqtt_session_say_goodbye(session, MQTT_REASON_SUCCESS);
    }
    if (talking(session) || session->state == MQTT_SESSION_OPENING) {
        mqtt_session_give_up(session, MQTT_CLOSING_ASKED, MQTT_REASON_SUCCESS);
    }
}

// What waited for an answer when the last connection ended; messages are told.
static bool tell_lost(struct mqtt_session *session, struct mqtt_event *event)
{
    uint16_t identifier = session->awaited.oldest_first[0].packet_identifier;
    while (mqtt_awaited_remove(&session->awaited, identifier)) {
        if (identifier != MQTT_PINGREQ_IDENTIFIER && identifier != session->subscribe_identifier) {
            mqtt_event_begin(event, MQTT_LOST);
            event->packet_identifier = identifier;
            return true;
        }
        identifier = session->awaited.oldest_first[0].packet_identifier;
    }
    return false;
}

// One at a time, so the reserve always has room for it, unless the server answers what we have not
// sent. From here on its time runs, even if our own transport does not take the bytes: one that is
// stuck for so long is as dead.
static void send_ping(struct mqtt_session *session, millis now)
{
    if (mqtt_awaited_has(&session->awaited, MQTT_PINGREQ_IDENTIFIER)) {
        return;
    }
    mqtt_awaited_append(&session->awaited, MQTT_PINGREQ_IDENTIFIER, now);
    uint8_t *room = mqtt_outbound_claim(&session->outbound, MQTT_PINGREQ_SIZE, 0);
    if (room != NULL) {
        mqtt_encode_pingreq(room);
    }
}

// The span of the state is over. True: that is an event.
static bool time_is_up(struct mqtt_session *session, struct mqtt_event *event, millis now)
{
    session->since = now;
    switch (session->state) {
    case MQTT_SESSION_WAITING:
        enter(session, MQTT_SESSION_OPENING, session->settings->deadlines.transport, now);
        mqtt_event_begin(event, MQTT_OPEN_TRANSPORT);
        return true;
    case MQTT_SESSION_OPENING:
        mqtt_session_give_up(session, MQTT_CLOSING_TRANSPORT_LATE, MQTT_REASON_SUCCESS);
        break;
    case MQTT_SESSION_CONNECTING:
        mqtt_session_give_up(session, MQTT_CLOSING_CONNACK_LATE, MQTT_REASON_SUCCESS);
        break;
    case MQTT_SESSION_CONNECTED:
        send_ping(session, now);
        break;
    case MQTT_SESSION_CLOSING:
        break;
    }
    return false;
}

// Always true: an event.
static bool tell_closing(struct mqtt_session *session, struct mqtt_event *event)
{
    session->announce_closing = false;
    mqtt_event_begin(event, MQTT_CLOSE_TRANSPORT);
    event->closing = session->closing;
    event->reason_code = session->reason_code;
    return true;
}

static bool answer_is_late(const struct mqtt_session *session, millis now)
{
    return session->awaited.count > 0 &&
           now - session->awaited.oldest_first[0].began >= session->settings->deadlines.answer;
}

static void give_up_waiting(struct mqtt_session *session)
{
    const uint16_t identifier = session->awaited.oldest_first[0].packet_identifier;
    enum mqtt_closing closing = MQTT_CLOSING_PUBACK_LATE;
    if (identifier == MQTT_PINGREQ_IDENTIFIER) {
        closing = MQTT_CLOSING_PINGRESP_LATE;
    } else if (identifier == session->subscribe_identifier) {
        closing = MQTT_CLOSING_SUBACK_LATE;
    }
    mqtt_session_give_up(session, closing, MQTT_REASON_SUCCESS);
}

bool mqtt_session_next_by_time(struct mqtt_session *session, struct mqtt_event *event, millis now)
{
    if (session->state == MQTT_SESSION_WAITING && tell_lost(session, event)) {
        return true;
    }
    if (now - session->since >= session->span && time_is_up(session, event, now)) {
        return true;
    }
    if (session->state == MQTT_SESSION_CONNECTED && answer_is_late(session, now)) {
        give_up_waiting(session);
    }
    return session->announce_closing && tell_closing(session, event);
}

// Nothing to do, as most of the time.
static bool calm(const struct mqtt_session *session, millis now)
{
    return session->state == MQTT_SESSION_CONNECTED && now - session->since < session->span &&
           !answer_is_late(session, now);
}

bool mqtt_session_next(struct mqtt_session *session, struct mqtt_event *event, millis now)
{
    // What has arrived counts before what is late.
    if (mqtt_framer_offers(&session->framer)) {
        return mqtt_session_arrival(session, event, now);
    }
    return !calm(session, now) && mqtt_session_next_by_time(session, event, now);
}

static millis left_of(millis span, millis since, millis now)
{
    const millis elapsed = now - since;
    return elapsed < span ? span - elapsed : 0;
}

millis mqtt_session_next_wake(const struct mqtt_session *session, millis now)
{
    const millis own = left_of(session->span, session->since, now);
    if (session->state != MQTT_SESSION_CONNECTED || session->awaited.count == 0) {
        return own;
    }
    const millis answer =
        left_of(session->settings->deadlines.answer, session->awaited.oldest_first[0].began, now);
    return answer < own ? answer : own;
}
