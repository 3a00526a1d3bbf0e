// What the door says about itself: Epochs, Acks and Events, finished and signed, one at a time.
//
// Signing takes long, so nothing is signed before it can be sent: report_finish signs the one message
// that is due first, and it stays in report->finished until report_sent says that it went, or
// report_disconnected that it can not.
//
// Event numbers are the report's: gapless within a boot, going on after the last one journalled.
#ifndef DOOR_REPORT_REPORT_H
#define DOOR_REPORT_REPORT_H

#include "door/report/uptime.h"
#include "door/store/store.h"
#include "protocol/ack.h"
#include "protocol/epoch.h"
#include "protocol/event.h"

enum {
    REPORT_ACKS = 4,
    REPORT_EVENTS = 8, // that are told from RAM
    REPORT_PACE = 1000 // ms between two Epochs, and between two Events that are told again
};

enum report_kind {
    REPORT_NOTHING = 0,
    REPORT_ACK,
    REPORT_EVENT,
    REPORT_EPOCH,
    REPORT_OLD_EVENT // told again after `stored`
};

// A message that is ready to go. user names the Ack's topic; packet_identifier is the transport's.
struct finished {
    enum report_kind kind;
    uint8_t user[USER_SIZE];
    uint8_t bytes[EPOCH_SIZE]; // the longest of them
    size_t count;
};

struct report_ack {
    struct ack ack;
    uint8_t user[USER_SIZE];
};

struct report_event {
    struct event event;
    bool in_flight; // sent, and not acknowledged yet
    uint16_t packet_identifier;
};

// Told again by (boot, number), one a second.
struct report_again {
    bool running;
    uint32_t boot;
    uint32_t number;
    struct stopwatch last;
};

struct report {
    const uint8_t *identity_key; // borrowed, PRIVATE_KEY_SIZE bytes
    uint8_t door8[DOOR8_SIZE];
    struct uptime uptime;
    uint32_t boot;
    uint32_t number; // of the last Event
    struct report_ack acks[REPORT_ACKS];
    uint8_t ack_count;
    struct report_event events[REPORT_EVENTS];
    uint8_t event_count;
    struct report_again again;
    struct epoch told; // the Epoch that was sent last
    bool epoch_due;    // whether or not anything has changed
    struct stopwatch since_epoch;
    struct finished finished;
};

// last_number: of the last Event that was journalled.
void report_init(struct report *report, const uint8_t *identity_key,
                 const uint8_t door8[DOOR8_SIZE], millis now);
void report_begin_boot(struct report *report, uint32_t boot, uint32_t last_number);

// Fills in what every Event of this door has: door8, boot, uptime, and the next number, which is used
// once report_tell is called.
void report_number(const struct report *report, struct event *event, millis now);

// Tells it. Where there is no room it has its number all the same, and is told again after `stored`
// if it was journalled.
void report_tell(struct report *report, const struct event *event);

// Room for another Event in RAM.
MUST_USE bool report_takes_event(const struct report *report);

// There is room for another Ack.
MUST_USE bool report_takes_ack(const struct report *report);
void report_ack(struct report *report, const struct ack *ack, const uint8_t user[USER_SIZE]);

// `stored` came: what was journalled after it is told again.
void report_stored(struct report *report, uint32_t boot, uint32_t number);

// An Epoch that has been sent was about something else, or none has been: there is news.
MUST_USE bool report_is_news(const struct report *report, const struct epoch *now_so);

// Signs what is due first, where nothing is waiting to be sent: Acks, Events, the Epoch, old Events.
// now_so is the Epoch as it would be now; its door8, boot and event_number are filled in here. Where
// nothing is due, or the key does not sign, finished.kind stays REPORT_NOTHING.
void report_finish(struct report *report, const struct store *store, const struct epoch *now_so,
                   millis now);

// The finished message was handed over. packet_identifier 0: nobody will acknowledge it.
void report_sent(struct report *report, uint16_t packet_identifier, millis now);

// What became of a message that was handed over.
void report_acknowledged(struct report *report, uint16_t packet_identifier);
void report_lost(struct report *report, uint16_t packet_identifier);

// The connection is gone: Acks with it, for their askers have given up; Events wait.
void report_disconnected(struct report *report);

// A new connection: the Epoch is due.
void report_connected(struct report *report);

// How long nothing will be due by itself; what is finished already waits for its transport.
millis report_next_wake(const struct report *report, const struct epoch *now_so, millis now);

#endif
