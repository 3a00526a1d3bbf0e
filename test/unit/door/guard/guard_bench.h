// One guard with its store and its people, for the tests of this room.
//
// Alice is an owner, bob a guest on Sundays from nine to five, carol a member by passkey, clock a
// timekeeper, admin the admin. The epoch began at NOW.
#ifndef TEST_UNIT_DOOR_GUARD_GUARD_BENCH_H
#define TEST_UNIT_DOOR_GUARD_GUARD_BENCH_H

#include "door/guard/guard.h"
#include "test/support/check.h"
#include "test/support/people.h"
#include "test/support/ram_flash.h"

enum {
    NOW = 5000,
    A_SUNDAY = 20779 // 22 November 2026
};

extern const uint64_t sunday_noon; // unix seconds, UTC

extern struct guard guard;
extern struct store store;
extern struct ram_flash flash;
extern struct roster_entry entries[ROSTER_ENTRIES_MOST];
extern struct roster_head head;    // of the roster in force
extern struct command command;     // what will be signed next
extern uint8_t room[COMMAND_MOST]; // where it is signed

void ready(void);

// Puts head and entries into force.
void obey(void);

// The next command asks for this, over the epoch that is live.
void wish(enum action action);

enum guard_verdict hear(const char *user, struct bytes message, bool retained, millis now);
enum guard_verdict hear_signed(enum test_key_owner who, const char *user, millis now);

// Heard and decided, with a verification that takes 10 ms.
enum guard_verdict ask(enum test_key_owner who, const char *user, bool locked, millis now);

#endif
