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

void bench_turn(struct bench *b)
{
    struct mqtt_event event;
    take_pending(b);
    while (mqtt_session_next(&b->session, &event, b->now)) {
        say_event(b, &event);
        if (!b->holds_back && (event.kind == MQTT_MESSAGE || event.kind == MQTT_MESSAGE_ENDS)) {
            mqtt_session_acknowledge(&b->session, event.packet_identifier);
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

void bench_connect(struct bench *b, enum mqtt_version version)
{
    bench_open(b);
    if (version == MQTT_3_1_1) {
        if (b->session.version == MQTT_5) {
            bench_hear(b, "20 02 00 01");
            bench_close(b);
            bench_open(b);
        }
        bench_hear(b, "20 02 00 00");
        hear_suback(b);
    } else {
        bench_hear(b, "20 03 00 00 00");
        hear_suback(b);
    }
    CHECK(b->session.version == version && b->session.state == MQTT_SESSION_CONNECTED);
    b->logged = 0;
    b->sent_count = 0;
}

void bench_close(struct bench *b)
{
    mqtt_session_transport_closed(&b->session, 0, b->now);
    bench_turn(b);
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
