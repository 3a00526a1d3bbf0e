// A flash that fails while the door works, a door floor that does not answer, a report that is full.
#include "test/support/check.h"
#include "test/support/whole_door.h"

#include <string.h>

static struct whole_door whole;

static void flash_fails(bool fails)
{
    ram_flash_revive(&whole.flash);
    whole.flash.trouble = fails ? RAM_FLASH_FAIL_ONCE : RAM_FLASH_SOUND;
    whole.flash.at_operation = 1;
    whole.flash.every = 1;
}

// Notes of a write that failed since the count was this.
static unsigned failures_noted(enum store_write which, size_t since)
{
    unsigned noted = 0;
    for (size_t i = since; i < whole.note_count; i++) {
        const struct note *note = &whole.notes[i % WHOLE_DOOR_NOTES];
        noted += note->kind == NOTE_STORE_FAILED && note->number == (uint32_t)which ? 1 : 0;
    }
    return noted;
}

static uint8_t ask_lock(uint8_t argument)
{
    uint8_t command8[COMMAND8_SIZE];
    struct command command = whole_door_wish(&whole, ACTION_LOCK);
    command.argument = argument;
    whole_door_deliver(&whole, KEY_OF_ALICE, "alice", &command, command8);
    whole_door_run(&whole, 1500);
    return whole_door_result(&whole, "alice", command8);
}

static void c29_a_permission_that_could_not_be_kept_is_tried_again_once_a_second(void)
{
    CHECK(whole_door_ready(&whole));
    flash_fails(true);
    const size_t before = whole.note_count;
    whole_door_permit(&whole); // given for some 1 s at its end
    whole_door_run(&whole, 4000);
    const unsigned noted = failures_noted(STORE_WRITE_PERMISSION, before);
    CHECK(noted >= 4);
    CHECK(noted <= 7);
    CHECK(!whole.opener.floor.store.kept.permission);
    flash_fails(false);
    whole_door_run(&whole, 1500);
    CHECK(whole.opener.floor.store.kept.permission);
}

static void c24_a_lock_that_could_not_be_kept_is_none(void)
{
    CHECK(whole_door_ready(&whole));
    flash_fails(true);
    CHECK_SAME(ask_lock(1), RESULT_STORE);
    CHECK(!whole.opener.floor.snapshot.vacation_lock);
    flash_fails(false);
    CHECK_SAME(ask_lock(1), RESULT_OK);
    CHECK(whole.opener.floor.store.kept.vacation_lock);
}

static void c24_a_lock_that_could_not_be_lifted_on_flash_says_so_and_is_tried_again(void)
{
    CHECK(whole_door_ready(&whole));
    CHECK_SAME(ask_lock(1), RESULT_OK);
    flash_fails(true);
    const size_t before = whole.note_count;
    CHECK_SAME(ask_lock(0), RESULT_STORE);
    CHECK(failures_noted(STORE_WRITE_VACATION_LOCK, before) >= 2);
    // As long as flash says locked, it is.
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ALICE, "alice", ACTION_OPEN), RESULT_LOCKED);
    flash_fails(false);
    whole_door_run(&whole, 1500);
    CHECK(!whole.opener.floor.store.kept.vacation_lock);
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ALICE, "alice", ACTION_OPEN), RESULT_OK);
}

static bool take_roster(uint32_t version)
{
    uint8_t room[ROSTER_MOST];
    whole.head.version = version;
    const struct bytes roster = person_signs_roster(KEY_OF_ADMIN, &whole.head, whole.entries, room);
    return network_floor_take_roster(&whole.opener.floor, roster, whole.now);
}

