#include "test/unit/door/guard/guard_bench.h"

#include "test/support/kept_roster.h"

#include <string.h>

static const uint8_t secret[TURNS_SECRET_SIZE] = {1};
static const uint8_t entropy[TURNS_ENTROPY_SIZE] = {2};
const uint64_t sunday_noon = A_SUNDAY * (uint64_t)86400 + 43200;

struct guard guard;
struct store store;
struct ram_flash flash;
struct roster_entry entries[ROSTER_ENTRIES_MOST];
struct roster_head head;
uint8_t room[COMMAND_MOST];
struct command command;

void obey(void)
{
    uint8_t roster[ROSTER_MOST];
    const struct bytes message = person_signs_roster(KEY_OF_ADMIN, &head, entries, roster);
    CHECK(roster_is_kept(&store, message));
    guard_obey(&guard, message);
}

void wish(enum action action)
{
    command.nonce++;
    command.action = (uint8_t)action;
    command.argument = action == ACTION_VENT ? 10 : 0;
    memcpy(command.epoch_value, guard.turns.value, EPOCH_VALUE_SIZE);
}

void ready(void)
{
    struct roster_law law = {.recovery_point = test_keys[KEY_OF_RECOVERY].point};
    ram_flash_init(&flash);
    person_key8(KEY_OF_IDENTITY, law.identity8);
    person_key8(KEY_OF_IDENTITY, law.door8);
    person_key8(KEY_OF_RECOVERY, law.recovery8);
    CHECK_SAME(store_mount(&store, &flash.flash, law.door8), STORE_READY);
    guard_init(&guard, &law, secret, &store);
    turns_begin(&guard.turns, 1, entropy, NOW);
    entries[0] = person_entry(KEY_OF_ADMIN, ROLE_ADMIN, "admin");
    entries[1] = person_entry(KEY_OF_ALICE, ROLE_OWNER, "alice");
    entries[2] = person_entry(KEY_OF_BOB, ROLE_GUEST, "bob");
    entries[2].days = 1 << 6; // Sundays
    entries[2].from = 9 * 60;
    entries[2].to = 17 * 60;
    entries[3] = person_entry(KEY_OF_CAROL, ROLE_MEMBER, "carol");
    entries[3].kind = KEY_PASSKEY;
    entries[4] = person_entry(KEY_OF_CLOCK, ROLE_TIMEKEEPER, "clock");
    head = people_roster_head(1, 1, 5);
    head.made = sunday_noon - 1000;
    obey();
    command = (struct command){.nonce = 100, .sequence = 7};
    wish(ACTION_OPEN);
}

enum guard_verdict hear(const char *user, struct bytes message, bool retained, millis now)
{
    const struct heard heard = {bytes_of_text(user), message, retained};
    guard_run(&guard, now);
    return guard_hear(&guard, &heard, now);
}

enum guard_verdict hear_signed(enum test_key_owner who, const char *user, millis now)
{
    return hear(user, person_signs_command(who, &command, room), false, now);
}

enum guard_verdict ask(enum test_key_owner who, const char *user, bool locked, millis now)
{
    const enum guard_verdict heard = hear_signed(who, user, now);
    if (heard != GUARD_VERIFIED) {
        return heard;
    }
    guard_run(&guard, now + 10);
    const enum guard_verdict verdict = guard_decide(&guard, locked, now + 10);
    if (verdict == GUARD_GRANTED) {
        const struct permit permit = guard_permit(&guard, false);
        CHECK_SAME(permit.action, command.action);
        CHECK_SAME(permit.sequence, command.sequence);
    } else {
        guard_close_case(&guard);
    }
    return verdict;
}
