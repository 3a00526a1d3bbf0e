// A whole door in one process and virtual time: the opener, the operator, a flash in memory, a
// simulated garage, and a broker that does what the test says. No TLS.
//
// It is one at a time, for the board's seams are answered here: entropy, and the two floors' turns.
#ifndef TEST_SUPPORT_WHOLE_DOOR_H
#define TEST_SUPPORT_WHOLE_DOOR_H

#include "door/opener.h"
#include "garage/garage.h"
#include "test/support/people.h"
#include "test/support/ram_flash.h"
#include "test/support/scripted_broker.h"

enum {
    WHOLE_DOOR_NOTES = 64
};

struct whole_door {
    struct opener opener;
    struct door door;
    struct ram_flash flash;
    struct garage garage;
    struct scripted_broker broker;
    struct image image;
    uint8_t first_roster[ROSTER_MOST];
    struct roster_entry entries[ROSTER_ENTRIES_MOST];
    struct roster_head head; // of the roster made last
    millis now;
    millis verify_takes;    // how long a verification holds up the network floor
    bool powered;           // the controller has power
    bool linked;            // it has a connection
    bool no_network;        // and can get one
    bool door_floor_stands; // no step of the door floor is made: it hangs
    uint32_t panic;         // of the life before, as the board tells it at the next boot
    uint32_t presses;       // of the relay, since the beginning
    uint64_t nonce;
    struct garage_pins pins;
    struct note notes[WHOLE_DOOR_NOTES];
    size_t note_count;
};

// The people of the first roster: [0] the admin, alice an owner, bob a guest with one use, carol a
// member, robot automation that may not open, clock a timekeeper, dave a key for stop only. Both
// halves of the permission to close unattended are given as soon as whole_door_permit was called.
void whole_door_init(struct whole_door *whole);

// Power on: boots from flash. Power off: RAM is lost, outputs drop.
void whole_door_boot(struct whole_door *whole);
void whole_door_cut(struct whole_door *whole);

// So many milliseconds go by. A flash that goes dark takes the controller's power with it.
void whole_door_run(struct whole_door *whole, millis length);

// Runs until the door is connected, has told an Epoch and has nothing left to say; false: 5 s were
// not enough.
bool whole_door_settles(struct whole_door *whole);

// Init, boot, and settled: a door that is connected and closed. False: it did not come to that.
bool whole_door_ready(struct whole_door *whole);

// The same, and it may close unattended.
bool whole_door_ready_to_close(struct whole_door *whole);

// Runs until the goal that runs is over, and told.
bool whole_door_finishes(struct whole_door *whole);

// Holds the button on the device until the device's half of the permission is given (C29).
void whole_door_permit(struct whole_door *whole);

// The latest Epoch, as the broker has it; insists that it verifies.
struct epoch whole_door_epoch(const struct whole_door *whole);

// What somebody would sign now, seeing that Epoch: its value and sequence, and the next nonce.
struct command whole_door_wish(struct whole_door *whole, enum action action);

// Signs it and delivers it on the topic of that user. Gives its command8.
void whole_door_deliver(struct whole_door *whole, enum test_key_owner who, const char *user,
                        const struct command *command, uint8_t command8[COMMAND8_SIZE]);

// The same message bytes again, as a broker would.
void whole_door_replay(struct whole_door *whole, const char *user, struct bytes message,
                       bool retained);

// The result of the Ack to that command; 0: there is none. Insists that it verifies.
uint8_t whole_door_result(const struct whole_door *whole, const char *user,
                          const uint8_t command8[COMMAND8_SIZE]);

// Wish, deliver, run a second, result.
uint8_t whole_door_ask(struct whole_door *whole, enum test_key_owner who, const char *user,
                       enum action action);

// Whether a signed Event like this was told; key8 NULL: whosever.
bool whole_door_told(const struct whole_door *whole, enum what what, uint8_t result,
                     const uint8_t *key8);

// Entropy: gives none from now on, or gives the same from the start.
void whole_door_entropy_fails(bool fails);
void whole_door_entropy_restarts(void);

#endif
