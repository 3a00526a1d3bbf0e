// What outlives a power cut and what does not: lock-out, vacation lock, permission, learned travel.
#include "test/support/check.h"
#include "test/support/whole_door.h"

#include <string.h>

static struct whole_door whole;

static void do_at_the_door(enum garage_doing doing, uint32_t lasting)
{
    const struct garage_action action = {.doing = doing, .lasting = lasting};
    garage_act(&whole.garage, &action);
}

static void restart(void)
{
    whole_door_cut(&whole);
    whole_door_run(&whole, 500);
    whole_door_boot(&whole);
    whole_door_run(&whole, 2500);
    CHECK(whole_door_settles(&whole));
}

static void open_it(void)
{
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ALICE, "alice", ACTION_OPEN), RESULT_OK);
    CHECK(whole_door_finishes(&whole));
}

// A close that does not end closed: the power goes in the middle.
static void lock_it_out(void)
{
    CHECK(whole_door_ready_to_close(&whole));
    open_it();
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ALICE, "alice", ACTION_CLOSE), RESULT_OK);
    whole_door_run(&whole, 8000);
    CHECK_SAME(whole.presses, 2);
    restart();
}

static void c05_a_power_cut_in_mid_close_boots_locked_out_and_says_interrupted(void)
{
    uint8_t alice8[KEY8_SIZE];
    person_key8(KEY_OF_ALICE, alice8);
    lock_it_out();
    CHECK((whole_door_epoch(&whole).flags & EPOCH_LOCK_OUT) != 0);
    CHECK(whole_door_told(&whole, WHAT_GOAL_ENDED, RESULT_INTERRUPTED, alice8));
    CHECK(!whole.opener.floor.store.kept.closing_mark.set);
}

// Its mark stood already, and the newer command changed nothing: the name on it stays the right one.
static void c05_interrupted_names_whose_close_it_was_and_not_who_asked_in_vain(void)
{
    uint8_t alice8[KEY8_SIZE];
    uint8_t carol8[KEY8_SIZE];
    person_key8(KEY_OF_ALICE, alice8);
    person_key8(KEY_OF_CAROL, carol8);
    CHECK(whole_door_ready_to_close(&whole));
    open_it();
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ALICE, "alice", ACTION_CLOSE), RESULT_OK);
    whole_door_run(&whole, 8000);
    CHECK_SAME(whole.presses, 2);
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_CAROL, "carol", ACTION_CLOSE), RESULT_ALREADY);
    restart();
    CHECK(whole_door_told(&whole, WHAT_GOAL_ENDED, RESULT_INTERRUPTED, alice8));
    CHECK(!whole_door_told(&whole, WHAT_GOAL_ENDED, RESULT_INTERRUPTED, carol8));
    CHECK((whole_door_epoch(&whole).flags & EPOCH_LOCK_OUT) != 0);
}

// Hers is the goal now, and under its mark it presses.
static void c05_a_goal_that_takes_over_puts_its_name_on_the_mark(void)
{
    uint8_t carol8[KEY8_SIZE];
    person_key8(KEY_OF_CAROL, carol8);
    CHECK(whole_door_ready_to_close(&whole));
    open_it();
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ALICE, "alice", ACTION_CLOSE), RESULT_OK);
    whole_door_run(&whole, 8000);
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_CAROL, "carol", ACTION_OPEN), RESULT_OK);
    CHECK(whole.opener.floor.store.kept.closing_mark.set);
    restart();
    CHECK(whole_door_told(&whole, WHAT_GOAL_ENDED, RESULT_INTERRUPTED, carol8));
}

static void c21_lock_out_outlives_every_restart(void)
{
    lock_it_out();
    restart();
    restart();
    CHECK((whole_door_epoch(&whole).flags & EPOCH_LOCK_OUT) != 0);
    // It was told once.
    whole_door_run(&whole, 3000);
    CHECK_SAME(whole.opener.floor.store.kept.boot, 4);
}

