#include "door/mqtt/session.h"

#include "base/insist.h"
#include "door/mqtt/encode.h"
#include "door/mqtt/session_parts.h"

static void stop_watches(struct mqtt_session *session)
{
    session->waiting = stopwatch_stopped();
    session->pinged = stopwatch_stopped();
    session->spoke = stopwatch_stopped();
    session->heard = stopwatch_stopped();
}

static void forget_arrival(struct mqtt_session *session)
{
    mqtt_framer_restart(&session->framer);
    session->delivery = MQTT_DELIVERY_WHOLE;
    session->delivered = 0;
}

static void wait_for_next_attempt(struct mqtt_session *session, uint32_t random, millis now)
{
    session->state = MQTT_SESSION_WAITING;
    session->wait = mqtt_backoff_next(&session->backoff, random);
    session->waiting = stopwatch_started(now);
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

void mqtt_session_transport_opened(struct mqtt_session *session, millis now)
{
    if (session->state != MQTT_SESSION_OPENING) {
        return;
    }
    mqtt_inflight_clear(&session->sent);
    mqtt_unacknowledged_clear(&session->received);
    struct mqtt_outbound *outbound = &session->outbound;
    mqtt_outbound_clear(outbound);
    // mqtt_settings_valid has seen that it fits.
    outbound->until =
        mqtt_encode_connect(outbound->room, outbound->size - MQTT_SEND_RESERVE, session->settings,
                            session->version, session->will_limits);
    session->state = MQTT_SESSION_CONNECTING;
    session->waiting = stopwatch_started(now);
    session->spoke = stopwatch_started(now);
    session->heard = stopwatch_started(now);
    session->ping_due = false;
}

// A connection that stood as long as the longest wait before the next one would have been has
// proved itself; a server that throws us out earlier is not asked more and more often.
static void note_proof(struct mqtt_session *session, millis now)
{
    if (stopwatch_reached(session->stood, now, session->backoff.ceiling)) {
        mqtt_backoff_reset(&session->backoff);
        session->stood = stopwatch_stopped();
    }
}

void mqtt_session_transport_closed(struct mqtt_session *session, uint32_t random, millis now)
{
    if (session->state == MQTT_SESSION_WAITING) {
        return;
    }
    note_proof(session, now);
    stop_watches(session);
    session->stood = stopwatch_stopped();
    session->announce_closing = false;
    forget_arrival(session);
    mqtt_outbound_clear(&session->outbound);
    mqtt_unacknowledged_clear(&session->received);
    session->subscribe_identifier = 0;
    wait_for_next_attempt(session, random, now);
}

void mqtt_session_give_up(struct mqtt_session *session, enum mqtt_closing closing,
                          uint8_t reason_code)
{
    session->state = MQTT_SESSION_CLOSING;
    session->closing = closing;
    session->reason_code = reason_code;
    session->announce_closing = true;
    stop_watches(session);
    forget_arrival(session);
}

static bool talking(const struct mqtt_session *session)
{
    return session->state == MQTT_SESSION_CONNECTING || session->state == MQTT_SESSION_CONNECTED;
}

size_t mqtt_session_receive(struct mqtt_session *session, struct bytes from_server, millis now)
{
    if (!talking(session)) {
        // Nobody reads on once the connection is given up, but the transport must not clog.
        return from_server.count;
    }
    const size_t taken = mqtt_framer_take(&session->framer, from_server);
    if (taken > 0) {
        session->heard = stopwatch_started(now);
    }
    return taken;
}

struct bytes mqtt_session_pending(const struct mqtt_session *session)
{
    return mqtt_outbound_pending(&session->outbound);
}

void mqtt_session_sent(struct mqtt_session *session, size_t count)
{
    INSIST(301, count <= mqtt_outbound_pending(&session->outbound).count);
    mqtt_outbound_sent(&session->outbound, count);
    if (session->state == MQTT_SESSION_CONNECTED) {
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

// A quarter before Keep Alive is over, so that PINGREQ is on its way in time: [MQTT-3.1.2-20].
static millis quiet_time(const struct mqtt_session *session)
{
    return (millis)session->server.keep_alive_seconds * 750U;
}

static bool ping_is_due(const struct mqtt_session *session, millis now)
{
    return session->server.keep_alive_seconds > 0 && !session->pinged.running &&
           (stopwatch_reached(session->spoke, now, quiet_time(session)) ||
            stopwatch_reached(session->heard, now, quiet_time(session)));
}

static void keep_alive(struct mqtt_session *session, millis now)
{
    if (ping_is_due(session, now)) {
        // From here on the server's time runs, even if our own transport does not take the bytes:
        // one that is stuck for so long is as dead.
        session->pinged = stopwatch_started(now);
        session->spoke = stopwatch_started(now);
        session->ping_due = true;
    }
    if (session->ping_due) {
        uint8_t *room = mqtt_outbound_claim(&session->outbound, MQTT_PINGREQ_SIZE, 0);
        if (room != NULL) {
            mqtt_encode_pingreq(room);
            session->ping_due = false;
        }
    }
}

// How long the oldest QoS 1 message has waited for its PUBACK.
static struct stopwatch oldest_sent(const struct mqtt_session *session)
{
    return (struct stopwatch){.began = session->sent.began[0], .running = session->sent.count > 0};
}

static enum mqtt_closing too_late(const struct mqtt_session *session, millis now)
{
    const struct mqtt_deadlines *deadlines = &session->settings->deadlines;
    switch (session->state) {
    case MQTT_SESSION_OPENING:
        return stopwatch_reached(session->waiting, now, deadlines->transport)
                   ? MQTT_CLOSING_TRANSPORT_LATE
                   : MQTT_CLOSING_NONE;
    case MQTT_SESSION_CONNECTING:
        return stopwatch_reached(session->waiting, now, deadlines->connack)
                   ? MQTT_CLOSING_CONNACK_LATE
                   : MQTT_CLOSING_NONE;
    case MQTT_SESSION_WAITING:
    case MQTT_SESSION_CLOSING:
        return MQTT_CLOSING_NONE;
    case MQTT_SESSION_CONNECTED:
        break;
    }
    if (stopwatch_reached(session->waiting, now, deadlines->answer)) {
        return MQTT_CLOSING_SUBACK_LATE;
    }
    if (stopwatch_reached(oldest_sent(session), now, deadlines->answer)) {
        return MQTT_CLOSING_PUBACK_LATE;
    }
    return stopwatch_reached(session->pinged, now, deadlines->answer) ? MQTT_CLOSING_PINGRESP_LATE
                                                                      : MQTT_CLOSING_NONE;
}

static void look_at_the_clock(struct mqtt_session *session, millis now)
{
    const enum mqtt_closing late = too_late(session, now);
    if (late != MQTT_CLOSING_NONE) {
        mqtt_session_give_up(session, late, MQTT_REASON_SUCCESS);
        return;
    }
    if (session->state == MQTT_SESSION_CONNECTED) {
        note_proof(session, now);
        keep_alive(session, now);
    }
}

// While no transport stands: what the last connection left behind, then the next attempt.
static bool next_while_waiting(struct mqtt_session *session, struct mqtt_event *event, millis now)
{
    const uint16_t identifier = session->sent.packet_identifiers[0];
    if (mqtt_inflight_remove(&session->sent, identifier)) {
        *event = (struct mqtt_event){.kind = MQTT_LOST, .packet_identifier = identifier};
        return true;
    }
    if (!stopwatch_reached(session->waiting, now, session->wait)) {
        return false;
    }
    session->state = MQTT_SESSION_OPENING;
    session->waiting = stopwatch_started(now);
    *event = (struct mqtt_event){.kind = MQTT_OPEN_TRANSPORT};
    return true;
}

static bool next_while_talking(struct mqtt_session *session, struct mqtt_event *event, millis now)
{
    const enum mqtt_framer_state arrived = session->framer.state;
    return (arrived == MQTT_FRAMER_READY || arrived == MQTT_FRAMER_MALFORMED) &&
           mqtt_session_arrival(session, event, now);
}

bool mqtt_session_next(struct mqtt_session *session, struct mqtt_event *event, millis now)
{
    if (session->state == MQTT_SESSION_WAITING) {
        return next_while_waiting(session, event, now);
    }
    // What has arrived counts before what is late.
    if (talking(session) && next_while_talking(session, event, now)) {
        return true;
    }
    look_at_the_clock(session, now);
    if (!session->announce_closing) {
        return false;
    }
    session->announce_closing = false;
    *event = (struct mqtt_event){.kind = MQTT_CLOSE_TRANSPORT,
                                 .closing = session->closing,
                                 .reason_code = session->reason_code};
    return true;
}

static millis until(struct stopwatch watch, millis now, millis length)
{
    if (!watch.running) {
        return STOPWATCH_MOST;
    }
    const millis elapsed = stopwatch_elapsed(watch, now);
    return elapsed < length ? length - elapsed : 0;
}

static millis earlier(millis one, millis other)
{
    return one < other ? one : other;
}

static millis until_next_answer_is_late(const struct mqtt_session *session, millis now)
{
    const millis length = session->settings->deadlines.answer;
    const millis first =
        earlier(until(session->waiting, now, length), until(oldest_sent(session), now, length));
    if (session->pinged.running || session->server.keep_alive_seconds == 0) {
        return earlier(first, until(session->pinged, now, length));
    }
    const millis quiet = quiet_time(session);
    return earlier(first,
                   earlier(until(session->spoke, now, quiet), until(session->heard, now, quiet)));
}

millis mqtt_session_next_wake(const struct mqtt_session *session, millis now)
{
    const struct mqtt_deadlines *deadlines = &session->settings->deadlines;
    switch (session->state) {
    case MQTT_SESSION_WAITING:
        return until(session->waiting, now, session->wait);
    case MQTT_SESSION_OPENING:
        return until(session->waiting, now, deadlines->transport);
    case MQTT_SESSION_CONNECTING:
        return until(session->waiting, now, deadlines->connack);
    case MQTT_SESSION_CONNECTED:
        return until_next_answer_is_late(session, now);
    case MQTT_SESSION_CLOSING:
        break;
    }
    return STOPWATCH_MOST;
}
