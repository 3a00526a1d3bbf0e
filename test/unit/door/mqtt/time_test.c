// Deadlines, keep alive and back-off, from every start of the clock.
#include "test/support/check.h"
#include "test/support/random.h"
#include "test/unit/door/mqtt/bench.h"

#include <stdio.h>

// Runs a test from start times at which a careless comparison of instants fails.
static void from_everywhere(void (*test)(millis start))
{
    struct random source = random_from(20261122);
    const millis starts[] = {0,
                             1,
                             UINT32_MAX,
                             UINT32_MAX - 100,
                             UINT32_MAX - BENCH_CONNACK,
                             UINT32_MAX - BENCH_ANSWER / 2,
                             UINT32_MAX - 22500,
                             UINT32_MAX / 2,
                             UINT32_MAX / 2 + 1,
                             (millis)random_u64(&source),
                             (millis)random_u64(&source),
                             (millis)random_u64(&source)};
    for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
        char context[32];
        (void)snprintf(context, sizeof(context), "start %u", (unsigned)starts[i]); // fits
        check_context(context);
        test(starts[i]);
    }
    check_context(NULL);
}

static millis wake(const struct bench *b)
{
    return mqtt_session_next_wake(&b->session, b->now);
}

// Nothing is said until the session itself wakes, and then exactly this.
static void expect_after(struct bench *b, millis time, const char *log)
{
    CHECK_SAME(wake(b), time);
    bench_pass(b, time - 1);
    CHECK(bench_said(b, ""));
    CHECK_SAME(wake(b), 1);
    bench_pass(b, 1);
    CHECK(bench_said(b, log));
}

static void transport_late(millis start)
{
    struct bench b;
    bench_start(&b, start);
    bench_turn(&b);
    CHECK(bench_said(&b, "open\n"));
    expect_after(&b, BENCH_TRANSPORT, "close 2 00\n");
    CHECK(wake(&b) > STOPWATCH_MOST / 2);
    mqtt_session_transport_opened(&b.session, b.now); // too late for it
    CHECK_SAME(mqtt_session_pending(&b.session).count, 0);
}

static void a_transport_that_does_not_come_is_given_up(void)
{
    from_everywhere(transport_late);
}

static void connack_late(millis start)
{
    struct bench b;
    bench_start(&b, start);
    bench_open(&b);
    bench_hear(&b, "20");
    CHECK(bench_said(&b, "open\n"));
    expect_after(&b, BENCH_CONNACK, "close 3 00\n");
}

static void a_connack_that_does_not_come_is_given_up(void)
{
    from_everywhere(connack_late);
}

static void suback_late(millis start)
{
    struct bench b;
    bench_start(&b, start);
    bench_open(&b);
    bench_hear(&b, "20 03 00 00 00");
    b.logged = 0;
    expect_after(&b, BENCH_ANSWER, "close 4 00\n");
}

static void a_suback_that_does_not_come_is_given_up(void)
{
    from_everywhere(suback_late);
}

static void puback_late(millis start)
{
    struct bench b;
    bench_start(&b, start);
    bench_connect(&b, MQTT_5);
    const struct mqtt_message message = {bytes_of_text("t"), bytes_of_text("x"), MQTT_AT_LEAST_ONCE,
                                         false};
    uint16_t id = 0;
    CHECK(mqtt_session_publish(&b.session, &message, &id, b.now) == MQTT_PUBLISH_QUEUED);
    bench_pass(&b, 100);
    CHECK(mqtt_session_publish(&b.session, &message, &id, b.now) == MQTT_PUBLISH_QUEUED);
    bench_hear(&b, "40 02 0002");
    CHECK(bench_said(&b, "published #2 00\n"));
    expect_after(&b, BENCH_ANSWER, "close 5 00\n");
    bench_close(&b);
    CHECK(bench_said(&b, "lost #3\nopen\n"));
}

static void a_puback_that_does_not_come_is_given_up(void)
{
    from_everywhere(puback_late);
}

