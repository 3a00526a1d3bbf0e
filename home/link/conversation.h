// A conversation with one door: a session, what the door has said of itself, and the answer to the
// one command that is under way. Whatever comes from the broker and is not the door's own signed
// word is dropped.
#ifndef HOME_LINK_CONVERSATION_H
#define HOME_LINK_CONVERSATION_H

#include "home/link/pending.h"
#include "home/link/session.h"
#include "protocol/time_message.h"

struct conversation {
    const struct home *home;
    char door[NAME_MOST + 1];
    EVP_PKEY *identity;
    EVP_PKEY *time_key;
    struct session session;
    struct door_view view;
    bool changed;            // the view took an Epoch since the caller cleared this
    bool retained;           // the newest Epoch came from the broker's memory
    struct pending *pending; // the caller's, or NULL
    bool answered;
    struct ack ack;
    bool goal_ended;
    uint8_t goal_result;                 // enum result from 16 on
    uint32_t goal_event;                 // the number of the Event that said so
    uint8_t time_told[EPOCH_VALUE_SIZE]; // the Epoch the time was last told over
};

// Loads the door's identity and the keys it needs, connects and subscribes. The conversation may
// not move in memory until it is closed.
MUST_USE bool conversation_open(struct conversation *with, const struct home *home,
                                const char *door, struct failure *failure);

// Takes what comes for at most that long, tells the door the time where it wants it, and returns
// early when something came.
void conversation_wait(struct conversation *with, millis at_most);

// One message as it came; conversation_wait gives it every one.
void conversation_take(struct conversation *with, const struct session_message *message);

// Sends a signed command on the owner's topic.
MUST_USE bool conversation_command(struct conversation *with, struct bytes message);

void conversation_close(struct conversation *with);

// Until a keeper does it, the command line tells the time: a Time over the view's Epoch.
MUST_USE bool conversation_sign_time(const struct door_view *view, EVP_PKEY *time_key, time_t now,
                                     uint8_t message[TIME_SIZE]);

#endif
