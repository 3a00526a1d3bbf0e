// What floods cost (S9), and that the door floor does not notice them (S10).
#include "test/support/check.h"
#include "test/support/whole_door.h"

#include <string.h>

enum {
    VERIFICATION = 366 // ms, as measured on the 64 KB board
};

static struct whole_door whole;

// A message that passes every cheap check, with a signature that does not hold.
static void send_forged(void)
{
    uint8_t room[COMMAND_RAW_SIZE];
    const struct command command = whole_door_wish(&whole, ACTION_OPEN);
    (void)person_signs_command(KEY_OF_ALICE, &command, room);
    room[COMMAND_RAW_SIZE - 1] ^= 1;
    whole_door_replay(&whole, "alice", BYTES_OF(room), false);
}

static uint32_t verifications(void)
{
    const struct guard *guard = &whole.opener.floor.guard;
    return guard->verdicts[GUARD_REFUSED_SIGNATURE] + guard->verdicts[GUARD_VERIFIED];
}

static void s09_forged_commands_cost_at_most_a_quarter_of_the_processor(void)
{
    CHECK(whole_door_ready(&whole));
    whole.verify_takes = VERIFICATION;
    const uint32_t before = verifications();
    const uint32_t writes = whole.flash.operations;
    const millis from = whole.now;
    while (whole.now - from < 40000) {
        send_forged();
        whole_door_run(&whole, 90);
    }
    const uint32_t spent = (verifications() - before) * VERIFICATION;
    CHECK(spent > 0);
    CHECK(spent * 4 <= whole.now - from + 4 * VERIFICATION);
    CHECK_SAME(whole.flash.operations, writes);
    CHECK_SAME(whole.presses, 0);
}

static void s09_junk_costs_no_verification_and_writes_nothing(void)
{
    CHECK(whole_door_ready(&whole));
    const uint32_t before = verifications();
    const uint32_t writes = whole.flash.operations;
    static const uint8_t magic[] = {'P', 'C', 'C', '1'};
    uint8_t junk[900];
    for (size_t count = 0; count < sizeof(junk); count += 13) {
        memset(junk, (int)count, sizeof(junk));
        memcpy(junk + 1, magic, sizeof(magic));
        whole_door_replay(&whole, "alice", (struct bytes){junk, count}, false);
        whole_door_run(&whole, 20);
    }
    CHECK_SAME(verifications(), before);
    CHECK_SAME(whole.flash.operations, writes);
    CHECK(whole.opener.floor.guard.verdicts[GUARD_REFUSED_MALFORMED] > 60);
}

static void a_command_that_is_far_too_long_is_dropped_and_acknowledged(void)
{
    CHECK(whole_door_ready(&whole));
    static uint8_t huge[4000];
    const size_t before = whole.broker.acknowledged;
    whole_door_replay(&whole, "alice", BYTES_OF(huge), false);
    whole_door_run(&whole, 500);
    CHECK_SAME(whole.broker.acknowledged, before + 1);
    CHECK(whole.linked);
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ALICE, "alice", ACTION_OPEN), RESULT_OK);
}

static void a_roster_that_is_far_too_long_is_dropped_and_acknowledged(void)
{
    CHECK(whole_door_ready(&whole));
    static uint8_t huge[4000];
    const size_t before = whole.broker.acknowledged;
    CHECK(broker_sends(&whole.broker, "portcullis/garage/roster", BYTES_OF(huge), true));
    whole_door_run(&whole, 500);
    CHECK_SAME(whole.broker.acknowledged, before + 1);
    CHECK_SAME(whole_door_epoch(&whole).roster_version, 1);
}

// How soon after the command the relay closes.
static millis time_to_relay(bool flooded)
{
    CHECK(whole_door_ready(&whole));
    whole.verify_takes = VERIFICATION;
    uint8_t command8[COMMAND8_SIZE];
    const struct command command = whole_door_wish(&whole, ACTION_OPEN);
    whole_door_deliver(&whole, KEY_OF_ALICE, "alice", &command, command8);
    const millis from = whole.now;
    while (whole.presses == 0 && whole.now - from < 4000) {
        if (flooded) {
            send_forged();
        }
        whole_door_run(&whole, 20);
    }
    return whole.now - from;
}

static void s10_a_flood_does_not_delay_the_command_that_came_before_it(void)
{
    const millis quiet = time_to_relay(false);
    const millis flooded = time_to_relay(true);
    CHECK(flooded <= quiet + VERIFICATION);
    CHECK_SAME(whole.presses, 1);
}

static void s10_the_wall_button_works_during_a_flood(void)
{
    CHECK(whole_door_ready(&whole));
    whole.verify_takes = VERIFICATION;
    const struct garage_action press = {.doing = GARAGE_WALL, .lasting = 300};
    garage_act(&whole.garage, &press);
    for (int i = 0; i < 200; i++) {
        send_forged();
        whole_door_run(&whole, 100);
    }
    CHECK_SAME(whole_door_epoch(&whole).state, DOOR_OPEN);
    CHECK(whole_door_told(&whole, WHAT_MOVED_BY_WALL, 0, NULL));
}

static void one_user_starves_only_himself(void)
{
    CHECK(whole_door_ready(&whole));
    for (int i = 0; i < 12; i++) {
        uint8_t command8[COMMAND8_SIZE];
        const struct command command = whole_door_wish(&whole, ACTION_STOP);
        whole_door_deliver(&whole, KEY_OF_ALICE, "alice", &command, command8);
        whole_door_run(&whole, 100);
    }
    CHECK_SAME(whole.opener.floor.guard.verdicts[GUARD_REFUSED_BUDGET], 4);
    CHECK(whole_door_ask(&whole, KEY_OF_CAROL, "carol", ACTION_STOP) != 0);
}

int main(void)
{
    RUN(s09_forged_commands_cost_at_most_a_quarter_of_the_processor);
    RUN(s09_junk_costs_no_verification_and_writes_nothing);
    RUN(a_command_that_is_far_too_long_is_dropped_and_acknowledged);
    RUN(a_roster_that_is_far_too_long_is_dropped_and_acknowledged);
    RUN(s10_a_flood_does_not_delay_the_command_that_came_before_it);
    RUN(s10_the_wall_button_works_during_a_flood);
    RUN(one_user_starves_only_himself);
    return check_verdict();
}
