#include "test/unit/door/mqtt/bench.h"

#include "test/support/check.h"
#include "test/support/hex.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct mqtt_subscription subscriptions[] = {
    {{(const uint8_t *)"a/+", 3}, MQTT_AT_LEAST_ONCE, MQTT_DO_NOT_SEND_RETAINED, false},
    {{(const uint8_t *)"s", 1}, MQTT_AT_LEAST_ONCE, MQTT_SEND_RETAINED, true},
};

void bench_start(struct bench *b, millis now)
{
    *b = (struct bench){.now = now};
    b->settings = (struct mqtt_settings){
        .client_identifier = bytes_of_text("me"),
        .subscriptions = subscriptions,
        .subscription_count = 2,
        .keep_alive_seconds = BENCH_KEEP_ALIVE,
        .deadlines = {BENCH_TRANSPORT, BENCH_CONNACK, BENCH_ANSWER},
        .receive_room = b->receive_room,
        .receive_size = BENCH_RECEIVE_SIZE,
        .send_room = b->send_room,
        .send_size = BENCH_SEND_SIZE,
    };
    CHECK(bench_restart(b));
}

bool bench_restart(struct bench *b)
{
    return mqtt_session_init(&b->session, &b->settings, 0, b->now);
}

__attribute__((format(printf, 2, 3))) static void say(struct bench *b, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const int count = vsnprintf(b->log + b->logged, sizeof(b->log) - b->logged, format, arguments);
    va_end(arguments);
    if (CHECK(count >= 0 && (size_t)count < sizeof(b->log) - b->logged)) {
        b->logged += (size_t)count;
    }
}

static void say_bytes(struct bench *b, struct bytes bytes)
{
    for (size_t i = 0; i < bytes.count; i++) {
        say(b, "%02x", bytes.at[i]);
    }
}

static void say_message(struct bench *b, const char *word, const struct mqtt_event *event)
{
    say(b, "%s %.*s%s%s", word, (int)event->topic_name.count, (const char *)event->topic_name.at,
        event->retain ? " retain" : "", event->duplicate ? " duplicate" : "");
    if (event->packet_identifier != 0) {
        say(b, " #%u", event->packet_identifier);
    }
    CHECK((event->packet_identifier != 0) == (event->qos == MQTT_AT_LEAST_ONCE));
}

static void say_event(struct bench *b, const struct mqtt_event *event)
{
    if (b->in_piece && event->kind != MQTT_MESSAGE_PIECE) {
        b->in_piece = false;
        say(b, "\n");
    }
    switch (event->kind) {
    case MQTT_OPEN_TRANSPORT:
        say(b, "open\n");
        break;
    case MQTT_CONNECTED:
        say(b, "connected %.*s\n", (int)event->payload.count, (const char *)event->payload.at);
        break;
    case MQTT_SUBSCRIBED:
        say(b, "subscribed ");
        say_bytes(b, event->payload);
        say(b, "\n");
        break;
    case MQTT_MESSAGE:
        CHECK_SAME(event->size, event->payload.count);
        say_message(b, "message", event);
        say(b, " [");
        say_bytes(b, event->payload);
        say(b, "]\n");
        break;
    case MQTT_MESSAGE_BEGINS:
        say_message(b, "begins", event);
        say(b, " %u\n", (unsigned)event->size);
        break;
    case MQTT_MESSAGE_PIECE:
        CHECK(event->payload.count > 0);
        b->in_piece = true;
        say_bytes(b, event->payload);
        break;
    case MQTT_MESSAGE_ENDS:
        say(b, "ends #%u\n", event->packet_identifier);
        break;
    case MQTT_MESSAGE_DROPPED:
        say(b, "dropped %u #%u\n", (unsigned)event->size, event->packet_identifier);
        break;
    case MQTT_PUBLISHED:
        say(b, "published #%u %02x\n", event->packet_identifier, event->reason_code);
        break;
    case MQTT_LOST:
        say(b, "lost #%u\n", event->packet_identifier);
        break;
    case MQTT_CLOSE_TRANSPORT:
        say(b, "close %d %02x\n", (int)event->closing, event->reason_code);
        break;
    }
}

static void take_pending(struct bench *b)
{
    const struct bytes pending = mqtt_session_pending(&b->session);
    if (b->stuck || pending.count == 0) {
        return;
    }
    if (CHECK(pending.count <= sizeof(b->sent) - b->sent_count)) {
        memcpy(b->sent + b->sent_count, pending.at, pending.count);
        b->sent_count += pending.count;
    }
    mqtt_session_sent(&b->session, pending.count);
}

static void greet(struct bench *b)
{
    const struct mqtt_message message = {bytes_of_text("t"), bytes_of_text("hi"),
                                         MQTT_AT_LEAST_ONCE, false};
    uint16_t id = 0;
    CHECK(mqtt_session_publish(&b->session, &message, &id, b->now) == MQTT_PUBLISH_QUEUED);
}

void bench_turn(struct bench *b)
{
    struct mqtt_event event;
    take_pending(b);
    while (mqtt_session_next(&b->session, &event, b->now)) {
        say_event(b, &event);
        if (!b->holds_back && (event.kind == MQTT_MESSAGE || event.kind == MQTT_MESSAGE_ENDS)) {
            mqtt_session_acknowledge(&b->session, event.packet_identifier);
        }
        if (b->greets && event.kind == MQTT_SUBSCRIBED) {
            greet(b);
        }
    }
    take_pending(b);
}

void bench_open(struct bench *b)
{
    bench_turn(b);
    mqtt_session_transport_opened(&b->session, b->now);
    bench_turn(b);
}

