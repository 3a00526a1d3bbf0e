// What docs/protocol.md claims, of epochs, rosters and roles, S5 to S7 and
// S11 to S13: shown on a whole door with a scripted broker.
#include "test/support/check.h"
#include "test/support/whole_door.h"

#include <string.h>

static struct whole_door whole;

static void s05_epochs_differ_from_turn_to_turn_and_from_boot_to_boot(void)
{
    CHECK(whole_door_ready(&whole));
    struct epoch seen[4];
    for (size_t i = 0; i < 4; i++) {
        seen[i] = whole_door_epoch(&whole);
        whole_door_run(&whole, TURN_LENGTH);
        if (i == 1) {
            // The same entropy again: the journal alone keeps them apart.
            whole_door_cut(&whole);
            whole_door_entropy_restarts();
            whole_door_boot(&whole);
            whole_door_run(&whole, 2000);
        }
    }
    for (size_t i = 0; i < 4; i++) {
        for (size_t j = 0; j < i; j++) {
            CHECK(!same_bytes(seen[i].value, seen[j].value, EPOCH_VALUE_SIZE));
        }
    }
}

static void s05_without_entropy_there_is_no_epoch(void)
{
    whole_door_init(&whole);
    whole_door_entropy_fails(true);
    whole_door_boot(&whole);
    whole_door_run(&whole, 5000);
    CHECK_SAME(broker_count(&whole.broker, "portcullis/garage/epoch"), 0);
    CHECK(whole.broker.subscribed);
}

static void s05_without_a_journal_there_is_no_epoch_and_the_door_is_locked_out(void)
{
    CHECK(whole_door_ready(&whole));
    whole_door_cut(&whole);
    memset(whole.flash.cells, 0x11, 6 * (size_t)RAM_FLASH_SECTOR);
    const size_t before = whole.broker.message_count;
    whole_door_boot(&whole);
    whole_door_run(&whole, 5000);
    CHECK(whole.broker.subscribed);
    for (size_t i = before; i < whole.broker.message_count; i++) {
        CHECK(strcmp(broker_at(&whole.broker, i)->topic, "portcullis/garage/epoch") != 0);
    }
    CHECK(whole.opener.floor.snapshot.lock_out);
}

static void send_roster(enum test_key_owner signer)
{
    uint8_t room[ROSTER_MOST];
    const struct bytes roster = person_signs_roster(signer, &whole.head, whole.entries, room);
    (void)broker_sends(&whole.broker, "portcullis/garage/roster", roster, true);
    whole_door_run(&whole, 1500);
}

static void s06_a_roster_of_the_admin_takes_a_key_away(void)
{
    CHECK(whole_door_ready(&whole));
    whole.head.version = 2;
    whole.head.count = 6; // dave is gone
    send_roster(KEY_OF_ADMIN);
    CHECK_SAME(whole_door_epoch(&whole).roster_version, 2);
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_DAVE, "dave", ACTION_STOP), 0);
    CHECK(whole_door_told(&whole, WHAT_ROSTER, 0, NULL));
}

static void s06_its_version_never_falls_over_a_power_cut(void)
{
    CHECK(whole_door_ready(&whole));
    const struct bytes first = whole.image.first_roster;
    whole.head.version = 2;
    whole.head.count = 6;
    send_roster(KEY_OF_ADMIN);
    whole_door_cut(&whole);
    whole_door_boot(&whole);
    whole_door_run(&whole, 2000);
    CHECK_SAME(whole_door_epoch(&whole).roster_version, 2);
    (void)broker_sends(&whole.broker, "portcullis/garage/roster", first, true);
    whole_door_run(&whole, 2000);
    CHECK_SAME(whole_door_epoch(&whole).roster_version, 2);
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_DAVE, "dave", ACTION_STOP), 0);
}

static void spoil_roster_slots(void)
{
    for (size_t slot = 0; slot < 2; slot++) {
        whole.flash.cells[(6 + slot) * RAM_FLASH_SECTOR + 200] ^= 0x01;
    }
}

static void s06_a_damaged_roster_is_taken_back_from_the_broker_and_no_older_one(void)
{
    CHECK(whole_door_ready(&whole));
    const struct bytes first = whole.image.first_roster;
    whole.head.version = 2;
    whole.head.count = 6;
    send_roster(KEY_OF_ADMIN);
    whole_door_cut(&whole);
    spoil_roster_slots();
    whole_door_boot(&whole);
    whole_door_run(&whole, 2000);
    // It names what it can not read, and obeys nobody.
    CHECK_SAME(whole_door_epoch(&whole).roster_version, 2);
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ALICE, "alice", ACTION_OPEN), 0);
    (void)broker_sends(&whole.broker, "portcullis/garage/roster", first, true);
    whole_door_run(&whole, 2000);
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ALICE, "alice", ACTION_OPEN), 0);
    // An admin of a roster that can not be read is no admin.
    whole.head.version = 3;
    send_roster(KEY_OF_ADMIN);
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ALICE, "alice", ACTION_OPEN), 0);
    whole.head.version = 2;
    send_roster(KEY_OF_ADMIN);
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ALICE, "alice", ACTION_OPEN), RESULT_OK);
}

