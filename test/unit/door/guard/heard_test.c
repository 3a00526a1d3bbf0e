// What is heard beside good Commands: strangers, Times and Rosters that are not what they should be,
// and anything while a verification has not been paid for.
#include "test/unit/door/guard/guard_bench.h"

#include <string.h>

// Wherever the flash says so, it says something else.
static void rot(const char *word)
{
    const struct bytes bytes = bytes_of_text(word);
    unsigned found = 0;
    for (size_t at = 0; at + bytes.count <= RAM_FLASH_SIZE; at++) {
        if (memcmp(flash.cells + at, bytes.at, bytes.count) == 0) {
            flash.cells[at] ^= 1;
            found++;
        }
    }
    CHECK(found > 0);
}

static struct time_message time_now(void)
{
    struct time_message time = {.unix_seconds = sunday_noon};
    memcpy(time.epoch_value, guard.turns.value, EPOCH_VALUE_SIZE);
    return time;
}

static enum guard_verdict hear_time(struct bytes message, millis now)
{
    guard_run(&guard, now);
    return guard_hear_time(&guard, message, false, now);
}

static enum guard_verdict hear_time_of(enum test_key_owner who, millis now)
{
    uint8_t message[TIME_SIZE];
    const struct time_message time = time_now();
    return hear_time(person_signs_time(who, &time, message), now);
}

static void a_strangers_command_is_refused(void)
{
    ready();
    CHECK_SAME(hear_signed(KEY_OF_STRANGER, "alice", NOW), GUARD_REFUSED_KEY);
    CHECK_SAME(guard.refused, 1);
    CHECK(!guard.verifying.running); // it cost nothing
}

static void an_entry_that_has_rotted_since_commands_nothing(void)
{
    ready();
    rot("alice");
    CHECK_SAME(hear_signed(KEY_OF_ALICE, "alice", NOW), GUARD_REFUSED_KEY);
    CHECK_SAME(ask(KEY_OF_BOB, "bob", false, NOW), GUARD_REFUSED_WINDOW); // the others do
}

static void a_time_for_another_door_is_refused(void)
{
    ready();
    uint8_t message[TIME_SIZE];
    const struct time_message time = time_now();
    (void)person_signs_time(KEY_OF_CLOCK, &time, message);
    message[MAGIC_SIZE] ^= 1;
    person_signs(KEY_OF_CLOCK, message, TIME_COVERED);
    CHECK_SAME(hear_time(BYTES_OF(message), NOW), GUARD_REFUSED_DOOR);
    CHECK_SAME(guard.clock.source, WALL_CLOCK_NONE);
}

static void a_time_of_nobody_in_the_roster_is_refused(void)
{
    ready();
    CHECK_SAME(hear_time_of(KEY_OF_STRANGER, NOW), GUARD_REFUSED_KEY);
    roster_in_force_name(&guard.roster, head.version, guard.roster.hash); // none at all
    CHECK_SAME(hear_time_of(KEY_OF_CLOCK, NOW), GUARD_REFUSED_KEY);
}

static void a_timekeeper_has_a_raw_key(void)
{
    ready();
    entries[4].kind = KEY_PASSKEY;
    head.version++;
    obey();
    CHECK_SAME(hear_time_of(KEY_OF_CLOCK, NOW), GUARD_REFUSED_KEY);
    CHECK_SAME(guard.clock.source, WALL_CLOCK_NONE);
}

static void a_timekeepers_entry_that_has_rotted_since_tells_no_time(void)
{
    ready();
    rot("clock");
    CHECK_SAME(hear_time_of(KEY_OF_CLOCK, NOW), GUARD_REFUSED_KEY);
}

static void a_time_over_an_epoch_that_is_dead_is_refused(void)
{
    ready();
    uint8_t message[TIME_SIZE];
    const struct time_message time = time_now();
    const struct bytes old = person_signs_time(KEY_OF_CLOCK, &time, message);
    CHECK_SAME(hear_time(old, NOW + 2 * TURN_LENGTH), GUARD_REFUSED_EPOCH);
    CHECK_SAME(hear_time_of(KEY_OF_CLOCK, NOW + 2 * TURN_LENGTH), GUARD_GRANTED);
}

static void a_time_of_another_version_is_malformed(void)
{
    ready();
    uint8_t message[TIME_SIZE];
    const struct time_message time = time_now();
    (void)person_signs_time(KEY_OF_CLOCK, &time, message);
    CHECK_SAME(hear_time((struct bytes){message, TIME_SIZE - 1}, NOW), GUARD_REFUSED_MALFORMED);
}

