// The order of checks, one after the other.
#include "door/seams/crypto.h"
#include "test/unit/door/guard/guard_bench.h"

#include <string.h>

static void zeroed_memory_is_a_refusal(void)
{
    const enum guard_verdict verdict = {0};
    const enum roster_verdict roster = {0};
    CHECK_SAME(verdict, GUARD_REFUSED_MALFORMED);
    CHECK_SAME(roster, ROSTER_REFUSED_MALFORMED);
}

static void a_good_command_becomes_a_permit(void)
{
    ready();
    head.policy = POLICY_UNATTENDED_CLOSE;
    obey();
    CHECK_SAME(hear_signed(KEY_OF_ALICE, "alice", NOW), GUARD_VERIFIED);
    CHECK_SAME(guard_decide(&guard, false, NOW), GUARD_GRANTED);
    const struct permit permit = guard_permit(&guard, true);
    uint8_t alice8[KEY8_SIZE];
    uint8_t hash[HASH_SIZE];
    person_key8(KEY_OF_ALICE, alice8);
    crypto_sha256((struct bytes){room + 1, COMMAND_M_SIZE}, hash);
    CHECK_SAME(permit.action, ACTION_OPEN);
    CHECK_SAME(permit.sequence, 7);
    CHECK(permit.unattended_close);
    CHECK(permit.closing_mark);
    CHECK_BYTES(BYTES_OF(permit.key8), BYTES_OF(alice8));
    CHECK_BYTES(BYTES_OF(permit.command8), ((struct bytes){hash, COMMAND8_SIZE}));
    CHECK_SAME(guard.open.verdict, GUARD_REFUSED_MALFORMED);
}

static void every_truncation_and_one_byte_more_is_malformed(void)
{
    ready();
    uint8_t longer[COMMAND_RAW_SIZE + 1] = {0};
    const struct bytes message = person_signs_command(KEY_OF_ALICE, &command, longer);
    for (size_t cut = 0; cut < message.count; cut++) {
        CHECK_SAME(hear("alice", (struct bytes){longer, cut}, false, NOW), GUARD_REFUSED_MALFORMED);
    }
    CHECK_SAME(hear("alice", BYTES_OF(longer), false, NOW), GUARD_REFUSED_MALFORMED);
    CHECK_SAME(guard.refused, COMMAND_RAW_SIZE + 1);
}

static void what_costs_nothing_is_refused_before_what_costs(void)
{
    ready();
    const struct bytes message = person_signs_command(KEY_OF_ALICE, &command, room);
    CHECK_SAME(hear("alice", message, true, NOW), GUARD_REFUSED_RETAINED);
    CHECK_SAME(hear("bob", message, false, NOW), GUARD_REFUSED_USER);
    CHECK_SAME(hear("alic", message, false, NOW), GUARD_REFUSED_USER);
    CHECK_SAME(hear("", message, false, NOW), GUARD_REFUSED_USER);
    CHECK_SAME(hear_signed(KEY_OF_STRANGER, "alice", NOW), GUARD_REFUSED_KEY);
    CHECK_SAME(hear_signed(KEY_OF_ADMIN, "admin", NOW), GUARD_REFUSED_KEY);
    CHECK_SAME(hear_signed(KEY_OF_CLOCK, "clock", NOW), GUARD_REFUSED_KEY);
    CHECK_SAME(hear_signed(KEY_OF_CAROL, "carol", NOW), GUARD_REFUSED_KEY); // a passkey is none
    command.epoch_value[0] ^= 1;
    CHECK_SAME(hear_signed(KEY_OF_ALICE, "alice", NOW), GUARD_REFUSED_EPOCH);
    CHECK(!guard.verifying.running);
    CHECK_SAME(guard.refused, 9);
}

static void another_doors_command_is_refused(void)
{
    ready();
    struct command other = command;
    person_key8(KEY_OF_STRANGER, other.door8);
    person_key8(KEY_OF_ALICE, other.key8);
    command_encode_raw(&other, room);
    person_signs(KEY_OF_ALICE, room, COMMAND_RAW_COVERED);
    CHECK_SAME(hear("alice", (struct bytes){room, COMMAND_RAW_SIZE}, false, NOW),
               GUARD_REFUSED_DOOR);
}

static void every_flipped_bit_is_refused(void)
{
    ready();
    struct guard before = guard;
    uint8_t good[COMMAND_RAW_SIZE];
    (void)person_signs_command(KEY_OF_ALICE, &command, good);
    for (size_t bit = 0; bit < 8 * sizeof(good); bit += 3) {
        guard = before;
        memcpy(room, good, sizeof(good));
        room[bit / 8] ^= (uint8_t)(1U << bit % 8);
        CHECK(hear("alice", (struct bytes){room, sizeof(good)}, false, NOW) != GUARD_VERIFIED);
    }
}

