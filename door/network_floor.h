// The network floor without its network: guard, store and report, and the door floor as it was last
// looked at. The routes go through here.
#ifndef DOOR_NETWORK_FLOOR_H
#define DOOR_NETWORK_FLOOR_H

#include "door/guard/guard.h"
#include "door/notes.h"
#include "door/operator/door.h"
#include "door/report/report.h"
#include "protocol/image.h"

// What a board puts the network floor together from. All borrowed for as long as it is used.
struct floor_parts {
    const struct image *image;
    const struct flash *flash;
    struct door *door;
    uint64_t unix_seconds; // the board's own clock; 0: it has none
    const char *version;   // of the program, for the mirror
    uint32_t panic;        // number of what ended the life before; 0: nothing did
};

struct network_floor {
    const struct image *image; // borrowed
    struct door *door;         // borrowed; touched between board_floor_enter and _leave only
    struct guard guard;
    struct store store;
    struct report report;
    struct door_snapshot snapshot; // as of the last look
    struct answer answer;          // taken at the last look
    bool answered;                 // there is one
    bool permit_under_way;         // a permit was handed down and its answer not taken yet
    bool more;                     // the door floor had more to say than one look takes
    bool sound;                    // the store is: what it keeps may be believed
    bool remote;                   // journal and entropy are sound: remote operation is possible
    uint32_t panic;                // that ended the life before; 0: none
    uint8_t settings8[STORE_SETTINGS_SIZE]; // hash of the operator settings
    struct stopwatch since_travel;          // since learned travel was kept
    struct stopwatch since_failure;         // since keeping failed; it is tried again in a while
    struct notes notes;
};

// Mounts the store, begins the boot, and starts the door floor's memory (door_init) with what was
// kept. room takes a whole Roster for a moment. After it the door floor may run, whatever became of
// the network floor's half.
void network_floor_boot(struct network_floor *floor, const struct floor_parts *parts,
                        uint8_t room[ROSTER_MOST], millis now);

// Copies what the door floor has to say.
void network_floor_look(struct network_floor *floor);

// Puts a Roster that the guard has accepted on flash and obeys it. False: the old one stays.
MUST_USE bool network_floor_take_roster(struct network_floor *floor, struct bytes roster,
                                        millis now);

// The Epoch as it would be now.
struct epoch network_floor_epoch(const struct network_floor *floor, millis now);

// The user whose key this is; zeroes for nobody's.
void network_floor_user(const struct network_floor *floor, const uint8_t key8[KEY8_SIZE],
                        uint8_t user[USER_SIZE]);

// Tells an Event, and journals it first where it is about a movement.
void network_floor_tell(struct network_floor *floor, struct event *event, bool movement,
                        millis now);

// A write to flash did not succeed; number says which, for the log.
enum store_write {
    STORE_WRITE_BOOT = 1,
    STORE_WRITE_ROSTER,
    STORE_WRITE_USE,
    STORE_WRITE_MARK,
    STORE_WRITE_LOCK_OUT,
    STORE_WRITE_VACATION_LOCK,
    STORE_WRITE_PERMISSION,
    STORE_WRITE_TRAVEL,
    STORE_WRITE_MOVEMENT
};

// Notes a failure; gives back what it was given.
bool network_floor_wrote(struct network_floor *floor, bool written, enum store_write which);

#endif
