// What comes on the door's topics beside good Commands, and what its mirror makes of the door.
#include "door/event_route.h"
#include "test/support/check.h"
#include "test/support/whole_door.h"

#include <string.h>

static struct whole_door whole;

static void send_roster(uint32_t version)
{
    uint8_t room[ROSTER_MOST];
    whole.head.version = version;
    const struct bytes roster = person_signs_roster(KEY_OF_ADMIN, &whole.head, whole.entries, room);
    CHECK(broker_sends(&whole.broker, "portcullis/garage/roster", roster, true));
}

static uint32_t version_in_force(void)
{
    return whole.opener.floor.guard.roster.version;
}

// Notes of this kind since the count was this.
static unsigned noted(enum note_kind kind, size_t since)
{
    unsigned count = 0;
    for (size_t i = since; i < whole.note_count; i++) {
        count += whole.notes[i % WHOLE_DOOR_NOTES].kind == kind ? 1 : 0;
    }
    return count;
}

static void a_roster_without_budget_waits_for_it(void)
{
    CHECK(whole_door_ready(&whole));
    send_roster(2);
    whole_door_run(&whole, 2000);
    CHECK_SAME(version_in_force(), 2);
    send_roster(3);
    whole_door_run(&whole, 25000);
    CHECK_SAME(version_in_force(), 2);
    whole_door_run(&whole, 5000);
    CHECK_SAME(version_in_force(), 3);
}

static void a_roster_that_waits_outlives_its_connection(void)
{
    CHECK(whole_door_ready(&whole));
    send_roster(2);
    whole_door_run(&whole, 2000);
    send_roster(3);
    whole_door_run(&whole, 1000);
    whole.broker.hangs_up = true;
    whole.no_network = true;
    whole_door_run(&whole, 31000);
    CHECK_SAME(version_in_force(), 3);
}

static void the_roster_that_is_in_force_is_passed_over_without_a_word(void)
{
    CHECK(whole_door_ready(&whole));
    const size_t before = whole.note_count;
    CHECK(broker_sends(&whole.broker, "portcullis/garage/roster", whole.image.first_roster, true));
    whole_door_run(&whole, 1000);
    CHECK_SAME(noted(NOTE_ROSTER, before), 0);
    CHECK(!whole.opener.floor.guard.budget.roster.running); // and costs nothing
    send_roster(2);
    whole_door_run(&whole, 1000);
    CHECK_SAME(noted(NOTE_ROSTER, before), 1);
}

static void a_roster_that_was_taken_away_is_none(void)
{
    CHECK(whole_door_ready(&whole));
    const size_t before = whole.note_count;
    const size_t acknowledged = whole.broker.acknowledged;
    CHECK(broker_sends(&whole.broker, "portcullis/garage/roster", (struct bytes){NULL, 0}, false));
    whole_door_run(&whole, 1000);
    CHECK_SAME(whole.broker.acknowledged, acknowledged + 1);
    CHECK_SAME(noted(NOTE_ROSTER, before), 0);
    CHECK_SAME(version_in_force(), 1);
}

static void what_comes_on_a_topic_we_never_asked_for_is_acknowledged_and_forgotten(void)
{
    static const char *const topics[] = {"portcullis/garage/epoch", "portcullis/house/time",
                                         "elsewhere"};
    CHECK(whole_door_ready(&whole));
    const size_t before = whole.note_count;
    const size_t acknowledged = whole.broker.acknowledged;
    for (size_t i = 0; i < 3; i++) {
        CHECK(broker_sends(&whole.broker, topics[i], bytes_of_text("12345678"), false));
    }
    whole_door_run(&whole, 1000);
    CHECK_SAME(whole.broker.acknowledged, acknowledged + 3);
    CHECK_SAME(whole.note_count, before);
    CHECK(!whole.opener.floor.report.again.running);
}

static void a_subscription_that_is_refused_is_noted_with_its_number(void)
{
    whole_door_init(&whole);
    whole.broker.refuses = 3;
    whole_door_boot(&whole);
    whole_door_run(&whole, 2000);
    CHECK_SAME(noted(NOTE_SUBSCRIPTION_REFUSED, 0), 1);
    for (size_t i = 0; i < whole.note_count; i++) {
        if (whole.notes[i].kind == NOTE_SUBSCRIPTION_REFUSED) {
            CHECK_SAME(whole.notes[i].number, 2);
            CHECK_SAME(whole.notes[i].verdict, 0x80);
        }
    }
}

