#include "test/fuzz/small_broker.h"

#include "base/reader.h"
#include "base/writer.h"

#include <string.h>

enum packet {
    CONNECT = 1,
    PUBLISH = 3,
    SUBSCRIBE = 8,
    PINGREQ = 12
};

enum {
    QOS_BITS = 6,
    PROTOCOL_NAME = 6, // "MQTT" with its length
    VERSION_FIVE = 5,
    SUBSCRIPTIONS = 4 // as many as a door makes
};

void small_broker_accept(struct small_broker *broker)
{
    broker->in_count = 0;
    broker->out_count = 0;
    broker->subscribed = false;
}

void small_broker_says(struct small_broker *broker, struct bytes bytes)
{
    if (bytes.count > 0 && bytes.count <= sizeof(broker->out) - broker->out_count) {
        memcpy(broker->out + broker->out_count, bytes.at, bytes.count);
        broker->out_count += bytes.count;
    }
}

void small_broker_said(struct small_broker *broker, size_t count)
{
    broker->out_count -= count;
    memmove(broker->out, broker->out + count, broker->out_count);
}

static void answer_connect(struct small_broker *broker, struct reader *body)
{
    static const uint8_t welcome_five[] = {0x20, 3, 0, 0, 0};
    static const uint8_t welcome_four[] = {0x20, 2, 0, 0};
    static const uint8_t refusal[] = {0x20, 3, 0, 132, 0};
    (void)reader_take(body, PROTOCOL_NAME);
    broker->five = reader_u8(body) == VERSION_FIVE;
    if (broker->five && (broker->mood & BROKER_WITHOUT_FIVE) != 0) {
        small_broker_says(broker, BYTES_OF(refusal));
    } else if ((broker->mood & BROKER_WITHOUT_CONNACK) == 0) {
        small_broker_says(broker, broker->five ? BYTES_OF(welcome_five) : BYTES_OF(welcome_four));
    }
}

static void answer_subscribe(struct small_broker *broker, struct reader *body)
{
    uint8_t room[16];
    struct writer w = writer_into(room, sizeof(room));
    const uint8_t properties = broker->five ? 1 : 0;
    writer_u8(&w, 0x90);
    writer_u8(&w, (uint8_t)(2 + properties + SUBSCRIPTIONS));
    writer_u16(&w, reader_u16(body));
    writer_zeroes(&w, properties);
    for (int i = 0; i < SUBSCRIPTIONS; i++) {
        writer_u8(&w, 1);
    }
    if ((broker->mood & BROKER_WITHOUT_SUBACK) == 0) {
        small_broker_says(broker, writer_written(&w));
        broker->subscribed = true;
    }
}

static void answer_publish(struct small_broker *broker, uint8_t first, struct reader *body)
{
    const uint16_t topic = reader_u16(body);
    (void)reader_take(body, topic);
    const uint16_t identifier = reader_u16(body);
    const uint8_t puback[] = {0x40, 2, (uint8_t)(identifier >> 8), (uint8_t)identifier};
    if ((first & QOS_BITS) != 0 && (broker->mood & BROKER_WITHOUT_PUBACK) == 0) {
        small_broker_says(broker, BYTES_OF(puback));
    }
}

static void answer(struct small_broker *broker, uint8_t first, struct bytes packet)
{
    static const uint8_t pingresp[] = {0xd0, 0};
    struct reader body = reader_over(packet);
    const int type = first >> 4;
    if (type == CONNECT) {
        answer_connect(broker, &body);
    } else if (type == SUBSCRIBE) {
        answer_subscribe(broker, &body);
    } else if (type == PUBLISH) {
        answer_publish(broker, first, &body);
    } else if (type == PINGREQ && (broker->mood & BROKER_WITHOUT_PINGRESP) == 0) {
        small_broker_says(broker, BYTES_OF(pingresp));
    }
}

// The first whole packet of what came; how long it is, 0: not all of it is there.
static size_t whole_packet(const struct small_broker *broker, struct bytes *body)
{
    size_t length = 0;
    for (size_t at = 1; at < broker->in_count && at <= 4; at++) {
        length |= (size_t)(broker->in[at] & 0x7f) << 7 * (at - 1);
        if (broker->in[at] < 0x80) {
            *body = (struct bytes){broker->in + at + 1, length};
            const size_t whole = at + 1 + length;
            return whole <= broker->in_count ? whole : 0;
        }
    }
    return 0;
}

void small_broker_takes(struct small_broker *broker, struct bytes from_door)
{
    if (from_door.count > sizeof(broker->in) - broker->in_count) {
        broker->in_count = 0; // it does not listen to one that says so much
        return;
    }
    memcpy(broker->in + broker->in_count, from_door.at, from_door.count);
    broker->in_count += from_door.count;
    struct bytes body;
    size_t count = whole_packet(broker, &body);
    while (count > 0) {
        answer(broker, broker->in[0], body);
        broker->in_count -= count;
        memmove(broker->in, broker->in + count, broker->in_count);
        count = whole_packet(broker, &body);
    }
}

void small_broker_publishes(struct small_broker *broker, struct bytes topic, struct bytes payload,
                            bool retained)
{
    uint8_t room[SMALL_BROKER_ROOM];
    struct writer w = writer_into(room, sizeof(room));
    const size_t length = 2 + topic.count + 2 + (broker->five ? 1U : 0U) + payload.count;
    writer_u8(&w, retained ? 0x33 : 0x32);
    if (length < 0x80) {
        writer_u8(&w, (uint8_t)length);
    } else {
        writer_u8(&w, (uint8_t)(0x80 | (length & 0x7f)));
        writer_u8(&w, (uint8_t)(length >> 7));
    }
    writer_u16(&w, (uint16_t)topic.count);
    writer_bytes(&w, topic);
    broker->identifier = broker->identifier == UINT16_MAX ? 1 : (uint16_t)(broker->identifier + 1);
    writer_u16(&w, broker->identifier);
    writer_zeroes(&w, broker->five ? 1 : 0);
    writer_bytes(&w, payload);
    small_broker_says(broker, writer_written(&w));
}
