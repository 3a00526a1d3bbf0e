// What docs/protocol.md claims, of Commands, S1 to S4: shown on a whole door with a scripted broker.
#include "test/support/check.h"
#include "test/support/whole_door.h"

#include <string.h>

static struct whole_door whole;

static void a_signed_open_opens_the_door(void)
{
    CHECK(whole_door_ready(&whole));
    CHECK_SAME(whole_door_epoch(&whole).state, DOOR_CLOSED);
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ALICE, "alice", ACTION_OPEN), RESULT_OK);
    CHECK(whole_door_finishes(&whole));
    CHECK_SAME(whole_door_epoch(&whole).state, DOOR_OPEN);
    CHECK_SAME(whole.presses, 1);
    uint8_t alice8[KEY8_SIZE];
    person_key8(KEY_OF_ALICE, alice8);
    CHECK(whole_door_told(&whole, WHAT_ANSWER, RESULT_OK, alice8));
    CHECK(whole_door_told(&whole, WHAT_GOAL_ENDED, RESULT_DONE, alice8));
}

static void a_signed_close_closes_it_after_a_warning(void)
{
    CHECK(whole_door_ready_to_close(&whole));
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ALICE, "alice", ACTION_OPEN), RESULT_OK);
    CHECK(whole_door_finishes(&whole));
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_CAROL, "carol", ACTION_CLOSE), RESULT_OK);
    CHECK(whole.pins.lamp || whole.pins.beeper || whole_door_epoch(&whole).state == DOOR_WARNING);
    CHECK_SAME(whole.presses, 1);
    CHECK(whole_door_finishes(&whole));
    CHECK_SAME(whole_door_epoch(&whole).state, DOOR_CLOSED);
    CHECK_SAME(whole.presses, 2);
    CHECK(!whole.opener.floor.store.kept.closing_mark.set);
}

static void s01_a_command_of_a_stranger_is_met_with_silence(void)
{
    CHECK(whole_door_ready(&whole));
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_STRANGER, "alice", ACTION_OPEN), 0);
    CHECK_SAME(whole.presses, 0);
    CHECK_SAME(whole.opener.floor.guard.verdicts[GUARD_REFUSED_KEY], 1);
}

// A signature by another key under a name that is in the roster.
static void s01_a_command_with_a_forged_signature_is_met_with_silence(void)
{
    CHECK(whole_door_ready(&whole));
    struct command command = whole_door_wish(&whole, ACTION_OPEN);
    uint8_t message[COMMAND_RAW_SIZE];
    person_key8(KEY_OF_IDENTITY, command.door8);
    person_key8(KEY_OF_ALICE, command.key8);
    command_encode_raw(&command, message);
    person_signs(KEY_OF_STRANGER, message, COMMAND_RAW_COVERED);
    whole_door_replay(&whole, "alice", BYTES_OF(message), false);
    whole_door_run(&whole, 1000);
    CHECK_SAME(whole.presses, 0);
    CHECK_SAME(broker_count(&whole.broker, "portcullis/garage/ack/alice"), 0);
    CHECK_SAME(whole.opener.floor.guard.verdicts[GUARD_REFUSED_SIGNATURE], 1);
}

static void s01_a_command_on_another_users_topic_is_met_with_silence(void)
{
    CHECK(whole_door_ready(&whole));
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ALICE, "carol", ACTION_OPEN), 0);
    CHECK_SAME(whole.opener.floor.guard.verdicts[GUARD_REFUSED_USER], 1);
    CHECK_SAME(whole.presses, 0);
}

static void s01_a_retained_command_is_met_with_silence(void)
{
    CHECK(whole_door_ready(&whole));
    uint8_t room[COMMAND_RAW_SIZE];
    const struct command command = whole_door_wish(&whole, ACTION_OPEN);
    const struct bytes message = person_signs_command(KEY_OF_ALICE, &command, room);
    whole_door_replay(&whole, "alice", message, true);
    whole_door_run(&whole, 1000);
    CHECK_SAME(whole.presses, 0);
    CHECK_SAME(whole.opener.floor.guard.verdicts[GUARD_REFUSED_RETAINED], 1);
}

static void s01_a_role_without_the_power_is_told_so(void)
{
    CHECK(whole_door_ready(&whole));
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ROBOT, "robot", ACTION_OPEN), RESULT_ROLE);
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_DAVE, "dave", ACTION_OPEN), RESULT_ROLE);
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_CAROL, "carol", ACTION_LOCK), RESULT_ROLE);
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ADMIN, "admin", ACTION_OPEN), 0);
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_CLOCK, "clock", ACTION_OPEN), 0);
    CHECK_SAME(whole.presses, 0);
}

