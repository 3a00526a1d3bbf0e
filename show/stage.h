// The whole home on one machine: the garage in its hall, a controller that is the real door program, or
// its firmware on the emulated board that is moved through its pins, a real mosquitto, and the command
// line that people type into.
//
// Whatever is started here ends with stage_end, by its own pid.
#ifndef SHOW_STAGE_H
#define SHOW_STAGE_H

#include "show/child.h"
#include "show/hall.h"
#include "show/ledger.h"
#include "show/names.h"
#include "show/places.h"

#include <stdint.h>

enum broker_conduct {
    BROKER_HONEST,      // as portcullis configured it
    BROKER_TAKEN_OVER,  // no list of rights, and a listener without TLS for the thief
    BROKER_HOLDING_BACK // the same, and the door gets no commands
};

struct stage {
    struct places places;
    bool on_board; // the controller is the firmware on the emulated board
    uint16_t port;
    uint16_t plain_port; // the thief's own
    uint16_t page_port;  // of the phones' page
    uint16_t websockets_port;
    struct hall hall;
    struct ledger ledger;
    struct child broker;
    struct child nginx;
    struct child controller;
    enum broker_conduct conduct;
    bool frozen; // the broker
    bool mains;
    unsigned boots; // of the controller
};

// Finds programs, folder and ports, and opens the hall; nothing of the home is there yet. page: the files
// of the phones' page; NULL: there is none.
MUST_USE bool stage_set(struct stage *stage, bool on_board, const char *page,
                        struct failure *failure);

MUST_USE bool stage_has_page(const struct stage *stage);

// A command of the portcullis program, as a person types it; NULL ends the words, of which there are
// at most CHILD_ARGUMENTS_MOST - 2.
void stage_command(const struct stage *stage, const char *const *words, struct child_order *out);

// Starts mosquitto and waits until it answers.
MUST_USE bool stage_broker_start(struct stage *stage, enum broker_conduct conduct,
                                 struct failure *failure);

// Starts nginx with the page, as portcullis configured it, and waits until it answers.
MUST_USE bool stage_page_start(struct stage *stage, struct failure *failure);

// As a person stops it, so that it writes down what it keeps; and as a crash does.
void stage_broker_stop(struct stage *stage);
void stage_broker_kill(struct stage *stage);

// The broker stands still: connections stay, nothing passes. That is how a broken network looks.
void stage_broker_freeze(struct stage *stage, bool frozen);

// The mains of the garage: with them goes the controller, in the middle of whatever it does.
MUST_USE bool stage_mains(struct stage *stage, bool on, struct failure *failure);

// Broker and controller are as they should be; called often. False: one has ended by itself.
MUST_USE bool stage_sound(struct stage *stage, struct failure *failure);

void stage_end(struct stage *stage, bool keep);

// SIGINT, SIGTERM or SIGHUP has come: end.
void stage_listen_to_signals(void);
MUST_USE bool stage_must_end(void);

#endif