static void c22_no_message_lifts_lock_out(void)
{
    lock_it_out();
    do_at_the_door(GARAGE_WALL, 300); // lifts it, and brings the door to a limit
    whole_door_run(&whole, 20000);
    CHECK((whole_door_epoch(&whole).flags & EPOCH_LOCK_OUT) == 0);
    lock_it_out();
    const enum action actions[] = {ACTION_STOP, ACTION_OPEN, ACTION_CLOSE, ACTION_LOCK,
                                   ACTION_IDENTIFY};
    for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++) {
        CHECK(whole_door_ask(&whole, KEY_OF_ALICE, "alice", actions[i]) != 0);
        CHECK((whole_door_epoch(&whole).flags & EPOCH_LOCK_OUT) != 0);
    }
}

static void c22_a_wall_press_lifts_lock_out_and_that_is_kept(void)
{
    lock_it_out();
    do_at_the_door(GARAGE_WALL, 300);
    whole_door_run(&whole, 1000);
    CHECK(!whole.opener.floor.store.kept.lock_out);
    restart();
    CHECK((whole_door_epoch(&whole).flags & EPOCH_LOCK_OUT) == 0);
}

static uint8_t lock(uint8_t argument, enum test_key_owner who, const char *user)
{
    uint8_t command8[COMMAND8_SIZE];
    struct command command = whole_door_wish(&whole, ACTION_LOCK);
    command.argument = argument;
    whole_door_deliver(&whole, who, user, &command, command8);
    whole_door_run(&whole, 1500);
    return whole_door_result(&whole, user, command8);
}

static void c24_the_vacation_lock_outlives_restarts_until_the_owner_lifts_it(void)
{
    CHECK(whole_door_ready(&whole));
    CHECK_SAME(lock(1, KEY_OF_ALICE, "alice"), RESULT_OK);
    CHECK(whole_door_told(&whole, WHAT_LOCK, 0, NULL));
    restart();
    CHECK((whole_door_epoch(&whole).flags & EPOCH_VACATION_LOCK) != 0);
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ALICE, "alice", ACTION_OPEN), RESULT_LOCKED);
    CHECK_SAME(whole.presses, 0);
    CHECK_SAME(lock(0, KEY_OF_ROBOT, "robot"), RESULT_ROLE);
    CHECK_SAME(lock(0, KEY_OF_ALICE, "alice"), RESULT_OK);
    restart();
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ALICE, "alice", ACTION_OPEN), RESULT_OK);
}

static void c24_a_lock_that_met_a_conflict_is_not_set(void)
{
    CHECK(whole_door_ready(&whole));
    uint8_t command8[COMMAND8_SIZE];
    struct command command = whole_door_wish(&whole, ACTION_LOCK);
    command.argument = 1;
    command.sequence++;
    whole_door_deliver(&whole, KEY_OF_ALICE, "alice", &command, command8);
    whole_door_run(&whole, 1500);
    CHECK_SAME(whole_door_result(&whole, "alice", command8), RESULT_CONFLICT);
    CHECK(!whole.opener.floor.store.kept.vacation_lock);
}

static void c29_the_devices_half_of_the_permission_outlives_restarts(void)
{
    CHECK(whole_door_ready_to_close(&whole));
    open_it();
    restart();
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ALICE, "alice", ACTION_CLOSE), RESULT_OK);
}

static void c29_it_lapses_when_the_settings_change(void)
{
    CHECK(whole_door_ready_to_close(&whole));
    open_it();
    whole.image.operator_settings.profile = PROFILE_REV_CLOSING;
    restart();
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ALICE, "alice", ACTION_CLOSE), RESULT_STATE);
    // And does not come back when they change back.
    whole.image.operator_settings.profile = PROFILE_STOP_BOTH;
    restart();
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ALICE, "alice", ACTION_CLOSE), RESULT_STATE);
    CHECK_SAME(whole.presses, 1);
}