// At each of its operations, and at each read.
static void s06_a_roster_that_was_not_written_whole_leaves_the_old_one_in_force(void)
{
    static const enum ram_flash_trouble troubles[] = {RAM_FLASH_FAIL_ONCE, RAM_FLASH_STUCK_ONCE,
                                                      RAM_FLASH_SOUND};
    CHECK(whole_door_ready(&whole));
    const struct roster_in_force *roster = &whole.opener.floor.guard.roster;
    unsigned refused[3] = {0};
    for (uint32_t i = 0; i < 3 * 24; i++) {
        const uint32_t before = roster->version;
        ram_flash_revive(&whole.flash);
        whole.flash.trouble = troubles[i / 24];
        whole.flash.at_operation = 1 + i % 24;
        whole.flash.fails_read = troubles[i / 24] == RAM_FLASH_SOUND ? 1 + i % 24 : 0;
        const bool taken = take_roster(before + 1);
        ram_flash_revive(&whole.flash);
        struct roster_entry entry;
        CHECK_SAME(roster->version, taken ? before + 1 : before);
        CHECK_SAME(whole.opener.floor.store.kept.roster.version, roster->version);
        CHECK(roster_in_force_entry(roster, 1, &entry));
        refused[i / 24] += taken ? 0 : 1;
    }
    CHECK(refused[0] > 1 && refused[1] > 0 && refused[2] > 1);
    CHECK(!network_floor_take_roster(&whole.opener.floor, bytes_of_text("PCR1"), whole.now));
}

// It takes a key away, perhaps: a flash that failed once must not keep that key in force.
static void a_roster_that_could_not_be_written_is_tried_again(void)
{
    CHECK(whole_door_ready(&whole));
    uint8_t room[ROSTER_MOST];
    whole.head.version = 2;
    whole.head.count = 6; // dave is gone
    flash_fails(true);
    const size_t before = whole.note_count;
    CHECK(broker_sends(&whole.broker, "portcullis/garage/roster",
                       person_signs_roster(KEY_OF_ADMIN, &whole.head, whole.entries, room), true));
    whole_door_run(&whole, 5000);
    CHECK_SAME(failures_noted(STORE_WRITE_ROSTER, before), 1);
    CHECK_SAME(whole.opener.floor.guard.roster.version, 1);
    flash_fails(false);
    whole_door_run(&whole, 26000); // as often as a Roster is verified
    CHECK_SAME(whole.opener.floor.guard.roster.version, 2);
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_DAVE, "dave", ACTION_STOP), 0);
}

static void a_use_is_given_back_where_the_door_floor_takes_no_permit(void)
{
    CHECK(whole_door_ready(&whole));
    uint8_t bob8[KEY8_SIZE];
    uint8_t command8[COMMAND8_SIZE];
    person_key8(KEY_OF_BOB, bob8);
    const struct command command = whole_door_wish(&whole, ACTION_OPEN);
    whole.door_floor_stands = true;
    CHECK(mailbox_offer(&whole.door.mailbox, &(struct permit){.action = ACTION_IDENTIFY}));
    whole_door_deliver(&whole, KEY_OF_BOB, "bob", &command, command8);
    whole_door_run(&whole, 1500);
    CHECK_SAME(whole_door_result(&whole, "bob", command8), RESULT_STATE);
    CHECK_SAME(store_uses(&whole.opener.floor.store, bob8), 0);
    CHECK(!whole.opener.floor.permit_under_way);
}

static void a_command_whose_answer_would_find_no_room_is_not_even_verified(void)
{
    CHECK(whole_door_ready(&whole));
    static const uint8_t nobody[USER_SIZE] = "nobody";
    uint8_t room[COMMAND_RAW_SIZE];
    struct network_floor *floor = &whole.opener.floor;
    const struct command command = whole_door_wish(&whole, ACTION_OPEN);
    const struct heard heard = {.user = bytes_of_text("alice"),
                                .payload = person_signs_command(KEY_OF_ALICE, &command, room)};
    for (unsigned i = 0; i < REPORT_ACKS; i++) {
        report_ack(&floor->report, &(struct ack){.result = RESULT_OK}, nobody);
    }
    struct note note;
    command_route_hear(floor, &heard, whole.now);
    CHECK(!floor->guard.verifying.running);
    CHECK(opener_next_note(&whole.opener, &note));
    CHECK_SAME(note.kind, NOTE_REFUSED);
    CHECK_SAME(note.verdict, GUARD_REFUSED_BUDGET);
    report_disconnected(&floor->report);
    command_route_hear(floor, &heard, whole.now);
    CHECK_SAME(floor->guard.open.verdict, GUARD_VERIFIED);
    CHECK_SAME(opener_next_wake(&whole.opener, whole.now), 0); // it waits for its decision
}