static void pinging(millis start)
{
    struct bench b;
    bench_start(&b, start);
    bench_connect(&b, MQTT_5);
    // A quarter before the 30 seconds are over, whatever else is said meanwhile.
    for (int i = 0; i < 3; i++) {
        expect_after(&b, 22500, "");
        CHECK(bench_sent(&b, "c0 00"));
        CHECK_SAME(wake(&b), BENCH_ANSWER);
        bench_pass(&b, 500);
        bench_hear(&b, "d0 00 30 04 0001 61 00");
        CHECK(bench_said(&b, "message a []\n"));
        CHECK_SAME(wake(&b), 22000);
        const struct mqtt_message message = {.topic_name = bytes_of_text("t")};
        uint16_t id = 0;
        CHECK(mqtt_session_publish(&b.session, &message, &id, b.now) == MQTT_PUBLISH_QUEUED);
        bench_turn(&b);
        CHECK(bench_sent(&b, "30 04 0001 74 00"));
        bench_pass(&b, 22000);
        CHECK(bench_sent(&b, "c0 00"));
        bench_hear(&b, "d0 00");
    }
    expect_after(&b, 22500, "");
    CHECK(bench_sent(&b, "c0 00"));
    expect_after(&b, BENCH_ANSWER, "close 6 00\n");
}

static void a_line_is_kept_alive_and_a_dead_server_noticed(void)
{
    from_everywhere(pinging);
}

static void a_transport_that_takes_nothing_is_noticed_too(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_connect(&b, MQTT_5);
    b.stuck = true;
    static const uint8_t payload[113];
    const struct mqtt_message message = {
        .topic_name = bytes_of_text("t"), .payload = BYTES_OF(payload), .qos = MQTT_AT_MOST_ONCE};
    uint16_t id = 0;
    CHECK(mqtt_session_publish(&b.session, &message, &id, b.now) == MQTT_PUBLISH_QUEUED);
    expect_after(&b, 22500, "");
    expect_after(&b, BENCH_ANSWER, "close 6 00\n");
}

static void keep_alive_of(const char *connack, millis quiet)
{
    struct bench b;
    bench_start(&b, 0);
    bench_open(&b);
    bench_hear(&b, connack);
    bench_hear(&b, "90 05 0001 00 01 01");
    CHECK_SAME(wake(&b), quiet);
}

static void the_shorter_keep_alive_counts(void)
{
    keep_alive_of("20 06 00 00 03 13 0004", 3000);
    keep_alive_of("20 06 00 00 03 13 ffff", 22500);
    keep_alive_of("20 06 00 00 03 13 0000", 22500);
}

static void one_ping_at_a_time(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_open(&b);
    bench_hear(&b, "20 06 00 00 03 13 0002");
    bench_hear(&b, "90 05 0001 00 01 01");
    b.logged = 0;
    b.sent_count = 0;
    for (int i = 0; i < 6; i++) {
        bench_pass(&b, 1500);
    }
    CHECK(bench_sent(&b, "c0 00"));
    CHECK(bench_said(&b, ""));
    bench_pass(&b, 500);
    CHECK(bench_said(&b, "close 6 00\n"));
}

static void a_server_that_answers_pings_never_sent_gains_nothing(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_connect(&b, MQTT_5);
    b.stuck = true;
    for (int i = 0; i < 100; i++) {
        bench_pass(&b, 22500);
        bench_hear(&b, "d0 00");
    }
    CHECK(bench_said(&b, ""));
    CHECK(mqtt_session_pending(&b.session).count <= BENCH_SEND_SIZE);
    bench_pass(&b, 22500);
    bench_pass(&b, BENCH_ANSWER);
    CHECK(bench_said(&b, "close 6 00\n"));
}