static void s01_a_guest_opens_as_often_as_he_may(void)
{
    CHECK(whole_door_ready_to_close(&whole));
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_BOB, "bob", ACTION_OPEN), RESULT_OK);
    CHECK(whole_door_finishes(&whole));
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ALICE, "alice", ACTION_CLOSE), RESULT_OK);
    CHECK(whole_door_finishes(&whole));
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_BOB, "bob", ACTION_OPEN), RESULT_USES);
    CHECK_SAME(whole.presses, 2);
}

static void s01_a_use_is_given_back_when_the_door_was_open_already(void)
{
    CHECK(whole_door_ready(&whole));
    uint8_t bob8[KEY8_SIZE];
    person_key8(KEY_OF_BOB, bob8);
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ALICE, "alice", ACTION_OPEN), RESULT_OK);
    CHECK(whole_door_finishes(&whole));
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_BOB, "bob", ACTION_OPEN), RESULT_ALREADY);
    CHECK_SAME(store_uses(&whole.opener.floor.store, bob8), 0);
}

static void s02_a_signed_command_acts_at_most_once(void)
{
    CHECK(whole_door_ready(&whole));
    uint8_t room[COMMAND_RAW_SIZE];
    const struct command command = whole_door_wish(&whole, ACTION_OPEN);
    const struct bytes message = person_signs_command(KEY_OF_ALICE, &command, room);
    for (int i = 0; i < 3; i++) {
        whole_door_replay(&whole, "alice", message, false);
        whole_door_run(&whole, 500);
    }
    CHECK(whole_door_finishes(&whole));
    CHECK_SAME(whole.presses, 1);
    CHECK_SAME(whole.opener.floor.guard.verdicts[GUARD_REFUSED_REPLAY], 2);
}

static void s02_nor_after_a_power_cut(void)
{
    CHECK(whole_door_ready(&whole));
    uint8_t room[COMMAND_RAW_SIZE];
    const struct command command = whole_door_wish(&whole, ACTION_OPEN);
    const struct bytes message = person_signs_command(KEY_OF_ALICE, &command, room);
    whole_door_replay(&whole, "alice", message, false);
    whole_door_run(&whole, 2500); // the relay's gap is kept after a start too
    whole_door_cut(&whole);
    whole_door_run(&whole, 3000);
    whole_door_boot(&whole);
    whole_door_run(&whole, 2000);
    whole_door_replay(&whole, "alice", message, false);
    whole_door_run(&whole, 1000);
    CHECK_SAME(whole.presses, 1);
    CHECK_SAME(whole.opener.floor.guard.verdicts[GUARD_REFUSED_EPOCH], 1);
}

static void run_to_turn(uint32_t turn)
{
    for (int i = 0; i < 10000 && whole.opener.floor.guard.turns.turn != turn; i++) {
        whole_door_run(&whole, 10);
    }
    CHECK_SAME(whole.opener.floor.guard.turns.turn, turn);
}

static void s03_a_command_is_dead_a_minute_after_its_epoch_began(void)
{
    CHECK(whole_door_ready(&whole));
    run_to_turn(whole.opener.floor.guard.turns.turn + 1);
    whole_door_run(&whole, 1000); // until its Epoch is there
    uint8_t command8[COMMAND8_SIZE];
    struct command command = whole_door_wish(&whole, ACTION_STOP);
    whole_door_run(&whole, 58000 - 200);
    whole_door_deliver(&whole, KEY_OF_ALICE, "alice", &command, command8);
    whole_door_run(&whole, 500);
    CHECK(whole_door_result(&whole, "alice", command8) != 0);
    command.nonce++;
    whole_door_run(&whole, 1000);
    whole_door_deliver(&whole, KEY_OF_ALICE, "alice", &command, command8);
    whole_door_run(&whole, 500);
    CHECK_SAME(whole_door_result(&whole, "alice", command8), 0);
}

// A verification takes its time, and the epoch may die meanwhile.
static void s03_nor_is_it_accepted_by_a_verification_that_began_before(void)
{
    CHECK(whole_door_ready(&whole));
    whole.verify_takes = 400;
    const uint32_t turn = whole.opener.floor.guard.turns.turn;
    const struct command command = whole_door_wish(&whole, ACTION_OPEN);
    run_to_turn(turn + 1);
    whole_door_run(&whole, TURN_LENGTH - 200);
    uint8_t command8[COMMAND8_SIZE];
    whole_door_deliver(&whole, KEY_OF_ALICE, "alice", &command, command8);
    whole_door_run(&whole, 2000);
    CHECK_SAME(whole_door_result(&whole, "alice", command8), 0);
    CHECK_SAME(whole.presses, 0);
}

