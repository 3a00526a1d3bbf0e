#include "door/report/report.h"
#include "test/support/check.h"
#include "test/support/people.h"
#include "test/support/ram_flash.h"

#include <string.h>

static const uint8_t alice[USER_SIZE] = "alice";

static struct report report;
static struct store store;
static struct ram_flash flash;
static struct epoch now_so;
static uint8_t door8[DOOR8_SIZE];

static void ready(void)
{
    ram_flash_init(&flash);
    person_key8(KEY_OF_IDENTITY, door8);
    CHECK_SAME(store_mount(&store, &flash.flash, door8), STORE_READY);
    report_init(&report, test_keys[KEY_OF_IDENTITY].private_key, door8, 0);
    report_begin_boot(&report, 3, 41);
    now_so = (struct epoch){.turn = 1, .sequence = 5};
}

static struct bytes finished(enum report_kind kind, millis now)
{
    report_finish(&report, &store, &now_so, now);
    CHECK_SAME(report.finished.kind, kind);
    const struct bytes bytes = {report.finished.bytes, report.finished.count};
    CHECK(kind == REPORT_NOTHING || person_signed(KEY_OF_IDENTITY, bytes));
    return bytes;
}

static void tell(enum what what, millis now)
{
    struct event event = {.what = (uint8_t)what};
    report_number(&report, &event, now);
    report_tell(&report, &event);
}

static void ack_and_event_go_before_the_epoch(void)
{
    ready();
    tell(WHAT_BOOT, 100);
    report_ack(&report, &(struct ack){.result = RESULT_OK, .sequence = 5}, alice);
    struct ack ack;
    struct event event;
    struct epoch epoch;
    CHECK(ack_decode(finished(REPORT_ACK, 100), &ack));
    CHECK_BYTES(BYTES_OF(report.finished.user), BYTES_OF(alice));
    CHECK_BYTES(BYTES_OF(ack.door8), BYTES_OF(door8));
    report_sent(&report, 1, 100);
    CHECK(event_decode(finished(REPORT_EVENT, 100), &event));
    CHECK_SAME(event.boot, 3);
    CHECK_SAME(event.number, 42);
    report_sent(&report, 2, 100);
    CHECK(epoch_decode(finished(REPORT_EPOCH, 100), &epoch));
    CHECK_SAME(epoch.boot, 3);
    CHECK_SAME(epoch.event_number, 42);
    CHECK_SAME(epoch.sequence, 5);
    report_sent(&report, 3, 100);
    (void)finished(REPORT_NOTHING, 2000);
}

static void what_is_finished_waits_until_it_was_sent(void)
{
    ready();
    const uint8_t *first = finished(REPORT_EPOCH, 0).at;
    now_so.sequence = 9;
    struct epoch epoch;
    CHECK(epoch_decode((struct bytes){first, EPOCH_SIZE}, &epoch));
    report_finish(&report, &store, &now_so, 5000);
    CHECK(epoch_decode((struct bytes){report.finished.bytes, EPOCH_SIZE}, &epoch));
    CHECK_SAME(epoch.sequence, 5);
    CHECK_SAME(report_next_wake(&report, &now_so, 5000), STOPWATCH_MOST);
}

static void every_change_is_news_once_a_second(void)
{
    ready();
    (void)finished(REPORT_EPOCH, 0);
    report_sent(&report, 0, 0);
    uint8_t *const fields[] = {&now_so.state, &now_so.position, &now_so.flags,
                               &now_so.roster_hash8[0]};
    millis now = 0;
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        *fields[i] = (uint8_t)(*fields[i] + 1);
        CHECK(report_is_news(&report, &now_so));
        CHECK_SAME(report_next_wake(&report, &now_so, now + 400), 600);
        (void)finished(REPORT_NOTHING, now + 999);
        (void)finished(REPORT_EPOCH, now + 1000);
        now += 1000;
        report_sent(&report, 0, now);
        CHECK(!report_is_news(&report, &now_so));
        CHECK_SAME(report_next_wake(&report, &now_so, now), STOPWATCH_MOST);
    }
    now_so.unix_seconds++; // comes with the turn
    CHECK(!report_is_news(&report, &now_so));
    now_so.turn++;
    CHECK(report_is_news(&report, &now_so));
}

static void before_a_boot_is_journalled_nothing_is_said(void)
{
    ready();
    report_begin_boot(&report, 0, 0);
    report_ack(&report, &(struct ack){.result = RESULT_OK}, alice);
    (void)finished(REPORT_NOTHING, 0);
    CHECK_SAME(report_next_wake(&report, &now_so, 0), STOPWATCH_MOST);
}

