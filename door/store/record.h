// How what is kept is laid out in the journal's records.
#ifndef DOOR_STORE_RECORD_H
#define DOOR_STORE_RECORD_H

#include "door/store/store.h"

// Numbers for ever: a newer program reads an older journal.
enum record_type {
    RECORD_OWNER = 1,
    RECORD_BOOT = 2,
    RECORD_ROSTER = 3,
    RECORD_LOCK_OUT = 4,
    RECORD_VACATION_LOCK = 5,
    RECORD_CLOSING_MARK = 6,
    RECORD_PERMISSION = 7,
    RECORD_USES = 8,
    RECORD_TRAVEL = 9,
    RECORD_MOVEMENT = 10
};

enum {
    RECORD_MOST = 38 // bytes of the longest that is made here: a movement. Travel is the caller's
};

struct bytes record_of_number(uint32_t number, uint8_t room[RECORD_MOST]);
struct bytes record_of_flag(bool flag, uint8_t room[RECORD_MOST]);
struct bytes record_of_roster(const struct roster_name *roster, uint8_t room[RECORD_MOST]);
struct bytes record_of_mark(const struct closing_mark *mark, uint8_t room[RECORD_MOST]);
struct bytes record_of_permission(bool permission, const uint8_t settings[STORE_SETTINGS_SIZE],
                                  uint8_t room[RECORD_MOST]);
struct bytes record_of_uses(const struct uses_of_key *key, uint8_t room[RECORD_MOST]);
struct bytes record_of_movement(const struct kept_movement *movement, uint8_t room[RECORD_MOST]);

// Takes one record in. False: it is none of ours, or not as it was written. A type that is not known
// is left alone: a newer program wrote it.
MUST_USE bool record_take(const struct journal_record *record, struct store *store);

MUST_USE bool record_read_movement(const struct journal_record *record, struct kept_movement *out);

#endif
