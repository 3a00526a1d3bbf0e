// One will of the user on its way to the door: signed over the newest Epoch, signed again over a
// newer one when no Ack comes, given up after ten seconds. It keeps no clock and sends nothing.
#ifndef HOME_LINK_PENDING_H
#define HOME_LINK_PENDING_H

#include "base/stopwatch.h"
#include "home/link/door_view.h"
#include "protocol/ack.h"
#include "protocol/command.h"

enum {
    PENDING_SENT_MOST = 4,
    PENDING_AGAIN_AFTER = 3000, // ms without an Ack
    PENDING_GIVE_UP_AFTER = 10000
};

struct pending {
    uint8_t action; // enum action
    uint8_t argument;
    struct stopwatch since_asked;
    struct stopwatch since_sent;
    uint64_t last_nonce;
    uint8_t last_epoch_value[EPOCH_VALUE_SIZE];
    size_t sent;
    uint8_t command8[PENDING_SENT_MOST][COMMAND8_SIZE]; // an Ack may come to any of them
};

enum pending_step {
    PENDING_WAIT,
    PENDING_SIGN,
    PENDING_GIVE_UP
};

struct pending pending_asked(uint8_t action, uint8_t argument, millis now);

// What is to be done now.
MUST_USE enum pending_step pending_next(const struct pending *pending, const struct door_view *view,
                                        millis now);

// Signs it over the view's Epoch; unix_ms is the client's clock. False when the key does not sign.
MUST_USE bool pending_sign(struct pending *pending, const struct door_view *view, EVP_PKEY *key,
                           uint64_t unix_ms, uint8_t message[COMMAND_RAW_SIZE]);

// To be called when the message went out: the three seconds begin.
void pending_went_out(struct pending *pending, millis now);

// True for an Ack by this door to one of the commands that were signed here.
MUST_USE bool pending_take_ack(const struct pending *pending, const struct door_view *view,
                               struct bytes message, struct ack *out);

// The command8 is of one of them; Events carry it too.
MUST_USE bool pending_is_mine(const struct pending *pending, const uint8_t command8[COMMAND8_SIZE]);

#endif
