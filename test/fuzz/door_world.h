// A whole door for fuzzing: opener and operator, a flash in memory, a simulated garage, a small broker
// and 32 people, in virtual time and with the fake of cryptography. At each step it insists on what
// holds for every door whatever anybody sends (docs/protocol.md; C6, C7, C24):
//
// - a permit is handed down only for a Command that a key of the roster signed for this door, in a
//   live epoch, on its user's own topic and not retained, that its role allows; and for each only once;
// - the relay closes for nothing else, for one pulse, and with a gap between two;
// - what is locked does not open, and a key with limited uses opens no more often, power cuts or not;
// - the roster's version and the number of the boot only rise.
//
// One at a time: the board's seams are answered here.
#ifndef TEST_FUZZ_DOOR_WORLD_H
#define TEST_FUZZ_DOOR_WORLD_H

#include "door/opener.h"
#include "garage/garage.h"
#include "test/fuzz/small_broker.h"
#include "test/support/ram_flash.h"

enum {
    PEOPLE = ROSTER_ENTRIES_MOST,
    ADMIN = 0,
    GUEST = 3, // two uses, in every roster
    GUEST_USES = 2,
    FIRST_PASSKEY = 26, // and all behind it
    RECOVERY = PEOPLE,
    STRANGER,
    ASKED_MOST = 64,
    STEP = 5 // ms
};

// A Command that somebody delivered.
struct asked {
    uint8_t command8[COMMAND8_SIZE];
    struct command command;
    bool genuine; // everything about it was right when it was sent
    bool granted;
    millis at;
};

struct door_world {
    struct opener opener;
    struct door door;
    struct ram_flash flash;
    struct garage garage;
    struct small_broker broker;
    struct image image;
    uint8_t first_roster[ROSTER_MOST];
    struct roster_head head; // of the roster that was made last
    struct roster_entry entries[PEOPLE];
    uint64_t nonces[PEOPLE]; // the last one of each
    uint8_t dead_epoch[EPOCH_VALUE_SIZE];
    struct asked asked[ASKED_MOST];
    size_t asked_count;
    uint64_t drawn; // of entropy
    millis now;
    bool powered;
    bool linked;
    // What the watch remembers.
    bool relay;
    millis relay_changed;
    uint32_t presses; // of this boot
    uint32_t granted; // permits of this boot
    bool handed;
    uint8_t handed8[COMMAND8_SIZE];
    bool locked;
    uint32_t openings_of_guest;
    uint32_t version;
    uint32_t boot;
};

// The private key of somebody: of PEOPLE, RECOVERY, STRANGER.
void door_world_key(size_t who, uint8_t key[PRIVATE_KEY_SIZE]);

// Makes people, image and roster, blank flash and closed garage; no power yet.
void door_world_init(struct door_world *world);

void door_world_boot(struct door_world *world);
void door_world_cut(struct door_world *world);

void door_world_run(struct door_world *world, millis length);

// One step of the network floor, in which no time goes by.
void door_world_serve(struct door_world *world);

// The connection is lost.
void door_world_hang_up(struct door_world *world);

// Signs a Roster of entries and head as they stand. room: ROSTER_MOST bytes.
struct bytes door_world_roster(struct door_world *world, size_t signer, uint8_t *room);

// Remembers a Command that is about to be delivered, signed at that time.
void door_world_remember(struct door_world *world, const struct command *command, bool genuine,
                         millis at);

#endif