// What a broker did not grant it may grant later, when its rules have been mended.
static void a_subscription_that_is_refused_is_asked_for_again_in_a_while(void)
{
    whole_door_init(&whole);
    whole.broker.refuses = 1; // command/+
    whole_door_boot(&whole);
    CHECK(whole_door_settles(&whole));
    whole.broker.refuses = 0;
    const size_t before = whole.note_count;
    whole_door_run(&whole, 290000);
    CHECK_SAME(noted(NOTE_CLOSING, before), 0);
    whole_door_run(&whole, 20000);
    CHECK_SAME(noted(NOTE_CLOSING, before), 1);
    CHECK(whole_door_settles(&whole));
    CHECK_SAME(noted(NOTE_SUBSCRIPTION_REFUSED, before), 0);
    // And is left in peace then.
    whole_door_run(&whole, 305000);
    CHECK_SAME(noted(NOTE_CLOSING, before), 1);
}

static void stored_of_another_length_is_none(void)
{
    static const uint8_t bytes[9] = {0};
    CHECK(whole_door_ready(&whole));
    CHECK(store_add_movement(&whole.opener.floor.store,
                             &(struct kept_movement){.boot = 1, .number = 77}));
    for (size_t count = 0; count <= sizeof(bytes); count++) {
        const size_t told = broker_count(&whole.broker, "portcullis/garage/event");
        CHECK(broker_sends(&whole.broker, "portcullis/garage/stored", (struct bytes){bytes, count},
                           true));
        whole_door_run(&whole, 1500);
        const size_t again = broker_count(&whole.broker, "portcullis/garage/event") - told;
        CHECK_SAME(again, count == 8 ? 1 : 0);
    }
}

static void a_user_with_the_longest_name_is_answered_on_his_topic(void)
{
    CHECK(whole_door_ready(&whole));
    memcpy(whole.entries[1].user, "alice-1234567890", USER_SIZE);
    send_roster(2);
    whole_door_run(&whole, 2000);
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ALICE, "alice-1234567890", ACTION_OPEN), RESULT_OK);
}

static void check_source(enum operator_profile profile, enum mover mover, const char *word)
{
    whole.image.operator_settings.profile = profile;
    whole.opener.floor.snapshot.mover = mover;
    const struct mirror mirror = event_route_mirror(&whole.opener.floor, whole.now);
    CHECK(strcmp(mirror.source, word) == 0);
}

static void the_mirror_says_who_moved_it(void)
{
    CHECK(whole_door_ready(&whole));
    check_source(PROFILE_STOP_BOTH, MOVER_APP, "app");
    check_source(PROFILE_STOP_BOTH, MOVER_WALL, "local");
    check_source(PROFILE_STOP_BOTH, MOVER_HAND, "local");
    check_source(PROFILE_STOP_BOTH, MOVER_UNKNOWN, "unknown");
    // Only an operator that closes by itself has a timer.
    check_source(PROFILE_STOP_BOTH, MOVER_FOB_OR_TIMER, "local");
    check_source(PROFILE_AUTO_CLOSE, MOVER_FOB_OR_TIMER, "timer");
}

static void the_mirrors_since_is_steady_and_begins_anew_with_the_clock(void)
{
    CHECK(whole_door_ready(&whole));
    wall_clock_from_timekeeper(&whole.opener.floor.guard.clock, 1800000100, 0, whole.now);
    whole_door_run(&whole, 2500);
    const uint64_t since = whole.opener.mirror_since;
    CHECK(since > 1800000000);
    CHECK(since <= 1800000100);
    whole_door_run(&whole, 20000);
    CHECK_SAME(whole.opener.mirror_since, since);
    wall_clock_from_timekeeper(&whole.opener.floor.guard.clock, 1700000100, 0, whole.now);
    whole_door_run(&whole, 2500);
    CHECK(whole.opener.mirror_since < 1700000101);
}

static void it_does_not_sleep_while_the_transport_is_to_be_closed(void)
{
    CHECK(whole_door_ready(&whole));
    CHECK(opener_next_wake(&whole.opener, whole.now) > 0);
    whole.opener.transport = OPENER_TRANSPORT_CLOSE;
    CHECK_SAME(opener_next_wake(&whole.opener, whole.now), 0);
    whole.opener.transport = OPENER_TRANSPORT_AS_IT_IS;
    whole.opener.floor.more = true;
    CHECK_SAME(opener_next_wake(&whole.opener, whole.now), 0);
}

int main(void)
{
    RUN(a_roster_without_budget_waits_for_it);
    RUN(a_roster_that_waits_outlives_its_connection);
    RUN(the_roster_that_is_in_force_is_passed_over_without_a_word);
    RUN(a_roster_that_was_taken_away_is_none);
    RUN(what_comes_on_a_topic_we_never_asked_for_is_acknowledged_and_forgotten);
    RUN(a_subscription_that_is_refused_is_noted_with_its_number);
    RUN(a_subscription_that_is_refused_is_asked_for_again_in_a_while);
    RUN(stored_of_another_length_is_none);
    RUN(a_user_with_the_longest_name_is_answered_on_his_topic);
    RUN(the_mirror_says_who_moved_it);
    RUN(the_mirrors_since_is_steady_and_begins_anew_with_the_clock);
    RUN(it_does_not_sleep_while_the_transport_is_to_be_closed);
    return check_verdict();
}