static void s06_recovery_brings_a_damaged_roster_to_a_higher_one(void)
{
    CHECK(whole_door_ready(&whole));
    whole_door_cut(&whole);
    spoil_roster_slots();
    whole_door_boot(&whole);
    whole_door_run(&whole, 2000);
    whole.head.version = 2;
    send_roster(KEY_OF_RECOVERY);
    CHECK_SAME(whole_door_epoch(&whole).roster_version, 2);
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ALICE, "alice", ACTION_OPEN), RESULT_OK);
}

static void s07_an_admin_changes_no_admin(void)
{
    CHECK(whole_door_ready(&whole));
    whole.head.version = 2;
    whole.entries[0] = person_entry(KEY_OF_STRANGER, ROLE_ADMIN, "admin");
    send_roster(KEY_OF_ADMIN);
    CHECK_SAME(whole_door_epoch(&whole).roster_version, 1);
    whole_door_run(&whole, BUDGET_RARE);
    send_roster(KEY_OF_RECOVERY);
    CHECK_SAME(whole_door_epoch(&whole).roster_version, 2);
}

static void s11_stop_passes_from_whoever_may_command(void)
{
    CHECK(whole_door_ready(&whole));
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ALICE, "alice", ACTION_LOCK), RESULT_OK);
    const struct {
        enum test_key_owner who;
        const char *user;
    } people[] = {{KEY_OF_ALICE, "alice"},
                  {KEY_OF_BOB, "bob"},
                  {KEY_OF_CAROL, "carol"},
                  {KEY_OF_ROBOT, "robot"},
                  {KEY_OF_DAVE, "dave"}};
    for (size_t i = 0; i < sizeof(people) / sizeof(people[0]); i++) {
        struct command command = whole_door_wish(&whole, ACTION_STOP);
        command.sequence = (uint16_t)(command.sequence + 100);
        uint8_t command8[COMMAND8_SIZE];
        whole_door_deliver(&whole, people[i].who, people[i].user, &command, command8);
        whole_door_run(&whole, 500);
        CHECK_SAME(whole_door_result(&whole, people[i].user, command8), RESULT_ALREADY);
    }
}

static void s12_automation_closes_and_never_opens(void)
{
    CHECK(whole_door_ready_to_close(&whole));
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ALICE, "alice", ACTION_OPEN), RESULT_OK);
    CHECK(whole_door_finishes(&whole));
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ROBOT, "robot", ACTION_CLOSE), RESULT_OK);
    CHECK(whole_door_finishes(&whole));
    CHECK_SAME(whole_door_epoch(&whole).state, DOOR_CLOSED);
    struct command vent = whole_door_wish(&whole, ACTION_VENT);
    vent.argument = 10;
    uint8_t command8[COMMAND8_SIZE];
    whole_door_deliver(&whole, KEY_OF_ROBOT, "robot", &vent, command8);
    whole_door_run(&whole, 1000);
    CHECK_SAME(whole_door_result(&whole, "robot", command8), RESULT_ROLE);
}

static void s13_a_broker_that_speaks_the_old_version_changes_nothing(void)
{
    whole_door_init(&whole);
    whole.broker.knows_five = false;
    whole_door_boot(&whole);
    whole_door_run(&whole, 4000);
    CHECK(whole_door_settles(&whole));
    CHECK(!whole.broker.five);
    uint8_t room[COMMAND_RAW_SIZE];
    const struct command command = whole_door_wish(&whole, ACTION_OPEN);
    const struct bytes message = person_signs_command(KEY_OF_ALICE, &command, room);
    // Such a broker sends what it retains at every subscription.
    whole_door_replay(&whole, "alice", message, true);
    whole_door_run(&whole, 500);
    CHECK_SAME(whole.presses, 0);
    whole_door_replay(&whole, "alice", message, false);
    whole_door_replay(&whole, "alice", message, false);
    CHECK(whole_door_finishes(&whole));
    CHECK_SAME(whole.presses, 1);
}

int main(void)
{
    RUN(s05_epochs_differ_from_turn_to_turn_and_from_boot_to_boot);
    RUN(s05_without_entropy_there_is_no_epoch);
    RUN(s05_without_a_journal_there_is_no_epoch_and_the_door_is_locked_out);
    RUN(s06_a_roster_of_the_admin_takes_a_key_away);
    RUN(s06_its_version_never_falls_over_a_power_cut);
    RUN(s06_a_damaged_roster_is_taken_back_from_the_broker_and_no_older_one);
    RUN(s06_recovery_brings_a_damaged_roster_to_a_higher_one);
    RUN(s07_an_admin_changes_no_admin);
    RUN(s11_stop_passes_from_whoever_may_command);
    RUN(s12_automation_closes_and_never_opens);
    RUN(s13_a_broker_that_speaks_the_old_version_changes_nothing);
    return check_verdict();
}