static void c29_the_owners_half_goes_with_the_roster(void)
{
    CHECK(whole_door_ready_to_close(&whole));
    open_it();
    uint8_t room[ROSTER_MOST];
    whole.head.version = 2;
    whole.head.policy = POLICY_AUTOMATION;
    const struct bytes roster = person_signs_roster(KEY_OF_ADMIN, &whole.head, whole.entries, room);
    CHECK(broker_sends(&whole.broker, "portcullis/garage/roster", roster, false));
    whole_door_run(&whole, 2000);
    CHECK_SAME(whole_door_epoch(&whole).roster_version, 2);
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ALICE, "alice", ACTION_CLOSE), RESULT_STATE);
    CHECK_SAME(whole.presses, 1);
}

static void c29_and_calls_off_a_warning_that_runs(void)
{
    CHECK(whole_door_ready_to_close(&whole));
    open_it();
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ALICE, "alice", ACTION_CLOSE), RESULT_OK);
    uint8_t room[ROSTER_MOST];
    whole.head.version = 2;
    whole.head.policy = 0;
    const struct bytes roster = person_signs_roster(KEY_OF_ADMIN, &whole.head, whole.entries, room);
    CHECK(broker_sends(&whole.broker, "portcullis/garage/roster", roster, false));
    whole_door_run(&whole, 8000);
    CHECK_SAME(whole.presses, 1);
    CHECK_SAME(whole_door_epoch(&whole).state, DOOR_OPEN);
}

static void c04_nothing_moves_at_boot_and_the_sequence_starts_over(void)
{
    CHECK(whole_door_ready(&whole));
    open_it();
    for (int i = 0; i < 5; i++) {
        restart();
    }
    CHECK_SAME(whole.presses, 1);
    CHECK_SAME(whole_door_epoch(&whole).state, DOOR_OPEN);
}

static void c14_learned_travel_outlives_a_restart(void)
{
    CHECK(whole_door_ready_to_close(&whole));
    for (int i = 0; i < 2; i++) {
        open_it();
        CHECK_SAME(whole_door_ask(&whole, KEY_OF_ALICE, "alice", ACTION_CLOSE), RESULT_OK);
        CHECK(whole_door_finishes(&whole));
    }
    whole_door_run(&whole, 12000);
    const struct travel_record before = door_travel(&whole.door);
    CHECK_SAME(before.runs[WAY_OPENING].count, 2);
    restart();
    const struct travel_record after = door_travel(&whole.door);
    for (size_t way = 0; way < 2; way++) {
        CHECK_SAME(after.runs[way].count, before.runs[way].count);
        CHECK_SAME(after.runs[way].times[0] / 4, before.runs[way].times[0] / 4);
    }
    CHECK_SAME(after.delays.count, before.delays.count);
}

int main(void)
{
    RUN(c05_a_power_cut_in_mid_close_boots_locked_out_and_says_interrupted);
    RUN(c05_interrupted_names_whose_close_it_was_and_not_who_asked_in_vain);
    RUN(c05_a_goal_that_takes_over_puts_its_name_on_the_mark);
    RUN(c21_lock_out_outlives_every_restart);
    RUN(c22_no_message_lifts_lock_out);
    RUN(c22_a_wall_press_lifts_lock_out_and_that_is_kept);
    RUN(c24_the_vacation_lock_outlives_restarts_until_the_owner_lifts_it);
    RUN(c24_a_lock_that_met_a_conflict_is_not_set);
    RUN(c29_the_devices_half_of_the_permission_outlives_restarts);
    RUN(c29_it_lapses_when_the_settings_change);
    RUN(c29_the_owners_half_goes_with_the_roster);
    RUN(c29_and_calls_off_a_warning_that_runs);
    RUN(c04_nothing_moves_at_boot_and_the_sequence_starts_over);
    RUN(c14_learned_travel_outlives_a_restart);
    return check_verdict();
}
