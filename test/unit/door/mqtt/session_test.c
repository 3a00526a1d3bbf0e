// The life of a connection: open, connect, subscribe, be refused, end.
#include "test/support/check.h"
#include "test/unit/door/mqtt/bench.h"

static void a_session_of_five_connects_subscribes_and_talks(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_open(&b);
    CHECK(bench_said(&b, "open\n"));
    CHECK(bench_sent(&b, "10 12 0004 4d515454 05 02 001e 03 21 0008 0002 6d65"));
    bench_hear(&b, "20 03 00 00 00");
    CHECK(bench_said(&b, "connected \n"));
    CHECK(bench_sent(&b, "82 0d 0001 00 0003 612f2b 21 0001 73 01"));
    bench_hear(&b, "90 05 0001 00 01 01");
    CHECK(bench_said(&b, "subscribed 0101\n"));
    bench_hear(&b, "32 09 0003 612f62 0007 00 2a");
    CHECK(bench_said(&b, "message a/b #7 [2a]\n"));
    CHECK(bench_sent(&b, "40 02 0007"));
}

static void a_refusal_is_kept_and_told(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_open(&b);
    bench_hear(&b, "20 03 00 86 00");
    CHECK(bench_said(&b, "open\nclose 7 86\n"));
    bench_close(&b);
    CHECK(b.session.closing == MQTT_CLOSING_CONNECT_REFUSED);
    CHECK_SAME(b.session.reason_code, 0x86);
}

static void a_will_that_can_not_be_retained_is_offered_without(void)
{
    struct bench b;
    bench_start(&b, 0);
    const struct mqtt_message will = {bytes_of_text("w"), bytes_of_text("x"), MQTT_AT_LEAST_ONCE,
                                      true};
    b.settings.will = &will;
    CHECK(bench_restart(&b));
    bench_open(&b);
    CHECK(bench_sent(&b, "10 19 0004 4d515454 05 2e 001e 03 21 0008 0002 6d65 00 0001 77 0001 78"));
    bench_hear(&b, "20 03 00 9a 00");
    bench_close(&b);
    b.sent_count = 0;
    bench_open(&b);
    CHECK(bench_sent(&b, "10 19 0004 4d515454 05 0e 001e 03 21 0008 0002 6d65 00 0001 77 0001 78"));
    bench_hear(&b, "20 03 00 9b 00");
    bench_close(&b);
    b.sent_count = 0;
    bench_open(&b);
    CHECK(bench_sent(&b, "10 19 0004 4d515454 05 06 001e 03 21 0008 0002 6d65 00 0001 77 0001 78"));
}

static void an_assigned_client_identifier_is_told(void)
{
    struct bench b;
    bench_start(&b, 0);
    b.settings.client_identifier = (struct bytes){NULL, 0};
    CHECK(bench_restart(&b));
    bench_open(&b);
    CHECK(bench_sent(&b, "10 10 0004 4d515454 05 02 001e 03 21 0008 0000"));
    bench_hear(&b, "20 09 00 00 06 12 0003 616263");
    CHECK(bench_said(&b, "open\nconnected abc\n"));
}

static void without_subscriptions_none_is_made(void)
{
    struct bench b;
    bench_start(&b, 0);
    b.settings.subscription_count = 0;
    CHECK(bench_restart(&b));
    bench_open(&b);
    b.sent_count = 0;
    bench_hear(&b, "20 03 00 00 00");
    CHECK(bench_said(&b, "open\nconnected \n"));
    CHECK(bench_sent(&b, ""));
    bench_pass(&b, BENCH_ANSWER);
    CHECK(bench_said(&b, ""));
}

static void a_server_that_takes_no_subscribe_that_long_is_left(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_open(&b);
    b.sent_count = 0;
    bench_hear(&b, "20 08 00 00 05 27 0000000e");
    CHECK(bench_said(&b, "open\nclose 10 95\n"));
    CHECK(bench_sent(&b, "e0 01 95"));
    bench_start(&b, 0);
    bench_open(&b);
    bench_hear(&b, "20 08 00 00 05 27 0000000f");
    CHECK(bench_said(&b, "open\nconnected \n"));
}

static void the_servers_farewell_is_told(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_connect(&b, MQTT_5);
    bench_hear(&b, "e0 01 8b");
    CHECK(bench_said(&b, "close 9 8b\n"));
    CHECK(bench_sent(&b, ""));
    bench_close(&b);
    bench_connect(&b, MQTT_5);
    bench_hear(&b, "e0 00");
    CHECK(bench_said(&b, "close 9 00\n"));
}

static void after_the_servers_farewell_nothing_is_sent(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_connect(&b, MQTT_5);
    b.stuck = true;
    const struct mqtt_message message = {.topic_name = bytes_of_text("t")};
    uint16_t id = 0;
    CHECK(mqtt_session_publish(&b.session, &message, &id, 0) == MQTT_PUBLISH_QUEUED);
    bench_hear(&b, "e0 01 8b"); // [MQTT-3.14.4-3]
    CHECK_SAME(mqtt_session_pending(&b.session).count, 0);
}

static void a_transport_that_closes_first_needs_no_telling(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_connect(&b, MQTT_5);
    mqtt_session_disconnect(&b.session);
    bench_close(&b);
    CHECK(bench_said(&b, "open\n"));
}