static void the_ninth_command_within_a_moment_is_refused(void)
{
    ready();
    for (int i = 0; i < 8; i++) {
        wish(ACTION_STOP);
        CHECK_SAME(ask(KEY_OF_ALICE, "alice", false, NOW + 20U * (unsigned)i), GUARD_GRANTED);
    }
    wish(ACTION_STOP);
    CHECK_SAME(ask(KEY_OF_ALICE, "alice", false, NOW + 200), GUARD_REFUSED_BUDGET);
}

static void say_time(uint64_t unix_seconds, int16_t offset, millis now, enum guard_verdict expected)
{
    struct time_message time = {.unix_seconds = unix_seconds, .offset_minutes = offset};
    uint8_t message[TIME_SIZE];
    memcpy(time.epoch_value, guard.turns.value, EPOCH_VALUE_SIZE);
    const struct bytes signed_time = person_signs_time(KEY_OF_CLOCK, &time, message);
    guard_run(&guard, now);
    CHECK_SAME(guard_hear_time(&guard, signed_time, false, now), expected);
    guard_run(&guard, now);
}

static void a_window_needs_a_time_that_is_known(void)
{
    ready();
    CHECK_SAME(ask(KEY_OF_BOB, "bob", false, NOW), GUARD_REFUSED_WINDOW);
    wall_clock_from_board(&guard.clock, sunday_noon, NOW);
    wish(ACTION_OPEN);
    CHECK_SAME(ask(KEY_OF_BOB, "bob", false, NOW), GUARD_REFUSED_WINDOW);
    say_time(sunday_noon, 0, NOW, GUARD_GRANTED);
    wish(ACTION_OPEN);
    CHECK_SAME(ask(KEY_OF_BOB, "bob", false, NOW), GUARD_GRANTED);
}

static void a_window_is_in_local_time(void)
{
    ready();
    say_time(sunday_noon, 5 * 60, NOW, GUARD_GRANTED); // 17:00 there
    CHECK_SAME(ask(KEY_OF_BOB, "bob", false, NOW), GUARD_REFUSED_WINDOW);
    say_time(sunday_noon, 5 * 60 - 1, NOW + 31000, GUARD_GRANTED);
    wish(ACTION_OPEN);
    CHECK_SAME(ask(KEY_OF_BOB, "bob", false, NOW + 31000), GUARD_GRANTED);
}

static void a_time_that_is_a_day_old_opens_no_window(void)
{
    ready();
    entries[2].from = 0;
    entries[2].to = 0;
    entries[2].days = 0x7f;
    obey();
    say_time(sunday_noon, 0, NOW, GUARD_GRANTED);
    const millis later = NOW + 86402000;
    guard_run(&guard, later);
    wish(ACTION_OPEN);
    CHECK_SAME(ask(KEY_OF_BOB, "bob", false, later), GUARD_REFUSED_WINDOW);
}

static void a_time_is_of_a_timekeeper_not_too_early_and_of_this_earth(void)
{
    ready();
    say_time(head.made - 1, 0, NOW, GUARD_REFUSED_TIME);
    say_time(sunday_noon, 901, NOW, GUARD_REFUSED_TIME);
    say_time(sunday_noon, -901, NOW, GUARD_REFUSED_TIME);
    say_time(UINT64_MAX, 0, NOW, GUARD_REFUSED_TIME);
    say_time(sunday_noon, -840, NOW, GUARD_GRANTED);
    say_time(sunday_noon, 0, NOW, GUARD_REFUSED_BUDGET);
    struct time_message time = {.unix_seconds = sunday_noon};
    uint8_t message[TIME_SIZE];
    memcpy(time.epoch_value, guard.turns.value, EPOCH_VALUE_SIZE);
    const struct bytes by_alice = person_signs_time(KEY_OF_ALICE, &time, message);
    CHECK_SAME(guard_hear_time(&guard, by_alice, false, NOW), GUARD_REFUSED_KEY);
    const struct bytes retained = person_signs_time(KEY_OF_CLOCK, &time, message);
    CHECK_SAME(guard_hear_time(&guard, retained, true, NOW), GUARD_REFUSED_RETAINED);
    message[TIME_SIZE - 1] ^= 1;
    guard_run(&guard, NOW + 30000);
    memcpy(time.epoch_value, guard.turns.value, EPOCH_VALUE_SIZE);
    const struct bytes fresh = person_signs_time(KEY_OF_CLOCK, &time, message);
    message[TIME_SIZE - 1] ^= 1;
    CHECK_SAME(guard_hear_time(&guard, fresh, false, NOW + 30000), GUARD_REFUSED_SIGNATURE);
}

