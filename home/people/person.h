// One key of somebody: what a roster says of it, at which doors, and how it gets into the broker.
//
// A person has devices, and each device is an identity of its own, named PERSON-DEVICE: "bob-phone",
// "bob-tablet". Whoever has no dash in his name is a person with one device.
#ifndef HOME_PEOPLE_PERSON_H
#define HOME_PEOPLE_PERSON_H

#include "base/must_use.h"
#include "home/failure.h"
#include "home/folder/home.h"
#include "protocol/roster.h"

#include <time.h>

enum {
    PERSON_DOORS_MOST = 8,
    LOGIN_MOST = 160, // mosquitto's own hash of a password, as text
    SERIAL_MOST = 40  // hexadecimal digits of a certificate's serial number (RFC 5280, 4.1.2.2)
};

struct person {
    struct roster_entry entry;
    uint8_t door_count; // 0: every door
    char door[PERSON_DOORS_MOST][NAME_MOST + 1];
    char login[LOGIN_MOST + 1];        // "": no password of his is good at the broker
    char certificate[SERIAL_MOST + 1]; // of his client certificate; "": he has none
    // From then on he has no rows at the broker, and goes from the rosters with the next one that is
    // signed; 0: no such time.
    time_t expires;
};

// Somebody without limits, with a raw key, at every door.
struct person person_of(const char *user, enum role role, const uint8_t point[POINT_SIZE]);

// "door-…" and "invite-…" are others' names at the broker: a person of such a name would be let in as one.
MUST_USE bool name_is_of_the_broker(const char *name);

// A name that somebody may be given: plain, a person before its first dash, and none of the system's
// own (admin, timekeeper, keeper, enrol, door-…, invite-…).
MUST_USE bool user_name_is_free(const char *name, struct failure *failure);

// A user's name as C text.
struct user_name {
    char text[USER_SIZE + 1];
};
struct user_name person_user(const struct person *person);

// The part of a name before its first dash: who it is, whatever the device.
struct user_name person_whose(const char *user);

// The name is that of the person, "bob", or of the one device, "bob-phone".
MUST_USE bool person_is(const struct person *person, const char *name);

MUST_USE bool person_may_at(const struct person *person, const char *door);

// "garage,barn": only there. NULL is every door; an empty list is refused, for whoever wrote it did not
// mean every door.
MUST_USE bool person_take_doors(struct person *person, const char *list, struct failure *failure);

// His time is over.
MUST_USE bool person_is_over(const struct person *person, time_t now);

// He has a life at the broker: he commands doors. Admins and timekeepers only sign, and a stop-only
// key belongs to a device that is there by another one.
MUST_USE bool person_connects(const struct person *person);

// The role of that name ("owner", "stop-only" …), and back; NULL for a number that is none.
const char *role_name(uint8_t role);
MUST_USE bool role_named(const char *name, uint8_t *out);

#endif