static void our_farewell_drops_the_will(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_connect(&b, MQTT_5);
    mqtt_session_disconnect(&b.session);
    bench_turn(&b);
    CHECK(bench_said(&b, "close 1 00\n"));
    CHECK(bench_sent(&b, "e0 00"));
    mqtt_session_disconnect(&b.session);
    bench_turn(&b);
    CHECK(bench_said(&b, ""));
    bench_close(&b);
    CHECK(bench_said(&b, "open\n"));
    mqtt_session_disconnect(&b.session);
    bench_turn(&b);
    CHECK(bench_said(&b, "close 1 00\n"));
    CHECK(bench_sent(&b, ""));
}

static void what_comes_after_the_end_is_swallowed(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_hear(&b, "30 05 0003");
    bench_connect(&b, MQTT_5);
    bench_hear(&b, "e0 00 30 05 0001 61 00 21");
    CHECK(bench_said(&b, "close 9 00\n"));
    CHECK_SAME(b.tail, 0);
    bench_close(&b);
    bench_connect(&b, MQTT_5); // half a packet of the old connection is not in its way
}

static void a_report_at_the_wrong_time_is_ignored(void)
{
    struct bench b;
    bench_start(&b, 0);
    mqtt_session_transport_opened(&b.session, 0);
    CHECK(b.session.state == MQTT_SESSION_WAITING);
    CHECK_SAME(mqtt_session_pending(&b.session).count, 0);
    mqtt_session_transport_closed(&b.session, UINT32_MAX, 0);
    CHECK_SAME(b.session.span, 0);
    mqtt_session_acknowledge(&b.session, 1);
    mqtt_session_disconnect(&b.session);
    bench_turn(&b);
    CHECK(bench_said(&b, "open\n"));
}

static void settings_that_cannot_work_are_refused(void)
{
    struct bench b;
    bench_start(&b, 0);
    const struct mqtt_settings good = b.settings;
    b.settings.password = bytes_of_text("p");
    CHECK(!bench_restart(&b));
    b.settings.user_name = bytes_of_text("u");
    CHECK(bench_restart(&b));
    b.settings.user_name = bytes_of_text("\xff");
    CHECK(!bench_restart(&b));
    b.settings = good;
    b.settings.client_identifier = bytes_of_text("\xc3");
    CHECK(!bench_restart(&b));
    b.settings = good;
    b.settings.keep_alive_seconds = 0;
    CHECK(!bench_restart(&b));
    b.settings = good;
    b.settings.receive_size = MQTT_RECEIVE_LEAST - 1;
    CHECK(!bench_restart(&b));
    b.settings = good;
    const struct mqtt_message will = {.topic_name = bytes_of_text("a/+")};
    b.settings.will = &will;
    CHECK(!bench_restart(&b));
    b.settings = good;
    const struct mqtt_subscription wrong = {.topic_filter = bytes_of_text("a/#/b")};
    b.settings.subscriptions = &wrong;
    b.settings.subscription_count = 1;
    CHECK(!bench_restart(&b));
}

static void texts_of_connect_have_at_most_65535_bytes(void)
{
    static uint8_t text[65536];
    static uint8_t send_room[200000];
    for (size_t count = 65535; count <= 65536; count++) {
        const struct mqtt_message will = {.topic_name = bytes_of_text("w"),
                                          .payload = {text, count}};
        struct bench b;
        bench_start(&b, 0);
        b.settings.send_room = send_room;
        b.settings.send_size = sizeof(send_room);
        b.settings.user_name = bytes_of_text("u");
        b.settings.password = (struct bytes){text, count};
        CHECK(bench_restart(&b) == (count == 65535));
        b.settings.password = bytes_of_text("p");
        b.settings.will = &will;
        CHECK(bench_restart(&b) == (count == 65535));
    }
}

static void a_send_room_must_hold_what_every_connection_needs(void)
{
    struct bench b;
    bench_start(&b, 0);
    // CONNECT has 20 bytes; and 3 to write it and 5 that stay free.
    b.settings.send_size = 27;
    CHECK(!bench_restart(&b));
    b.settings.send_size = 28;
    CHECK(bench_restart(&b));
    b.settings.send_size = 4;
    CHECK(!bench_restart(&b));
    b.settings.send_size = 0;
    CHECK(!bench_restart(&b));
}

int main(void)
{
    RUN(a_session_of_five_connects_subscribes_and_talks);
    RUN(a_refusal_is_kept_and_told);
    RUN(a_will_that_can_not_be_retained_is_offered_without);
    RUN(an_assigned_client_identifier_is_told);
    RUN(without_subscriptions_none_is_made);
    RUN(a_server_that_takes_no_subscribe_that_long_is_left);
    RUN(the_servers_farewell_is_told);
    RUN(after_the_servers_farewell_nothing_is_sent);
    RUN(a_transport_that_closes_first_needs_no_telling);
    RUN(our_farewell_drops_the_will);
    RUN(what_comes_after_the_end_is_swallowed);
    RUN(a_report_at_the_wrong_time_is_ignored);
    RUN(settings_that_cannot_work_are_refused);
    RUN(texts_of_connect_have_at_most_65535_bytes);
    RUN(a_send_room_must_hold_what_every_connection_needs);
    return check_verdict();
}
