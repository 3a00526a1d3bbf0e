// What the network floor has to tell its board's log: plain values in a small ring. The core prints
// nothing; a board that keeps no log takes no notes, and then the oldest stay.
#ifndef DOOR_NOTES_H
#define DOOR_NOTES_H

#include "door/mqtt/session.h"
#include "door/operator/mailbox.h"

enum note_kind {
    NOTE_OCCURRENCE, // occurrence, user
    NOTE_ANSWERED,   // user, action, result, outcome, sequence, number: sequence in the Command
    NOTE_REFUSED,    // silently: verdict, user as the topic has it
    NOTE_ROSTER,     // verdict: enum roster_verdict, number: version in force
    NOTE_TIME,       // verdict
    NOTE_CONNECTED,  // number: version of MQTT
    NOTE_SUBSCRIPTION_REFUSED, // number: of the subscription, verdict: reason code
    NOTE_CLOSING,              // verdict: reason code, number: enum mqtt_closing
    NOTE_DROPPED,              // a message that was too long; number: bytes
    NOTE_STORE_FAILED,         // number: which write
    NOTE_BOOT                  // number: of the boot; 0: no remote operation
};

struct note {
    enum note_kind kind;
    uint8_t user[USER_SIZE]; // zeroes: nobody
    uint8_t action;
    uint8_t result;
    uint8_t outcome;
    uint8_t verdict;
    uint16_t sequence;
    uint32_t number;
    struct occurrence occurrence;
};

enum {
    NOTES_MOST = 6
};

struct notes {
    struct note notes[NOTES_MOST];
    uint8_t first;
    uint8_t count;
    uint32_t dropped;
};

void notes_put(struct notes *notes, const struct note *note);
MUST_USE bool notes_take(struct notes *notes, struct note *out);

#endif
