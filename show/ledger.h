// What the door itself has said: its newest Epoch and its Events, each verified with its identity
// key. It listens at the broker as the owner does, and sends nothing.
#ifndef SHOW_LEDGER_H
#define SHOW_LEDGER_H

#include "home/link/door_view.h"
#include "home/link/session.h"
#include "protocol/event.h"

enum {
    LEDGER_MOVER_MOST = 32
};

struct ledger {
    bool open;
    struct home home;
    EVP_PKEY *identity;
    uint8_t owner8[KEY8_SIZE];
    struct session session;
    struct door_view view;
    uint64_t heard_at;     // moment_now of the newest Epoch that was no memory of the broker
    uint32_t events;       // taken so far
    struct event latest;   // Event
    struct event movement; // the latest that tells who moved it; what is 0 before there was one
    struct event ending;   // the latest end of a goal
};

// The home is made, its door is there and the broker runs.
MUST_USE bool ledger_open(struct ledger *ledger, const char *home, const char *door,
                          struct failure *failure);
void ledger_close(struct ledger *ledger);

// Takes what has come, and waits for it for so many milliseconds at most, at least 1.
void ledger_listen(struct ledger *ledger, millis at_most);

// Who moved the door last, as its Events say it: "alice", "the wall button" and so on.
const char *ledger_mover(const struct ledger *ledger);

#endif
