// However the bytes of a conversation are split, it is the same conversation.
#include "test/support/check.h"
#include "test/support/random.h"
#include "test/unit/door/mqtt/bench.h"

#include <string.h>

static uint8_t conversation_room[512];

// A bench at the point where the server has yet to say its first word, in that version.
static void start(struct bench *b, enum mqtt_version version)
{
    bench_start(b, 0);
    b->greets = true;
    bench_open(b);
    if (version == MQTT_3_1_1) {
        bench_hear(b, "20 02 00 01");
        bench_close(b);
        bench_open(b);
    }
    b->logged = 0;
    b->sent_count = 0;
}

static void check_same_as(struct bench *b, const struct bench *whole)
{
    CHECK_SAME(b->logged, whole->logged);
    CHECK(memcmp(b->log, whole->log, whole->logged) == 0);
    CHECK_BYTES(((struct bytes){b->sent, b->sent_count}),
                ((struct bytes){whole->sent, whole->sent_count}));
    CHECK_SAME(b->session.state, whole->session.state);
}

static void the_conversation_is_what_it_should_be(void)
{
    struct bench b;
    start(&b, MQTT_5);
    bench_hear_bytes(&b, bench_conversation(MQTT_5, conversation_room, sizeof(conversation_room)));
    CHECK(bench_said(
        &b, "connected abc\nsubscribed 0101\nmessage a/b [2a]\nmessage a/b #7 [2a2b]\n"
            "published #2 10\nbegins s retain #9 80\n"
            "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021222324252627"
            "28292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f\n"
            "ends #9\ndropped 70 #10\nmessage a #11 []\nclose 9 8b\n"));
    start(&b, MQTT_3_1_1);
    bench_hear_bytes(&b,
                     bench_conversation(MQTT_3_1_1, conversation_room, sizeof(conversation_room)));
    CHECK(bench_said(
        &b, "connected \nsubscribed 0180\nmessage a/b [2a]\nmessage a/b #7 [2a2b]\n"
            "published #2 00\nbegins s retain #9 80\n"
            "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021222324252627"
            "28292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f\n"
            "ends #9\ndropped 69 #10\nmessage a #11 []\n"));
    CHECK(bench_sent(&b, "82 0c 0001 0003 612f2b 01 0001 73 01 32 07 0001 74 0002 6869"
                         "40 02 0007 40 02 0009 40 02 000a 40 02 000b"));
}

static void split_at(enum mqtt_version version, struct bytes all, size_t first, size_t second)
{
    struct bench b;
    start(&b, version);
    bench_hear_bytes(&b, (struct bytes){all.at, first});
    bench_hear_bytes(&b, (struct bytes){all.at + first, second - first});
    bench_hear_bytes(&b, (struct bytes){all.at + second, all.count - second});
    static struct bench whole;
    start(&whole, version);
    bench_hear_bytes(&whole, all);
    check_same_as(&b, &whole);
}

static void every_split_in_two(void)
{
    const enum mqtt_version versions[] = {MQTT_5, MQTT_3_1_1};
    for (size_t i = 0; i < 2; i++) {
        const struct bytes all =
            bench_conversation(versions[i], conversation_room, sizeof(conversation_room));
        CHECK(all.count > 150);
        for (size_t cut = 0; cut <= all.count; cut++) {
            split_at(versions[i], all, cut, all.count);
        }
    }
}

static void every_split_in_three_of_a_short_one(void)
{
    struct bytes all = bench_conversation(MQTT_5, conversation_room, sizeof(conversation_room));
    all.count = 70; // up to the first bytes of the streamed message
    for (size_t first = 0; first <= all.count; first++) {
        for (size_t second = first; second <= all.count; second++) {
            split_at(MQTT_5, all, first, second);
        }
    }
}

static void byte_by_byte_and_in_any_parts(void)
{
    struct random source = random_from(3);
    const struct bytes all =
        bench_conversation(MQTT_5, conversation_room, sizeof(conversation_room));
    static struct bench whole;
    start(&whole, MQTT_5);
    bench_hear_bytes(&whole, all);
    for (uint32_t most = 1; most <= 100; most++) {
        struct bench b;
        start(&b, MQTT_5);
        for (size_t at = 0; at < all.count;) {
            size_t count = most == 1 ? 1 : 1 + random_below(&source, most);
            count = count < all.count - at ? count : all.count - at;
            bench_hear_bytes(&b, (struct bytes){all.at + at, count});
            at += count;
        }
        check_same_as(&b, &whole);
    }
}

static void every_truncation_waits_for_more_and_ends_in_order(void)
{
    const struct bytes all =
        bench_conversation(MQTT_5, conversation_room, sizeof(conversation_room));
    for (size_t cut = 0; cut < all.count; cut++) {
        struct bench b;
        start(&b, MQTT_5);
        bench_hear_bytes(&b, (struct bytes){all.at, cut});
        CHECK(b.session.state == MQTT_SESSION_CONNECTING ||
              b.session.state == MQTT_SESSION_CONNECTED);
        bench_close(&b);
        bench_open(&b);
        bench_welcome(&b);
    }
}

int main(void)
{
    RUN(the_conversation_is_what_it_should_be);
    RUN(every_split_in_two);
    RUN(every_split_in_three_of_a_short_one);
    RUN(byte_by_byte_and_in_any_parts);
    RUN(every_truncation_waits_for_more_and_ends_in_order);
    return check_verdict();
}
