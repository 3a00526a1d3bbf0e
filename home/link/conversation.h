// A conversation with one door: a session, what the door has said of itself, and the answer to the
// one command that is under way. Whatever comes from the broker and is not the door's own signed
// word is dropped.
#ifndef HOME_LINK_CONVERSATION_H
#define HOME_LINK_CONVERSATION_H

#include "home/link/pending.h"
#include "home/link/session.h"
#include "home/people/roster_file.h"
#include "protocol/time_message.h"

enum {
    ROSTER_SENT_AGAIN_AFTER = 5000 // ms: a door takes one Roster in 30 s, and asks for nothing
};

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
    bool has_roster;                     // doors/NAME/roster could be read:
    struct stored_roster roster;
    struct signed_rosters signed_rosters;
    struct stopwatch since_roster; // was last sent
};

// Loads the door's identity and the keys it needs, connects and subscribes. The conversation may
// not move in memory until it is closed.
MUST_USE bool conversation_open(struct conversation *with, const struct home *home,
                                const char *door, struct failure *failure);

// Takes what comes for at most that long, and returns early when something came. On the way it tells
// the door the time where it wants it, and sends it the stored roster where it has an older one of
// this home.
void conversation_wait(struct conversation *with, millis at_most);

// One message as it came; conversation_wait gives it every one.
void conversation_take(struct conversation *with, const struct session_message *message);

// Sends a signed command on the owner's topic.
MUST_USE bool conversation_command(struct conversation *with, struct bytes message);

// Tells the door the time, whether its clock is off or not, once over each of its Epochs: a door that took
// it shows the time in its next one. A door forgets after a day that it was told.
void conversation_tell_time(struct conversation *with);

// How the door's newest Epoch stands to the stored roster.
enum roster_standing {
    ROSTER_STANDING_UNKNOWN, // no Epoch yet, or no stored roster
    ROSTER_STANDING_BEHIND,  // the door has an older one of this home
    ROSTER_STANDING_IN_FORCE,
    ROSTER_STANDING_ANOTHERS // another owner's is in force
};
MUST_USE enum roster_standing conversation_roster(const struct conversation *with);

// Sends the stored roster, retained, unless that was done within ROSTER_SENT_AGAIN_AFTER.
void conversation_send_roster(struct conversation *with);

void conversation_close(struct conversation *with);

// Until a keeper does it, the command line tells the time: a Time over the view's Epoch.
MUST_USE bool conversation_sign_time(const struct door_view *view, EVP_PKEY *time_key, time_t now,
                                     uint8_t message[TIME_SIZE]);

#endif
