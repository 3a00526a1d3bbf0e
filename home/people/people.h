// people.json: who may do what. Rosters are made from this file alone, never from what a broker
// showed.
#ifndef HOME_PEOPLE_PEOPLE_H
#define HOME_PEOPLE_PEOPLE_H

#include "base/must_use.h"
#include "home/failure.h"
#include "protocol/roster.h"

// Admins first, as a Roster wants them.
struct people {
    uint8_t count;
    struct roster_entry entry[ROSTER_ENTRIES_MOST];
};

// An entry without limits for a raw key.
struct roster_entry people_entry(const char *user, enum role role, const uint8_t point[POINT_SIZE]);

// Refuses a 33rd, and a key or name that is there already.
MUST_USE bool people_add(struct people *people, const struct roster_entry *entry,
                         struct failure *failure);

MUST_USE bool people_write(const char *folder, const struct people *people,
                           struct failure *failure);
MUST_USE bool people_read(const char *folder, struct people *out, struct failure *failure);

// A user's name as C text.
struct user_name {
    char text[USER_SIZE + 1];
};
struct user_name people_user_name(const struct roster_entry *entry);

// The role of that name ("owner", "stop-only" …), and back; NULL for a number that is none.
const char *role_name(uint8_t role);
MUST_USE bool role_named(const char *name, uint8_t *out);

#endif
