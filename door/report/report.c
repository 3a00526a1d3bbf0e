#include "door/report/report.h"

#include "base/insist.h"
#include "door/seams/crypto.h"

#include <string.h>

void report_init(struct report *report, const uint8_t *identity_key,
                 const uint8_t door8[DOOR8_SIZE], millis now)
{
    *report = (struct report){.identity_key = identity_key, .uptime = uptime_from(now)};
    memcpy(report->door8, door8, DOOR8_SIZE);
}

void report_begin_boot(struct report *report, uint32_t boot, uint32_t last_number)
{
    report->boot = boot;
    report->number = last_number;
}

void report_number(const struct report *report, struct event *event, millis now)
{
    memcpy(event->door8, report->door8, DOOR8_SIZE);
    event->boot = report->boot;
    event->number = report->number + 1;
    event->uptime = uptime_seconds(&report->uptime, now);
}

bool report_takes_event(const struct report *report)
{
    return report->event_count < REPORT_EVENTS;
}

void report_tell(struct report *report, const struct event *event)
{
    report->number = event->number;
    if (report_takes_event(report)) {
        report->events[report->event_count++] = (struct report_event){.event = *event};
    }
}

bool report_takes_ack(const struct report *report)
{
    return report->ack_count < REPORT_ACKS;
}

void report_ack(struct report *report, const struct ack *ack, const uint8_t user[USER_SIZE])
{
    INSIST(401, report_takes_ack(report));
    struct report_ack *place = &report->acks[report->ack_count++];
    place->ack = *ack;
    memcpy(place->ack.door8, report->door8, DOOR8_SIZE);
    memcpy(place->user, user, USER_SIZE);
}

void report_stored(struct report *report, uint32_t boot, uint32_t number)
{
    report->again.running = true;
    report->again.boot = boot;
    report->again.number = number;
}

static bool same_roster(const struct epoch *left, const struct epoch *right)
{
    return left->roster_version == right->roster_version &&
           same_bytes(left->roster_hash8, right->roster_hash8, HASH8_SIZE);
}

// The time is no news: it comes with each turn.
bool report_is_news(const struct report *report, const struct epoch *now_so)
{
    const struct epoch *told = &report->told;
    return report->epoch_due || told->turn != now_so->turn || told->boot != report->boot ||
           told->sequence != now_so->sequence || told->state != now_so->state ||
           told->position != now_so->position || told->flags != now_so->flags ||
           told->event_number != report->number || !same_roster(told, now_so);
}

static bool epoch_may_go(const struct report *report, const struct epoch *now_so, millis now)
{
    const bool too_soon =
        report->since_epoch.running && !stopwatch_reached(report->since_epoch, now, REPORT_PACE);
    return !too_soon && report_is_news(report, now_so);
}

// Signs the bytes that stand in finished already, covered of them, and puts the signature behind. A key
// that does not sign leaves nothing finished.
static void finish(struct report *report, enum report_kind kind, size_t covered)
{
    struct finished *finished = &report->finished;
    uint8_t hash[HASH_SIZE];
    crypto_sha256((struct bytes){finished->bytes, covered}, hash);
    if (crypto_sign(report->identity_key, hash, finished->bytes + covered)) {
        finished->count = covered + SIGNATURE_SIZE;
        finished->kind = kind;
    }
}

static void finish_ack(struct report *report)
{
    ack_encode(&report->acks[0].ack, report->finished.bytes);
    memcpy(report->finished.user, report->acks[0].user, USER_SIZE);
    finish(report, REPORT_ACK, ACK_COVERED);
}

static void finish_epoch(struct report *report, const struct epoch *now_so)
{
    report->told = *now_so;
    memcpy(report->told.door8, report->door8, DOOR8_SIZE);
    report->told.boot = report->boot;
    report->told.event_number = report->number;
    epoch_encode(&report->told, report->finished.bytes);
    finish(report, REPORT_EPOCH, EPOCH_COVERED);
}

// Which Event is the next to be told; event_count where all are.
static uint8_t first_waiting(const struct report *report)
{
    uint8_t at = 0;
    while (at < report->event_count && report->events[at].in_flight) {
        at++;
    }
    return at;
}

static void finish_event(struct report *report, const struct event *event, enum report_kind kind)
{
    event_encode(event, report->finished.bytes);
    finish(report, kind, EVENT_COVERED);
}

