// One will of the user on its way to the door: signed over the newest Epoch, signed again over a
// newer one when no Ack comes, given up after ten seconds. It keeps no clock and sends nothing.
//
// A door tells its Epoch at most once a second, so a command that follows another at once may be
// signed over a number that has just passed: CONFLICT. Where the door's next Epoch shows the same
// state as the one that was signed over, nothing has changed that anybody decided by, and the command
// is signed once more; where it shows another, the answer stands.
#ifndef HOME_LINK_PENDING_H
#define HOME_LINK_PENDING_H

#include "base/stopwatch.h"
#include "home/link/door_view.h"
#include "protocol/ack.h"
#include "protocol/command.h"

enum {
    PENDING_SENT_MOST = 4,
    PENDING_AGAIN_AFTER = 3000,  // ms without an Ack
    PENDING_NEWER_WITHIN = 2500, // ms from a CONFLICT to the Epoch that explains it
    PENDING_GIVE_UP_AFTER = 10000
};

struct pending {
    uint8_t action; // enum action
    uint8_t argument;
    struct stopwatch since_asked;
    struct stopwatch since_sent;
    uint64_t last_nonce;
    uint8_t last_epoch_value[EPOCH_VALUE_SIZE];
    uint8_t signed_state; // the door's, in the Epoch signed over
    bool repeated;        // a CONFLICT was looked into, once
    struct stopwatch since_conflict;
    uint16_t conflict_sequence; // the door's, in that Ack
    size_t sent;
    uint8_t command8[PENDING_SENT_MOST][COMMAND8_SIZE]; // an Ack may come to any of them
};

enum pending_step {
    PENDING_WAIT,
    PENDING_SIGN,
    PENDING_STANDS, // the CONFLICT is the answer
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

// After an Ack: true, once, for a CONFLICT that the door's next Epoch may explain away. pending_next
// then waits for it and says whether the command is signed again or the answer stands.
MUST_USE bool pending_looks_into(struct pending *pending, const struct ack *ack, millis now);

// The command8 is of one of them; Events carry it too.
MUST_USE bool pending_is_mine(const struct pending *pending, const uint8_t command8[COMMAND8_SIZE]);

#endif