static void s09_nothing_is_verified_before_the_last_is_paid_for(void)
{
    ready();
    uint8_t roster_room[ROSTER_MOST];
    uint8_t time_room[TIME_SIZE];
    head.version++;
    const struct time_message time = time_now();
    const struct bytes roster = person_signs_roster(KEY_OF_ADMIN, &head, entries, roster_room);
    const struct bytes clock = person_signs_time(KEY_OF_CLOCK, &time, time_room);
    CHECK_SAME(hear_signed(KEY_OF_ALICE, "alice", NOW), GUARD_VERIFIED);
    CHECK_SAME(guard_next_wake(&guard, NOW), 0);
    wish(ACTION_OPEN);
    CHECK_SAME(hear_signed(KEY_OF_ALICE, "alice", NOW), GUARD_REFUSED_BUDGET);
    CHECK_SAME(hear_time(clock, NOW), GUARD_REFUSED_BUDGET);
    CHECK_SAME(guard_hear_roster(&guard, roster, 0, NOW), ROSTER_REFUSED_BUDGET);
    CHECK_SAME(guard_decide(&guard, false, NOW + 10), GUARD_GRANTED);
    guard_close_case(&guard);
    guard_run(&guard, NOW + 10);
    CHECK_SAME(guard_next_wake(&guard, NOW + 10), TURN_LENGTH - 10);
    CHECK_SAME(hear_time(clock, NOW + 10), GUARD_GRANTED);
    guard_run(&guard, NOW + 20);
    CHECK_SAME(guard_hear_roster(&guard, roster, 0, NOW + 20), ROSTER_ACCEPTED);
}

static void s06_a_roster_whose_signature_does_not_hold_is_refused_and_costs_a_rest(void)
{
    ready();
    uint8_t own[ROSTER_MOST];
    head.version++;
    const struct bytes roster = person_signs_roster(KEY_OF_ADMIN, &head, entries, own);
    own[roster.count - 1] ^= 1;
    CHECK_SAME(guard_hear_roster(&guard, roster, 0, NOW), ROSTER_REFUSED_SIGNATURE);
    guard_run(&guard, NOW + 100);
    CHECK_SAME(hear_signed(KEY_OF_ALICE, "alice", NOW + 390), GUARD_REFUSED_BUDGET);
    CHECK_SAME(hear_signed(KEY_OF_ALICE, "alice", NOW + 410), GUARD_VERIFIED);
}

static void a_second_roster_within_half_a_minute_has_to_wait(void)
{
    ready();
    uint8_t own[ROSTER_MOST];
    head.version++;
    const struct bytes roster = person_signs_roster(KEY_OF_ADMIN, &head, entries, own);
    CHECK_SAME(guard_hear_roster(&guard, roster, 0, NOW), ROSTER_ACCEPTED);
    guard_run(&guard, NOW + 100);
    CHECK_SAME(guard_hear_roster(&guard, roster, 0, NOW + 29000), ROSTER_REFUSED_BUDGET);
    guard_run(&guard, NOW + 30001);
    CHECK_SAME(guard_hear_roster(&guard, roster, 0, NOW + 30001), ROSTER_ACCEPTED);
}

static void bytes_that_are_no_roster_are_refused(void)
{
    ready();
    const uint8_t bytes[] = {'P', 'C', 'R', '1', 0};
    CHECK_SAME(guard_hear_roster(&guard, BYTES_OF(bytes), 0, NOW), ROSTER_REFUSED_MALFORMED);
}

int main(void)
{
    RUN(a_strangers_command_is_refused);
    RUN(an_entry_that_has_rotted_since_commands_nothing);
    RUN(a_time_for_another_door_is_refused);
    RUN(a_time_of_nobody_in_the_roster_is_refused);
    RUN(a_timekeeper_has_a_raw_key);
    RUN(a_timekeepers_entry_that_has_rotted_since_tells_no_time);
    RUN(a_time_over_an_epoch_that_is_dead_is_refused);
    RUN(a_time_of_another_version_is_malformed);
    RUN(s09_nothing_is_verified_before_the_last_is_paid_for);
    RUN(s06_a_roster_whose_signature_does_not_hold_is_refused_and_costs_a_rest);
    RUN(a_second_roster_within_half_a_minute_has_to_wait);
    RUN(bytes_that_are_no_roster_are_refused);
    return check_verdict();
}
