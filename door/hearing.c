#include "door/hearing.h"

#include "base/reader.h"

#include <string.h>

enum {
    ROSTER_RETRY = 1000,      // ms between two looks at a Roster that was put off
    SUBSCRIBE_AGAIN = 300000, // ms with a subscription that was refused
    REFUSED = 0x80            // reason codes from here on are failures: MQTT 5, 2.4
};

static void note_number(struct opener *opener, enum note_kind kind, uint8_t verdict,
                        uint32_t number)
{
    notes_put(&opener->floor.notes,
              &(struct note){.kind = kind, .verdict = verdict, .number = number});
}

static void hear_stored(struct opener *opener, struct bytes payload)
{
    struct reader r = reader_over(payload);
    const uint32_t boot = reader_u32(&r);
    const uint32_t number = reader_u32(&r);
    if (reader_finished(&r)) {
        report_stored(&opener->floor.report, boot, number);
    }
}

static void hear_time(struct opener *opener, const struct mqtt_event *event, millis now)
{
    const enum guard_verdict verdict =
        guard_hear_time(&opener->floor.guard, event->payload, event->retain, now);
    note_number(opener, NOTE_TIME, (uint8_t)verdict, 0);
}

static void hear_message(struct opener *opener, const struct mqtt_event *event, millis now)
{
    const struct image *image = opener->floor.image;
    struct heard heard = {.payload = event->payload, .retained = event->retain};
    if (topic_names_user(image, event->topic_name, "command", &heard.user)) {
        command_route_hear(&opener->floor, &heard, now);
    } else if (topic_is(image, event->topic_name, "time")) {
        hear_time(opener, event, now);
    } else if (topic_is(image, event->topic_name, "stored")) {
        hear_stored(opener, event->payload);
    }
    // A Command that was heard is dead for the broker, whatever becomes of it.
    mqtt_session_acknowledge(&opener->session, event->packet_identifier);
}

static void begin_roster(struct incoming_roster *incoming)
{
    incoming->count = 0;
    incoming->too_long = false;
    incoming->whole = false;
}

static void add_to_roster(struct incoming_roster *incoming, struct bytes piece)
{
    if (piece.count > sizeof(incoming->room) - incoming->count) {
        incoming->too_long = true;
        return;
    }
    if (piece.count > 0) {
        memcpy(incoming->room + incoming->count, piece.at, piece.count);
        incoming->count += piece.count;
    }
}

// Unlike a Command a Roster does not age: one for which there is no budget now, or which flash did not
// take, is looked at again. It may be there to take a key away.
static void judge_roster(struct opener *opener, millis now)
{
    struct incoming_roster *incoming = &opener->incoming;
    struct network_floor *floor = &opener->floor;
    const struct bytes roster = {incoming->room, incoming->count};
    enum roster_verdict verdict =
        guard_hear_roster(&floor->guard, roster, opener->certificate_end, now);
    const bool good = verdict == ROSTER_ACCEPTED || verdict == ROSTER_TAKEN_BACK;
    if (verdict == ROSTER_REFUSED_BUDGET ||
        (good && !network_floor_take_roster(floor, roster, now))) {
        incoming->waits = stopwatch_started(now);
        return; // a failure of the store has been noted
    }
    incoming->whole = false;
    if (verdict != ROSTER_REFUSED_SAME) {
        note_number(opener, NOTE_ROSTER, (uint8_t)verdict, floor->guard.roster.version);
    }
}

static void end_roster(struct opener *opener, const struct mqtt_event *event)
{
    struct incoming_roster *incoming = &opener->incoming;
    incoming->whole = !incoming->too_long && incoming->count > 0;
    incoming->waits = stopwatch_stopped();
    mqtt_session_acknowledge(&opener->session, event->packet_identifier);
}

static void note_refused_subscriptions(struct opener *opener, struct bytes reason_codes, millis now)
{
    for (size_t i = 0; i < reason_codes.count; i++) {
        if (reason_codes.at[i] >= REFUSED) {
            note_number(opener, NOTE_SUBSCRIPTION_REFUSED, reason_codes.at[i], (uint32_t)i);
            opener->since_refusal = stopwatch_started(now);
        }
    }
}

// SUBSCRIBE is said once for each connection, so whoever wants it said again connects again. Not at
// once, for a broker that stays with its word would be asked for ever.
static void subscribe_again(struct opener *opener, millis now)
{
    if (opener->connected && stopwatch_reached(opener->since_refusal, now, SUBSCRIBE_AGAIN)) {
        opener->since_refusal = stopwatch_stopped();
        mqtt_session_disconnect(&opener->session);
    }
}

static void connected(struct opener *opener)
{
    opener->connected = true;
    opener->online_told = false;
    opener->since_mirror = stopwatch_stopped();
    opener->since_refusal = stopwatch_stopped();
    report_connected(&opener->floor.report);
    note_number(opener, NOTE_CONNECTED, 0, opener->session.version);
}

static void closing(struct opener *opener, const struct mqtt_event *event)
{
    opener->connected = false;
    opener->transport = OPENER_TRANSPORT_CLOSE;
    note_number(opener, NOTE_CLOSING, event->reason_code, event->closing);
}

static void hear(struct opener *opener, const struct mqtt_event *event, millis now)
{
    switch (event->kind) {
    case MQTT_OPEN_TRANSPORT:
        opener->transport = OPENER_TRANSPORT_OPEN;
        break;
    case MQTT_CONNECTED:
        connected(opener);
        break;
    case MQTT_SUBSCRIBED:
        note_refused_subscriptions(opener, event->payload, now);
        break;
    case MQTT_MESSAGE:
        hear_message(opener, event, now);
        break;
    case MQTT_MESSAGE_BEGINS:
        begin_roster(&opener->incoming);
        break;
    case MQTT_MESSAGE_PIECE:
        add_to_roster(&opener->incoming, event->payload);
        break;
    case MQTT_MESSAGE_ENDS:
        end_roster(opener, event);
        break;
    case MQTT_MESSAGE_DROPPED:
        note_number(opener, NOTE_DROPPED, 0, event->size);
        break;
    case MQTT_PUBLISHED:
        report_acknowledged(&opener->floor.report, event->packet_identifier);
        break;
    case MQTT_LOST:
        report_lost(&opener->floor.report, event->packet_identifier);
        break;
    case MQTT_CLOSE_TRANSPORT:
        closing(opener, event);
        break;
    }
}

static bool may_hear(const struct opener *opener)
{
    return !opener->floor.guard.verifying.running &&
           command_route_is_idle(&opener->command, &opener->floor);
}

static bool roster_is_due(const struct opener *opener, millis now)
{
    const struct stopwatch waits = opener->incoming.waits;
    return opener->floor.remote && opener->incoming.whole &&
           (!waits.running || stopwatch_reached(waits, now, ROSTER_RETRY));
}

// One message is enough for one step, whatever it costs.
void hearing_run(struct opener *opener, millis now)
{
    struct mqtt_event event;
    opener->more_to_hear = false;
    while (!opener->more_to_hear && may_hear(opener) &&
           mqtt_session_next(&opener->session, &event, now)) {
        hear(opener, &event, now);
        opener->more_to_hear = event.kind == MQTT_MESSAGE;
    }
    if (may_hear(opener) && roster_is_due(opener, now)) {
        judge_roster(opener, now);
    }
    if (may_hear(opener)) {
        subscribe_again(opener, now);
    }
}

void hearing_forget(struct opener *opener)
{
    opener->connected = false;
    if (!opener->incoming.whole) {
        begin_roster(&opener->incoming);
    }
}