static void failing_again(millis start)
{
    // The first ceiling, of 250 ms, was drawn from at the start.
    static const millis waits[] = {500, 1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000, 60000};
    struct bench b;
    bench_start(&b, start);
    bench_turn(&b);
    for (size_t i = 0; i < sizeof(waits) / sizeof(waits[0]); i++) {
        b.logged = 0;
        mqtt_session_transport_closed(&b.session, UINT32_MAX, b.now);
        bench_turn(&b);
        expect_after(&b, waits[i], "open\n");
    }
}

static void attempts_grow_rarer_up_to_one_a_minute(void)
{
    from_everywhere(failing_again);
}

static void a_close_that_nobody_carries_out_is_not_told_again(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_turn(&b);
    bench_pass(&b, BENCH_TRANSPORT + 7);
    CHECK(bench_said(&b, "open\nclose 2 00\n"));
    for (int i = 0; i < 5; i++) {
        bench_pass(&b, STOPWATCH_MOST);
    }
    CHECK(bench_said(&b, ""));
    bench_close(&b);
    CHECK(bench_said(&b, "open\n"));
}

static void a_wake_that_is_overdue_is_now(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_connect(&b, MQTT_5);
    b.now += 30000;
    CHECK_SAME(wake(&b), 0);
}

static void the_first_attempt_is_spread_over_a_quarter_second(void)
{
    struct bench b;
    bench_start(&b, 7);
    CHECK(mqtt_session_init(&b.session, &b.settings, UINT32_MAX, b.now));
    expect_after(&b, 250, "open\n");
}

static void only_a_connection_that_answered_a_ping_starts_over(void)
{
    struct bench b;
    bench_start(&b, 0);
    for (int i = 0; i < 4; i++) {
        bench_turn(&b);
        bench_close(&b);
    }
    // The next ceiling is 8 seconds.
    bench_connect(&b, MQTT_5);
    bench_pass(&b, 22500);
    mqtt_session_transport_closed(&b.session, UINT32_MAX, b.now);
    expect_after(&b, 8000, "open\n");
    bench_connect(&b, MQTT_5);
    bench_pass(&b, 22500);
    bench_hear(&b, "d0 00");
    mqtt_session_transport_closed(&b.session, UINT32_MAX, b.now);
    expect_after(&b, 250, "open\n");
}

static void a_ping_that_was_not_answered_is_not_told_as_a_lost_message(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_open(&b);
    bench_hear(&b, "20 06 00 00 03 13 0002");
    bench_pass(&b, 1500); // SUBSCRIBE and PINGREQ are under way
    b.logged = 0;
    bench_close(&b);
    CHECK(bench_said(&b, "open\n"));
}

static void what_has_arrived_counts_before_what_is_late(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_open(&b);
    b.logged = 0;
    b.now += BENCH_CONNACK + 1000; // somebody slept
    bench_hear(&b, "20 03 00 00 00");
    CHECK(bench_said(&b, "connected \n"));
}

int main(void)
{
    RUN(a_transport_that_does_not_come_is_given_up);
    RUN(a_connack_that_does_not_come_is_given_up);
    RUN(a_suback_that_does_not_come_is_given_up);
    RUN(a_puback_that_does_not_come_is_given_up);
    RUN(a_line_is_kept_alive_and_a_dead_server_noticed);
    RUN(a_transport_that_takes_nothing_is_noticed_too);
    RUN(the_shorter_keep_alive_counts);
    RUN(one_ping_at_a_time);
    RUN(a_server_that_answers_pings_never_sent_gains_nothing);
    RUN(attempts_grow_rarer_up_to_one_a_minute);
    RUN(a_close_that_nobody_carries_out_is_not_told_again);
    RUN(a_wake_that_is_overdue_is_now);
    RUN(the_first_attempt_is_spread_over_a_quarter_second);
    RUN(only_a_connection_that_answered_a_ping_starts_over);
    RUN(a_ping_that_was_not_answered_is_not_told_as_a_lost_message);
    RUN(what_has_arrived_counts_before_what_is_late);
    return check_verdict();
}