static void an_event_that_finds_no_room_and_no_flash_takes_no_number(void)
{
    CHECK(whole_door_ready(&whole));
    struct network_floor *floor = &whole.opener.floor;
    for (unsigned i = 0; i < REPORT_EVENTS; i++) {
        struct event event = {.what = WHAT_FAULT};
        network_floor_tell(floor, &event, false, whole.now);
    }
    const uint32_t number = floor->report.number;
    struct event event = {.what = WHAT_MOVED_BY_HAND};
    flash_fails(true);
    network_floor_tell(floor, &event, true, whole.now);
    CHECK_SAME(floor->report.number, number);
    // On flash it has a number, and is told again after `stored`.
    flash_fails(false);
    network_floor_tell(floor, &event, true, whole.now);
    CHECK_SAME(floor->report.number, number + 1);
    CHECK_SAME(floor->store.kept.last_number, number + 1);
}

static void c05_the_mark_of_a_close_outlasts_a_command_that_needs_none(void)
{
    CHECK(whole_door_ready_to_close(&whole));
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ALICE, "alice", ACTION_OPEN), RESULT_OK);
    CHECK(whole_door_finishes(&whole));
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ALICE, "alice", ACTION_CLOSE), RESULT_OK);
    whole_door_run(&whole, 7000);
    CHECK_SAME(whole.presses, 2);
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ALICE, "alice", ACTION_IDENTIFY), RESULT_STATE);
    CHECK(whole.opener.floor.store.kept.closing_mark.set);
    CHECK(whole_door_finishes(&whole));
    CHECK(!whole.opener.floor.store.kept.closing_mark.set);
    CHECK_SAME(whole_door_epoch(&whole).state, DOOR_CLOSED);
}

// More than the eight that may be on their way at once.
static void what_finds_no_room_on_the_way_is_told_when_there_is(void)
{
    CHECK(whole_door_ready(&whole));
    whole.broker.withholds = true;
    for (unsigned i = 0; i < 4; i++) {
        (void)whole_door_ask(&whole, KEY_OF_DAVE, "dave", ACTION_OPEN);
    }
    const uint32_t number = whole.opener.floor.report.number;
    CHECK(!whole_door_told(&whole, WHAT_GOAL_ENDED, RESULT_DONE, NULL));
    whole.broker.withholds = false;
    whole_door_run(&whole, 30000);
    CHECK(whole_door_settles(&whole));
    CHECK_SAME(whole_door_epoch(&whole).event_number, number);
}

int main(void)
{
    RUN(c29_a_permission_that_could_not_be_kept_is_tried_again_once_a_second);
    RUN(c24_a_lock_that_could_not_be_kept_is_none);
    RUN(c24_a_lock_that_could_not_be_lifted_on_flash_says_so_and_is_tried_again);
    RUN(s06_a_roster_that_was_not_written_whole_leaves_the_old_one_in_force);
    RUN(a_roster_that_could_not_be_written_is_tried_again);
    RUN(a_use_is_given_back_where_the_door_floor_takes_no_permit);
    RUN(a_command_whose_answer_would_find_no_room_is_not_even_verified);
    RUN(an_event_that_finds_no_room_and_no_flash_takes_no_number);
    RUN(c05_the_mark_of_a_close_outlasts_a_command_that_needs_none);
    RUN(what_finds_no_room_on_the_way_is_told_when_there_is);
    return check_verdict();
}