static void s04_an_earlier_command_of_the_same_key_is_dead(void)
{
    CHECK(whole_door_ready(&whole));
    const struct command early = whole_door_wish(&whole, ACTION_STOP);
    CHECK(whole_door_ask(&whole, KEY_OF_ALICE, "alice", ACTION_STOP) != 0);
    uint8_t command8[COMMAND8_SIZE];
    whole_door_deliver(&whole, KEY_OF_ALICE, "alice", &early, command8);
    whole_door_run(&whole, 1000);
    CHECK_SAME(whole_door_result(&whole, "alice", command8), RESULT_REPLAY);
    CHECK(!whole_door_told(&whole, WHAT_ANSWER, RESULT_REPLAY, NULL));
}

// A refused one is as dead as one that was obeyed.
static void s04_a_command_that_was_answered_is_dead_whatever_the_answer(void)
{
    CHECK(whole_door_ready(&whole));
    struct command command = whole_door_wish(&whole, ACTION_OPEN);
    command.sequence++;
    uint8_t command8[COMMAND8_SIZE];
    whole_door_deliver(&whole, KEY_OF_ALICE, "alice", &command, command8);
    whole_door_run(&whole, 1000);
    CHECK_SAME(whole_door_result(&whole, "alice", command8), RESULT_CONFLICT);
    CHECK(whole_door_ask(&whole, KEY_OF_DAVE, "dave", ACTION_STOP) != 0); // one sequence up
    whole_door_deliver(&whole, KEY_OF_ALICE, "alice", &command, command8);
    whole_door_run(&whole, 1000);
    CHECK_SAME(whole.presses, 0);
}

// Nobody can wear out the flash by asking for what is in vain.
static void s09_a_conflict_writes_nothing(void)
{
    CHECK(whole_door_ready(&whole));
    const uint32_t writes = whole.flash.operations;
    struct command open = whole_door_wish(&whole, ACTION_OPEN);
    struct command lock = whole_door_wish(&whole, ACTION_LOCK);
    uint8_t bob8[COMMAND8_SIZE];
    uint8_t alice8[COMMAND8_SIZE];
    open.sequence++;
    lock.sequence++;
    lock.argument = 1;
    whole_door_deliver(&whole, KEY_OF_BOB, "bob", &open, bob8);
    whole_door_deliver(&whole, KEY_OF_ALICE, "alice", &lock, alice8);
    whole_door_run(&whole, 1000);
    CHECK_SAME(whole_door_result(&whole, "bob", bob8), RESULT_CONFLICT);
    CHECK_SAME(whole_door_result(&whole, "alice", alice8), RESULT_CONFLICT);
    CHECK_SAME(whole.flash.operations, writes);
}

static void s04_two_phones_at_once_get_one_ok_and_one_conflict(void)
{
    CHECK(whole_door_ready(&whole));
    uint8_t alice8[COMMAND8_SIZE];
    uint8_t carol8[COMMAND8_SIZE];
    const struct command command = whole_door_wish(&whole, ACTION_OPEN);
    whole_door_deliver(&whole, KEY_OF_ALICE, "alice", &command, alice8);
    whole_door_deliver(&whole, KEY_OF_CAROL, "carol", &command, carol8);
    whole_door_run(&whole, 1000);
    CHECK_SAME(whole_door_result(&whole, "alice", alice8), RESULT_OK);
    CHECK_SAME(whole_door_result(&whole, "carol", carol8), RESULT_CONFLICT);
    CHECK_SAME(whole.presses, 1);
}

int main(void)
{
    RUN(a_signed_open_opens_the_door);
    RUN(a_signed_close_closes_it_after_a_warning);
    RUN(s01_a_command_of_a_stranger_is_met_with_silence);
    RUN(s01_a_command_with_a_forged_signature_is_met_with_silence);
    RUN(s01_a_command_on_another_users_topic_is_met_with_silence);
    RUN(s01_a_retained_command_is_met_with_silence);
    RUN(s01_a_role_without_the_power_is_told_so);
    RUN(s01_a_guest_opens_as_often_as_he_may);
    RUN(s01_a_use_is_given_back_when_the_door_was_open_already);
    RUN(s02_a_signed_command_acts_at_most_once);
    RUN(s02_nor_after_a_power_cut);
    RUN(s03_a_command_is_dead_a_minute_after_its_epoch_began);
    RUN(s03_nor_is_it_accepted_by_a_verification_that_began_before);
    RUN(s04_an_earlier_command_of_the_same_key_is_dead);
    RUN(s04_a_command_that_was_answered_is_dead_whatever_the_answer);
    RUN(s09_a_conflict_writes_nothing);
    RUN(s04_two_phones_at_once_get_one_ok_and_one_conflict);
    return check_verdict();
}
