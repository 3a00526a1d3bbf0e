// Somebody with root on the broker: he hears every message and sends whatever he likes under any
// topic. What he does not have is a key the door knows.
//
// He is played by a plain client on a listener that he has opened for himself on loopback.
#ifndef SHOW_THIEF_H
#define SHOW_THIEF_H

#include "base/bytes.h"
#include "base/must_use.h"
#include "home/failure.h"
#include "protocol/ack.h"
#include "protocol/command.h"
#include "protocol/epoch.h"

#include <stdint.h>

enum {
    TOPIC_MOST = 128
};

struct mosquitto;

// What he has overheard so far; counts never fall.
struct overheard {
    uint32_t commands;
    uint32_t retained_commands; // that the broker kept for whoever subscribes
    uint32_t acks;
    uint32_t live_epochs; // said just now, and not from the broker's memory
    size_t command_size;
    uint8_t command[COMMAND_MOST]; // the latest, as it was sent
    char command_topic[TOPIC_MOST];
    struct ack ack;
    struct epoch epoch;
    bool has_epoch;
    uint32_t refused; // the door's own count of what it did not answer, from the mirror
};

struct thief {
    struct mosquitto *session; // NULL: none
    struct overheard heard;
    size_t sent_size;
    uint8_t sent[COMMAND_MOST]; // his own latest
};

enum forgery {
    FORGERY_OWN_KEY,     // signed and named by the stranger's key
    FORGERY_STOLEN_NAME, // signed by it too, but named as the command he overheard is
    FORGERIES
};

MUST_USE bool thief_start(struct thief *thief, uint16_t port, struct failure *failure);
void thief_end(struct thief *thief);

// Takes in what has come; called often. False: the broker is gone.
MUST_USE bool thief_listen(struct thief *thief);

// The latest command once more, to the byte; where retained, the broker keeps it and gives it to
// everybody who subscribes.
MUST_USE bool thief_replay(struct thief *thief, bool retained, struct failure *failure);

// An OPEN for the epoch he has overheard, with the sequence that the door expects.
MUST_USE bool thief_forge(struct thief *thief, enum forgery forgery, struct failure *failure);

// Takes a retained command from its topic again.
MUST_USE bool thief_clear(struct thief *thief, struct failure *failure);

#endif
