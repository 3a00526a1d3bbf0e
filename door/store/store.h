// What the door keeps without power. Every call that writes says whether it is on the medium; after
// a false one the value here is the old one, and a restart finds the old one or the new one. The next
// write that succeeds settles it, for it writes all that is here anew; until then a value is written
// even where it is as wished already.
//
// The flash holds, from its start: two halves of the journal, then two slots for rosters. A flash of
// 32 KB with sectors of 4 KB is enough.
#ifndef DOOR_STORE_STORE_H
#define DOOR_STORE_STORE_H

#include "door/store/journal.h"
#include "door/store/uses.h"

enum {
    STORE_JOURNAL_LEAST = 12288, // bytes of one half: all that counts, and room to append
    STORE_MOVEMENTS = 200,       // so many are kept
    STORE_OWNER_SIZE = 8,
    STORE_SETTINGS_SIZE = 8,
    STORE_TRAVEL_MOST = JOURNAL_PAYLOAD_MOST
};

enum store_state {
    STORE_DAMAGED = 0, // no remote operation until it has been looked after by cable
    STORE_READY = 1
};

// The roster in force, as the journal names it; version 0: there has been none.
struct roster_name {
    uint32_t version;
    uint8_t hash[HASH_SIZE];
    uint8_t slot; // 0 or 1
};

// A movement that was told by an Event, without what every Event of this door has in common.
struct kept_movement {
    uint32_t boot;
    uint32_t number;
    uint32_t uptime;
    uint64_t unix_seconds;
    uint8_t what;
    uint8_t result;
    uint8_t key8[KEY8_SIZE];
    uint8_t command8[COMMAND8_SIZE];
};

// "A closing press made, its end not yet seen" (C5), and for whom.
struct closing_mark {
    bool set;
    uint8_t key8[KEY8_SIZE];
    uint8_t command8[COMMAND8_SIZE];
};

struct travel_bytes {
    uint8_t count;
    uint8_t bytes[STORE_TRAVEL_MOST];
};

// Open to be read, not to be written.
struct kept {
    uint32_t boot;        // of this boot, once store_begin_boot has said so
    uint32_t last_number; // of the last movement that was journalled
    bool lock_out;
    bool vacation_lock;
    bool permission; // the device's half (C29), given for the settings of this hash
    uint8_t permission_for[STORE_SETTINGS_SIZE];
    struct closing_mark closing_mark;
    struct roster_name roster;
    struct travel_bytes travel;
};

struct store {
    struct journal journal;
    struct kept kept;
    struct uses uses;
    uint8_t owner[STORE_OWNER_SIZE];
    bool uncertain; // a write failed halfway: what is on flash may be newer than what is here
};

// Finds what was kept, and finishes what a power cut left undone. The flash is borrowed. It belongs
// to the owner (door8) it was first used by: for another one everything is forgotten, for nothing
// that was said to the old door applies to the new one.
MUST_USE enum store_state store_mount(struct store *store, const struct flash *flash,
                                      const uint8_t owner[STORE_OWNER_SIZE]);

// Counts this boot; kept.boot is its number from then on.
MUST_USE bool store_begin_boot(struct store *store);

MUST_USE bool store_set_lock_out(struct store *store, bool lock_out);
MUST_USE bool store_set_vacation_lock(struct store *store, bool vacation_lock);
MUST_USE bool store_set_closing_mark(struct store *store, const struct closing_mark *mark);
MUST_USE bool store_set_permission(struct store *store, bool permission,
                                   const uint8_t settings[STORE_SETTINGS_SIZE]);
MUST_USE bool store_set_travel(struct store *store, struct bytes travel);

// A use is counted before the pulse, given back when the operator refused, forgotten when the key
// leaves the roster.
uint8_t store_uses(const struct store *store, const uint8_t key8[KEY8_SIZE]);
MUST_USE bool store_count_use(struct store *store, const uint8_t key8[KEY8_SIZE]);
MUST_USE bool store_give_back_use(struct store *store, const uint8_t key8[KEY8_SIZE]);
MUST_USE bool store_forget_uses(struct store *store, const uint8_t key8[KEY8_SIZE]);

MUST_USE bool store_add_movement(struct store *store, const struct kept_movement *movement);

// The first movement after that name; false: there is none.
MUST_USE bool store_movement_after(const struct store *store, uint32_t boot, uint32_t number,
                                   struct kept_movement *out);

// Rosters: begin, pieces in order, read back what the slot now holds and see that it is right, then
// commit. The one in force stays untouched by all but commit, and what a commit that failed may have
// named by all but begin, which first sees to it that the journal names the one in force.
MUST_USE bool store_roster_begin(struct store *store);
MUST_USE bool store_roster_write(const struct store *store, size_t offset, struct bytes piece);
MUST_USE bool store_roster_read_spare(const struct store *store, size_t offset, uint8_t *into,
                                      size_t count);
MUST_USE bool store_roster_commit(struct store *store, uint32_t version,
                                  const uint8_t hash[HASH_SIZE]);
MUST_USE bool store_roster_read(const struct store *store, size_t offset, uint8_t *into,
                                size_t count);

#endif
