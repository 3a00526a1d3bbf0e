// People with keys, as tests need them: rosters, commands and times signed by whom one names.
#ifndef TEST_SUPPORT_PEOPLE_H
#define TEST_SUPPORT_PEOPLE_H

#include "protocol/command.h"
#include "protocol/roster.h"
#include "protocol/time_message.h"
#include "test/support/test_keys.h"

#include <stdbool.h>

// First bytes of SHA-256(04 | point): key8, and for the identity door8.
void person_key8(enum test_key_owner who, uint8_t key8[KEY8_SIZE]);

// Signs the covered bytes and puts the signature behind them; insists that the key does.
void person_signs(enum test_key_owner who, uint8_t *message, size_t covered);

bool person_signed(enum test_key_owner who, struct bytes message);

// An entry for a raw key without limits. user is copied.
struct roster_entry person_entry(enum test_key_owner who, enum role role, const char *user);

// A Roster for the identity's door. entries: head->count of them. room: ROSTER_MOST bytes.
struct bytes person_signs_roster(enum test_key_owner who, const struct roster_head *head,
                                 const struct roster_entry *entries, uint8_t *room);

// The head of a roster: door, version, and an origin.
struct roster_head people_roster_head(uint32_t version, uint8_t admins, uint8_t count);

// A Command of kind 1; door8 and key8 are filled in. room: COMMAND_RAW_SIZE bytes.
struct bytes person_signs_command(enum test_key_owner who, const struct command *command,
                                  uint8_t *room);

// A Command of kind 2 over M, as an authenticator and a browser make it. room: COMMAND_MOST bytes;
// gives how many were written.
size_t person_signs_passkey_command(enum test_key_owner who, const char *origin, struct bytes m,
                                    uint8_t *room);

// r | s as DER; gives its length, at most 72.
size_t person_signature_to_der(const uint8_t raw[SIGNATURE_SIZE], uint8_t *der);

// Puts n - s in the place of s: as good a signature.
void person_flips_s(uint8_t signature[SIGNATURE_SIZE]);

// A Time; door8 and key8 are filled in. room: TIME_SIZE bytes.
struct bytes person_signs_time(enum test_key_owner who, const struct time_message *time,
                               uint8_t *room);

#endif
