// What a server may not say, or not now: the connection ends, for the reason the clause gives.
#include "test/support/check.h"
#include "test/unit/door/mqtt/bench.h"

static void a_remaining_length_longer_than_it_need_be(void)
{
    bench_check_left_by_both("d0 8000", 0x81);
}

static void qos_2_was_not_asked_for(void)
{
    bench_check_left_by_both("34 08 0003 612f62 0007 00", 0x82);
}

static void a_suback_to_something_else(void)
{
    bench_check_left_by_both("90 05 0001 00 01 01", 0x82);
    struct bench b;
    bench_start(&b, 0);
    static const char *const wrong[] = {"90 05 0002 00 01 01", "90 04 0001 00 01",
                                        "90 06 0001 00 01 01 01", "90 03 0001 00"};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        bench_start(&b, 0);
        bench_open(&b);
        bench_hear(&b, "20 03 00 00 00");
        bench_hear(&b, wrong[i]);
        CHECK(bench_said(&b, "open\nconnected \nclose 10 82\n"));
    }
}

static void an_answer_to_the_wrong_packet(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_open(&b);
    bench_hear(&b, "20 03 00 00 00");
    bench_hear(&b, "40 02 0001"); // PUBACK for SUBSCRIBE
    CHECK(bench_said(&b, "open\nconnected \nclose 10 82\n"));
    bench_start(&b, 0);
    bench_open(&b);
    bench_hear(&b, "20 06 00 00 03 13 0002");
    bench_pass(&b, 1500);         // SUBSCRIBE and PINGREQ are under way
    bench_hear(&b, "40 02 0000"); // PUBACK for neither
    CHECK(bench_said(&b, "open\nconnected \nclose 10 82\n"));
    static const char *const wrong[] = {"40 02 0000", "90 05 0000 00 01 01"};
    for (size_t i = 0; i < 2; i++) {
        bench_start(&b, 0);
        bench_connect(&b, MQTT_5);
        bench_pass(&b, 22500); // PINGREQ
        bench_hear(&b, wrong[i]);
        CHECK(bench_said(&b, "close 10 82\n"));
    }
}

static void anything_but_connack_first(void)
{
    bench_check_connack_left(MQTT_5, "30 04 0001 61 00", 0x82);
    bench_check_connack_left(MQTT_5, "e0 00", 0x82);
    bench_check_connack_left(MQTT_5, "f0 00", 0x82);
    bench_check_connack_left(MQTT_5, "d0 00", 0x82);
    bench_check_connack_left(MQTT_3_1_1, "00 00", 0x82);
    bench_check_connack_left(MQTT_5, "20 ffffffffff", 0x81);
}

static void a_connack_before_connect_has_gone_out(void)
{
    struct bench b;
    bench_start(&b, 0);
    b.stuck = true;
    bench_open(&b);
    bench_hear(&b, "20 03 00 00 00");
    CHECK(bench_said(&b, "open\nclose 10 82\n"));
}

static void packets_a_server_does_not_send(void)
{
    bench_check_left_by_both("10 00", 0x82);          // CONNECT
    bench_check_left_by_both("20 03 00 00 00", 0x82); // a second CONNACK: [MQTT-3.2.0-2]
    bench_check_left_by_both("50 02 0001", 0x82);     // PUBREC
    bench_check_left_by_both("62 02 0001", 0x82);     // PUBREL
    bench_check_left_by_both("70 02 0001", 0x82);     // PUBCOMP
    bench_check_left_by_both("82 06 0001 00 0001 61", 0x82);
    bench_check_left_by_both("a2 05 0001 0001 61", 0x82);
    bench_check_left_by_both("b0 02 0001", 0x82); // UNSUBACK
    bench_check_left_by_both("c0 00", 0x82);      // PINGREQ
    bench_check_left_by_both("d0 00", 0x82);      // PINGRESP to no PINGREQ
    bench_check_left_by_both("f0 00", 0x82);      // AUTH: [MQTT-4.12.0-6]
    bench_check_left(MQTT_3_1_1, "e0 00", 0x82);  // DISCONNECT is not for servers of 3.1.1
    bench_check_left_by_both("00 00", 0x81);
}

static void a_dropped_message_without_an_identifier(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_connect(&b, MQTT_5);
    bench_hear(&b, "32 46 0001 61 0000 00"); // its header lies in the room
    CHECK_SAME(b.session.state, MQTT_SESSION_CONNECTED);
    for (int i = 0; i < 64; i++) {
        bench_hear(&b, "00");
    }
    CHECK(bench_said(&b, "close 10 82\n"));
    bench_close(&b);
    bench_connect(&b, MQTT_5);
    bench_hear(&b, "32 4b 0046"); // and here it does not
    for (int i = 0; i < 70; i++) {
        bench_hear(&b, "61");
    }
    bench_hear(&b, "0000 00");
    CHECK(bench_said(&b, "close 10 82\n"));
}

static void wrong_flags(void)
{
    bench_check_left_by_both("41 02 0001", 0x81); // [MQTT-2.1.3-1]
    bench_check_left_by_both("92 03 0001 00", 0x81);
    bench_check_left_by_both("d1 00", 0x81);
    bench_check_left_by_both("60 02 0001", 0x81);
    bench_check_left_by_both("38 04 0001 61 00", 0x82); // DUP with QoS 0: [MQTT-3.3.1-2]
}

static void wrong_properties(void)
{
    bench_check_left(MQTT_5, "30 06 0001 61 02 01 02", 0x82);
    bench_check_left(MQTT_5, "30 08 0001 61 04 01 00 01 00", 0x82);
    bench_check_left(MQTT_5, "30 06 0001 61 02 24 01", 0x81);
    bench_check_left(MQTT_5, "30 07 0001 61 03 23 0001", 0x94); // Topic Alias Maximum is 0
    bench_check_left(MQTT_5, "30 06 0000 03 23 0001", 0x94);
    bench_check_left(MQTT_5, "30 05 0001 61 01 00", 0x81);
    bench_check_left(MQTT_5, "e0 02 00 01", 0x81);
}

static void an_answer_longer_than_the_room(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_connect(&b, MQTT_5);
    bench_hear(&b, "e0 43 8b 41 1f 003e 6161616161616161616161616161616161616161616161616161616161"
                   "616161616161616161616161616161616161616161616161616161616161616161");
    CHECK(bench_said(&b, "close 10 95\n"));
}

static void a_pingresp_with_a_body(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_connect(&b, MQTT_5);
    bench_pass(&b, 22500);
    CHECK(bench_sent(&b, "c0 00"));
    bench_hear(&b, "d0 01 00");
    CHECK(bench_said(&b, "close 10 81\n"));
}

int main(void)
{
    RUN(a_remaining_length_longer_than_it_need_be);
    RUN(qos_2_was_not_asked_for);
    RUN(a_suback_to_something_else);
    RUN(an_answer_to_the_wrong_packet);
    RUN(anything_but_connack_first);
    RUN(a_connack_before_connect_has_gone_out);
    RUN(packets_a_server_does_not_send);
    RUN(a_dropped_message_without_an_identifier);
    RUN(wrong_flags);
    RUN(wrong_properties);
    RUN(an_answer_longer_than_the_room);
    RUN(a_pingresp_with_a_body);
    return check_verdict();
}