static void a_key_that_does_not_sign_says_nothing(void)
{
    static const uint8_t none[PRIVATE_KEY_SIZE] = {0};
    ready();
    report.identity_key = none;
    (void)finished(REPORT_NOTHING, 0);
}

static void events_wait_for_their_acknowledgement(void)
{
    ready();
    tell(WHAT_BOOT, 0);
    tell(WHAT_ROSTER, 0);
    (void)finished(REPORT_EVENT, 0);
    report_sent(&report, 7, 0);
    (void)finished(REPORT_EVENT, 0);
    report_sent(&report, 8, 0);
    CHECK_SAME(report.event_count, 2);
    report_acknowledged(&report, 9);
    CHECK_SAME(report.event_count, 2);
    report_acknowledged(&report, 7);
    CHECK_SAME(report.event_count, 1);
    report_lost(&report, 8);
    struct event event;
    CHECK(event_decode(finished(REPORT_EVENT, 0), &event));
    CHECK_SAME(event.number, 43);
}

static void one_that_nobody_acknowledges_is_told_once(void)
{
    ready();
    tell(WHAT_BOOT, 0);
    (void)finished(REPORT_EVENT, 0);
    report_sent(&report, 0, 0);
    CHECK_SAME(report.event_count, 0);
}

static void acks_end_with_their_connection_and_events_do_not(void)
{
    ready();
    tell(WHAT_BOOT, 0);
    report_ack(&report, &(struct ack){.result = RESULT_OK}, alice);
    (void)finished(REPORT_ACK, 0);
    report_disconnected(&report);
    CHECK_SAME(report.finished.kind, REPORT_NOTHING);
    (void)finished(REPORT_EVENT, 0);
}

static void there_is_room_for_so_many(void)
{
    ready();
    for (int i = 0; i < REPORT_EVENTS; i++) {
        CHECK(report_takes_event(&report));
        tell(WHAT_ANSWER, 0);
    }
    CHECK(!report_takes_event(&report));
    tell(WHAT_GOAL_ENDED, 0); // its number is used: it was journalled
    CHECK_SAME(report.number, 41 + REPORT_EVENTS + 1);
    CHECK_SAME(report.event_count, REPORT_EVENTS);
    for (int i = 0; i < REPORT_ACKS; i++) {
        CHECK(report_takes_ack(&report));
        report_ack(&report, &(struct ack){.result = RESULT_OK}, alice);
    }
    CHECK(!report_takes_ack(&report));
}

static void old_events_are_told_one_a_second_when_nothing_else_is_due(void)
{
    ready();
    (void)finished(REPORT_EPOCH, 0);
    report_sent(&report, 0, 0);
    for (uint32_t number = 1; number <= 3; number++) {
        CHECK(store_add_movement(&store,
                                 &(struct kept_movement){.boot = 1, .number = number, .what = 3}));
    }
    report_stored(&report, 1, 1);
    struct event event;
    CHECK(event_decode(finished(REPORT_OLD_EVENT, 0), &event));
    CHECK_SAME(event.number, 2);
    CHECK_SAME(event.boot, 1);
    report_sent(&report, 5, 0);
    (void)finished(REPORT_NOTHING, 999);
    CHECK_SAME(report_next_wake(&report, &now_so, 999), 1);
    CHECK(event_decode(finished(REPORT_OLD_EVENT, 1000), &event));
    CHECK_SAME(event.number, 3);
    report_sent(&report, 6, 1000);
    (void)finished(REPORT_NOTHING, 2000);
    CHECK(!report.again.running);
}

static void uptime_counts_on_when_the_clock_wraps(void)
{
    millis now = UINT32_MAX - 1500;
    struct uptime uptime = uptime_from(now);
    for (uint32_t hour = 1; hour <= 2000; hour++) {
        now += 3600000;
        uptime_run(&uptime, now);
        CHECK_SAME(uptime_seconds(&uptime, now), hour * 3600);
    }
    CHECK_SAME(uptime_seconds(&uptime, now + 999), 2000 * 3600);
    CHECK_SAME(uptime_seconds(&uptime, now + 1000), 2000 * 3600 + 1);
}

int main(void)
{
    RUN(ack_and_event_go_before_the_epoch);
    RUN(what_is_finished_waits_until_it_was_sent);
    RUN(every_change_is_news_once_a_second);
    RUN(before_a_boot_is_journalled_nothing_is_said);
    RUN(a_key_that_does_not_sign_says_nothing);
    RUN(events_wait_for_their_acknowledgement);
    RUN(one_that_nobody_acknowledges_is_told_once);
    RUN(acks_end_with_their_connection_and_events_do_not);
    RUN(there_is_room_for_so_many);
    RUN(old_events_are_told_one_a_second_when_nothing_else_is_due);
    RUN(uptime_counts_on_when_the_clock_wraps);
    return check_verdict();
}