static struct event event_of(const struct report *report, const struct kept_movement *movement)
{
    struct event event = {.boot = movement->boot,
                          .number = movement->number,
                          .uptime = movement->uptime,
                          .unix_seconds = movement->unix_seconds,
                          .what = movement->what,
                          .result = movement->result};
    memcpy(event.door8, report->door8, DOOR8_SIZE);
    memcpy(event.key8, movement->key8, KEY8_SIZE);
    memcpy(event.command8, movement->command8, COMMAND8_SIZE);
    return event;
}

// In idle time only: what is still on its way from RAM may be what the keeper lacks.
static bool old_event_may_go(const struct report *report, millis now)
{
    const struct stopwatch last = report->again.last;
    return report->again.running && report->event_count == 0 &&
           (!last.running || stopwatch_reached(last, now, REPORT_PACE));
}

static void finish_old_event(struct report *report, const struct store *store, millis now)
{
    struct report_again *again = &report->again;
    struct kept_movement movement;
    if (!store_movement_after(store, again->boot, again->number, &movement)) {
        again->running = false;
        again->last = stopwatch_stopped();
        return;
    }
    const struct event event = event_of(report, &movement);
    finish_event(report, &event, REPORT_OLD_EVENT);
    again->boot = movement.boot;
    again->number = movement.number;
    again->last = stopwatch_started(now);
}

void report_finish(struct report *report, const struct store *store, const struct epoch *now_so,
                   millis now)
{
    if (report->boot == 0 || report->finished.kind != REPORT_NOTHING) {
        return;
    }
    const uint8_t waiting = first_waiting(report);
    if (report->ack_count > 0) {
        finish_ack(report);
    } else if (waiting < report->event_count) {
        finish_event(report, &report->events[waiting].event, REPORT_EVENT);
    } else if (epoch_may_go(report, now_so, now)) {
        finish_epoch(report, now_so);
    } else if (old_event_may_go(report, now)) {
        finish_old_event(report, store, now);
    }
}

static void drop_event(struct report *report, size_t at)
{
    report->event_count--;
    memmove(&report->events[at], &report->events[at + 1],
            (report->event_count - at) * sizeof(report->events[0]));
}

static void event_sent(struct report *report, uint16_t packet_identifier)
{
    const uint8_t sent = first_waiting(report);
    if (packet_identifier == 0) {
        drop_event(report, sent);
        return;
    }
    report->events[sent].in_flight = true;
    report->events[sent].packet_identifier = packet_identifier;
}

void report_sent(struct report *report, uint16_t packet_identifier, millis now)
{
    switch (report->finished.kind) {
    case REPORT_ACK:
        report->ack_count--;
        memmove(&report->acks[0], &report->acks[1], report->ack_count * sizeof(report->acks[0]));
        break;
    case REPORT_EVENT:
        event_sent(report, packet_identifier);
        break;
    case REPORT_EPOCH:
        report->epoch_due = false;
        report->since_epoch = stopwatch_started(now);
        break;
    case REPORT_OLD_EVENT:
    case REPORT_NOTHING:
        break;
    }
    report->finished.kind = REPORT_NOTHING;
}

void report_acknowledged(struct report *report, uint16_t packet_identifier)
{
    for (size_t i = 0; i < report->event_count; i++) {
        if (report->events[i].in_flight &&
            report->events[i].packet_identifier == packet_identifier) {
            drop_event(report, i);
            return;
        }
    }
}

void report_lost(struct report *report, uint16_t packet_identifier)
{
    for (size_t i = 0; i < report->event_count; i++) {
        if (report->events[i].packet_identifier == packet_identifier) {
            report->events[i].in_flight = false;
        }
    }
}

void report_disconnected(struct report *report)
{
    report->finished.kind = REPORT_NOTHING;
    report->ack_count = 0;
    report->again.running = false;
    for (size_t i = 0; i < report->event_count; i++) {
        report->events[i].in_flight = false;
    }
}

void report_connected(struct report *report)
{
    report->epoch_due = true;
}

static millis until(struct stopwatch watch, millis length, millis now)
{
    const millis elapsed = stopwatch_elapsed(watch, now);
    return watch.running && elapsed < length ? length - elapsed : 0;
}

millis report_next_wake(const struct report *report, const struct epoch *now_so, millis now)
{
    if (report->boot == 0 || report->finished.kind != REPORT_NOTHING) {
        return STOPWATCH_MOST;
    }
    if (report->ack_count > 0 || first_waiting(report) < report->event_count) {
        return 0;
    }
    const millis epoch = report_is_news(report, now_so)
                             ? until(report->since_epoch, REPORT_PACE, now)
                             : STOPWATCH_MOST;
    const millis again = report->again.running && report->event_count == 0
                             ? until(report->again.last, REPORT_PACE, now)
                             : STOPWATCH_MOST;
    return epoch < again ? epoch : again;
}