static void uses_count_openings_only(void)
{
    ready();
    entries[2] = person_entry(KEY_OF_BOB, ROLE_GUEST, "bob");
    entries[2].uses = 2;
    obey();
    uint8_t bob8[KEY8_SIZE];
    person_key8(KEY_OF_BOB, bob8);
    CHECK(store_count_use(&store, bob8));
    CHECK_SAME(ask(KEY_OF_BOB, "bob", false, NOW), GUARD_GRANTED);
    CHECK(store_count_use(&store, bob8));
    wish(ACTION_OPEN);
    CHECK_SAME(ask(KEY_OF_BOB, "bob", false, NOW + 20), GUARD_REFUSED_USES);
    wish(ACTION_VENT);
    CHECK_SAME(ask(KEY_OF_BOB, "bob", false, NOW + 40), GUARD_REFUSED_USES);
    wish(ACTION_CLOSE);
    CHECK_SAME(ask(KEY_OF_BOB, "bob", false, NOW + 60), GUARD_GRANTED);
}

static void c24_the_vacation_lock_refuses_every_press_but_stops(void)
{
    const struct {
        enum action action;
        enum guard_verdict verdict;
    } cases[] = {{ACTION_OPEN, GUARD_REFUSED_LOCKED}, {ACTION_CLOSE, GUARD_REFUSED_LOCKED},
                 {ACTION_VENT, GUARD_REFUSED_LOCKED}, {ACTION_STOP, GUARD_GRANTED},
                 {ACTION_IDENTIFY, GUARD_GRANTED},    {ACTION_LOCK, GUARD_GRANTED}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ready();
        wish(cases[i].action);
        CHECK_SAME(ask(KEY_OF_ALICE, "alice", true, NOW), cases[i].verdict);
    }
}

static void s11_stop_needs_no_window_and_no_use(void)
{
    ready();
    entries[2].uses = 1;
    obey();
    uint8_t bob8[KEY8_SIZE];
    person_key8(KEY_OF_BOB, bob8);
    CHECK(store_count_use(&store, bob8));
    wish(ACTION_STOP);
    CHECK_SAME(ask(KEY_OF_BOB, "bob", true, NOW), GUARD_GRANTED);
}

static void s02_removing_a_key_and_adding_it_again_gives_no_number_back(void)
{
    ready();
    wish(ACTION_STOP);
    CHECK_SAME(ask(KEY_OF_ALICE, "alice", false, NOW), GUARD_GRANTED);
    const struct roster_entry alice = entries[1];
    entries[1] = person_entry(KEY_OF_DAVE, ROLE_OWNER, "dave");
    head.version++;
    obey();
    entries[1] = alice;
    head.version++;
    obey();
    CHECK_SAME(ask(KEY_OF_ALICE, "alice", false, NOW + 100), GUARD_REFUSED_REPLAY);
}

static void a_case_that_is_open_does_not_outlive_a_roster(void)
{
    ready();
    CHECK_SAME(hear_signed(KEY_OF_ALICE, "alice", NOW), GUARD_VERIFIED);
    head.version++;
    obey();
    CHECK_SAME(guard.open.verdict, GUARD_REFUSED_MALFORMED);
}

int main(void)
{
    RUN(zeroed_memory_is_a_refusal);
    RUN(a_good_command_becomes_a_permit);
    RUN(every_truncation_and_one_byte_more_is_malformed);
    RUN(what_costs_nothing_is_refused_before_what_costs);
    RUN(another_doors_command_is_refused);
    RUN(every_flipped_bit_is_refused);
    RUN(the_ninth_command_within_a_moment_is_refused);
    RUN(a_window_needs_a_time_that_is_known);
    RUN(a_window_is_in_local_time);
    RUN(a_time_that_is_a_day_old_opens_no_window);
    RUN(a_time_is_of_a_timekeeper_not_too_early_and_of_this_earth);
    RUN(uses_count_openings_only);
    RUN(c24_the_vacation_lock_refuses_every_press_but_stops);
    RUN(s11_stop_needs_no_window_and_no_use);
    RUN(s02_removing_a_key_and_adding_it_again_gives_no_number_back);
    RUN(a_case_that_is_open_does_not_outlive_a_roster);
    return check_verdict();
}
