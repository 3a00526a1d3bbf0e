// Which version is spoken: 5 first, and what a broker that does not know it says, or does not say.
#include "test/support/check.h"
#include "test/unit/door/mqtt/bench.h"

static const char connect_of_5[] = "10 12 0004 4d515454 05 02 001e 03 21 0008 0002 6d65";
static const char connect_of_3_1_1[] = "10 0e 0004 4d515454 04 02 001e 0002 6d65";

// The next attempt of a session whose transport is closed speaks that version.
static void check_next_connect(struct bench *b, const char *connect)
{
    b->sent_count = 0;
    bench_open(b);
    CHECK(bench_sent(b, connect));
}

static void a_server_of_3_1_1_gets_3_1_1_from_then_on(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_open(&b);
    bench_hear(&b, "20 02 00 01");
    CHECK(bench_said(&b, "open\nclose 8 01\n"));
    bench_close(&b);
    b.sent_count = 0;
    bench_open(&b);
    CHECK(bench_sent(&b, "10 0e 0004 4d515454 04 02 001e 0002 6d65"));
    bench_hear(&b, "20 02 00 00");
    CHECK(bench_sent(&b, "82 0c 0001 0003 612f2b 01 0001 73 01"));
    bench_hear(&b, "90 04 0001 01 80");
    CHECK(bench_said(&b, "open\nconnected \nsubscribed 0180\n"));
    bench_hear(&b, "32 08 0003 612f62 0007 2a");
    CHECK(bench_said(&b, "message a/b #7 [2a]\n"));
    CHECK(bench_sent(&b, "40 02 0007"));
    bench_close(&b);
    bench_open(&b);
    CHECK(b.session.version == MQTT_3_1_1);
    CHECK(bench_sent(&b, "10 0e 0004 4d515454 04 02 001e 0002 6d65"));
    // A restart asks anew.
    CHECK(bench_restart(&b));
    CHECK(b.session.version == MQTT_5);
}

static void reason_132_is_as_good_as_return_code_1(void)
{
    static const char *const words[] = {"20 03 00 84 00", "20 02 00 84",
                                        "20 09 00 84 06 1f 0003 6f6c64"};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        struct bench b;
        bench_start(&b, 0);
        bench_open(&b);
        bench_hear(&b, words[i]);
        CHECK(bench_said(&b, "open\nclose 8 84\n"));
        CHECK(b.session.version == MQTT_3_1_1);
    }
}

static void a_server_that_closes_without_a_word_hears_each_version_in_turn(void)
{
    struct bench b;
    bench_start(&b, 0);
    for (int i = 0; i < 3; i++) {
        check_next_connect(&b, connect_of_5);
        bench_close(&b);
        check_next_connect(&b, connect_of_3_1_1);
        bench_close(&b);
    }
    // Nor does it matter that it waits instead until we close.
    check_next_connect(&b, connect_of_5);
    bench_pass(&b, BENCH_CONNACK);
    bench_close(&b);
    check_next_connect(&b, connect_of_3_1_1);
}

static void what_was_only_guessed_holds_for_one_connection(void)
{
    struct bench b;
    bench_start(&b, 0);
    check_next_connect(&b, connect_of_5);
    bench_close(&b);
    check_next_connect(&b, connect_of_3_1_1);
    bench_hear(&b, "20 02 00 00 90 04 0001 01 01 32 08 0003 612f62 0007 2a");
    CHECK(bench_said(&b, "open\nopen\nconnected \nsubscribed 0101\nmessage a/b #7 [2a]\n"));
    bench_close(&b);
    check_next_connect(&b, connect_of_5);
    bench_hear(&b, "20 03 00 00 00");
    CHECK(b.session.state == MQTT_SESSION_CONNECTED);
    bench_close(&b);
    check_next_connect(&b, connect_of_5);
}

static void a_transport_that_does_not_come_about_changes_no_version(void)
{
    struct bench b;
    bench_start(&b, 0);
    bench_turn(&b);
    bench_close(&b);
    check_next_connect(&b, connect_of_5);
    bench_close(&b);
    bench_turn(&b);
    bench_close(&b);
    check_next_connect(&b, connect_of_3_1_1);
}

static void after_a_refusal_silence_brings_5_not_back(void)
{
    struct bench b;
    bench_start(&b, 0);
    check_next_connect(&b, connect_of_5);
    bench_hear(&b, "20 02 00 01");
    for (int i = 0; i < 3; i++) {
        bench_close(&b);
        check_next_connect(&b, connect_of_3_1_1);
    }
}

// It spoke so of 5 once, and speaks so of 3.1.1 now: there is nothing left but 5.
static void a_refusal_of_3_1_1_brings_5_back(void)
{
    static const char *const words[] = {"20 02 00 01", "20 02 00 84", "20 03 00 84 00"};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        struct bench b;
        bench_start(&b, 0);
        check_next_connect(&b, connect_of_5);
        bench_hear(&b, "20 03 00 84 00");
        bench_close(&b);
        check_next_connect(&b, connect_of_3_1_1);
        bench_hear(&b, words[i]);
        bench_close(&b);
        check_context(words[i]);
        check_next_connect(&b, connect_of_5);
        bench_hear(&b, "20 03 00 00 00");
        CHECK(b.session.state == MQTT_SESSION_CONNECTED);
        check_context(NULL);
    }
}

static void no_other_refusal_changes_the_version(void)
{
    static const char *const words[] = {"20 03 00 87 00", "20 02 00 05", "20 02 01 01",
                                        "20 03 00 01 00", "20 02 00 00"};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        struct bench b;
        bench_start(&b, 0);
        bench_open(&b);
        bench_hear(&b, words[i]);
        check_context(words[i]);
        CHECK(b.session.state == MQTT_SESSION_CLOSING);
        CHECK(b.session.version == MQTT_5);
        bench_close(&b);
        check_next_connect(&b, connect_of_5);
    }
    check_context(NULL);
}

static void a_server_that_refuses_both_versions_is_asked_for_each_in_turn(void)
{
    struct bench b;
    bench_start(&b, 0);
    for (int i = 0; i < 3; i++) {
        check_next_connect(&b, connect_of_5);
        bench_hear(&b, "20 02 00 01");
        CHECK(bench_said(&b, "open\nclose 8 01\n"));
        bench_close(&b);
        check_next_connect(&b, connect_of_3_1_1);
        bench_hear(&b, "20 02 00 01");
        CHECK(bench_said(&b, "open\nclose 8 01\n"));
        bench_close(&b);
    }
}

int main(void)
{
    RUN(a_server_of_3_1_1_gets_3_1_1_from_then_on);
    RUN(reason_132_is_as_good_as_return_code_1);
    RUN(a_server_that_closes_without_a_word_hears_each_version_in_turn);
    RUN(what_was_only_guessed_holds_for_one_connection);
    RUN(a_transport_that_does_not_come_about_changes_no_version);
    RUN(after_a_refusal_silence_brings_5_not_back);
    RUN(a_refusal_of_3_1_1_brings_5_back);
    RUN(no_other_refusal_changes_the_version);
    RUN(a_server_that_refuses_both_versions_is_asked_for_each_in_turn);
    return check_verdict();
}