static void hear_suback(struct bench *b)
{
    const uint16_t id = b->session.subscribe_identifier;
    const uint8_t high = (uint8_t)(id >> 8);
    const uint8_t low = (uint8_t)id;
    if (b->session.version == MQTT_5) {
        bench_hear_bytes(b, BYTES_OF(((const uint8_t[]){0x90, 5, high, low, 0, 1, 1})));
    } else {
        bench_hear_bytes(b, BYTES_OF(((const uint8_t[]){0x90, 4, high, low, 1, 1})));
    }
}

void bench_welcome(struct bench *b)
{
    bench_hear(b, b->session.version == MQTT_5 ? "20 03 00 00 00" : "20 02 00 00");
    hear_suback(b);
    CHECK(b->session.state == MQTT_SESSION_CONNECTED);
    b->logged = 0;
    b->sent_count = 0;
}

void bench_connect(struct bench *b, enum mqtt_version version)
{
    bench_open(b);
    if (version == MQTT_3_1_1 && b->session.version == MQTT_5) {
        bench_hear(b, "20 02 00 01");
        bench_close(b);
        bench_open(b);
    }
    bench_welcome(b);
    CHECK(b->session.version == version);
}

void bench_close(struct bench *b)
{
    mqtt_session_transport_closed(&b->session, 0, b->now);
    bench_turn(b);
}

static const char five[] =
    "20 0c 00 00 09 21 0005 12 0003 616263"     // CONNACK with properties
    "90 0a 0001 05 1f 0002 6f6b 01 01"          // SUBACK with a reason string
    "30 07 0003 612f62 00 2a"                   // QoS 0
    "32 0e 0003 612f62 0007 04 09 0001 ff 2a2b" // QoS 1 with a property
    "40 03 0002 10"                             // PUBACK of the greeting
    "33 56 0001 73 0009 00"                     // a streamed one of 80 bytes
    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20212223242526272829"
    "2a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f"
    "32 46 0001 61 000a 00" // one of 64 bytes, which is too long
    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20212223242526272829"
    "2a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"
    "32 06 0001 61 000b 00"          // an empty one
    "e0 09 8b 07 1f 0004 6578 6974"; // DISCONNECT

static const char three[] =
    "20 02 00 00"
    "90 04 0001 01 80"
    "30 06 0003 612f62 2a"
    "32 09 0003 612f62 0007 2a2b"
    "40 02 0002"
    "33 55 0001 73 0009"
    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20212223242526272829"
    "2a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f"
    "32 45 0001 61 000a"
    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20212223242526272829"
    "2a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"
    "32 05 0001 61 000b";

struct bytes bench_conversation(enum mqtt_version version, uint8_t *room, size_t size)
{
    return hex_read(version == MQTT_5 ? five : three, room, size);
}

void bench_hear_bytes(struct bench *b, struct bytes bytes)
{
    size_t at = 0;
    size_t taken = 1;
    while (at < bytes.count && taken > 0) {
        taken = mqtt_session_receive(&b->session, (struct bytes){bytes.at + at, bytes.count - at},
                                     b->now);
        CHECK(taken <= bytes.count - at);
        at += taken;
        bench_turn(b);
    }
    b->tail = bytes.count - at;
}

void bench_hear(struct bench *b, const char *hex)
{
    uint8_t room[4096];
    bench_hear_bytes(b, hex_read(hex, room, sizeof(room)));
}

void bench_pass(struct bench *b, millis time)
{
    b->now += time;
    bench_turn(b);
}

bool bench_said(struct bench *b, const char *log)
{
    b->log[b->logged] = '\0';
    const bool same = strcmp(b->log, log) == 0;
    if (!same) {
        printf("--- said\n%s--- expected\n%s---\n", b->log, log);
    }
    b->logged = 0;
    return same;
}

bool bench_sent(struct bench *b, const char *hex)
{
    uint8_t room[4096];
    const struct bytes expected = hex_read(hex, room, sizeof(room));
    const bool same = bytes_equal((struct bytes){b->sent, b->sent_count}, expected);
    if (!same) {
        printf("--- sent ");
        for (size_t i = 0; i < b->sent_count; i++) {
            printf("%02x ", b->sent[i]);
        }
        printf("\n--- expected %s\n", hex);
    }
    b->sent_count = 0;
    return same;
}

void bench_check_left(enum mqtt_version version, const char *hex, unsigned reason_code)
{
    struct bench b;
    bench_start(&b, 0);
    bench_connect(&b, version);
    bench_hear(&b, hex);
    char said[32];
    char sent[32] = "";
    (void)snprintf(said, sizeof(said), "close 10 %02x\n", reason_code); // fits
    if (version == MQTT_5) {
        (void)snprintf(sent, sizeof(sent), "e0 01 %02x", reason_code); // fits
    }
    CHECK(bench_said(&b, said));
    CHECK(bench_sent(&b, sent));
    CHECK_SAME(b.tail, 0);
}

void bench_check_left_by_both(const char *hex, unsigned reason_code)
{
    check_context(hex);
    bench_check_left(MQTT_5, hex, reason_code);
    bench_check_left(MQTT_3_1_1, hex, reason_code);
    check_context(NULL);
}

void bench_check_connack_left(enum mqtt_version version, const char *hex, unsigned reason_code)
{
    struct bench b;
    bench_start(&b, 0);
    bench_open(&b);
    if (version == MQTT_3_1_1) {
        bench_hear(&b, "20 02 00 01");
        bench_close(&b);
        bench_open(&b);
    }
    b.logged = 0;
    bench_hear(&b, hex);
    char said[32];
    (void)snprintf(said, sizeof(said), "close 10 %02x\n", reason_code); // fits
    check_context(hex);
    CHECK(bench_said(&b, said));
    check_context(NULL);
}
