#include "test/support/scripted_broker.h"

#include "base/reader.h"
#include "base/writer.h"

#include <string.h>

enum {
    CONNECT = 1,
    CONNACK = 2,
    PUBLISH = 3,
    PUBACK = 4,
    SUBSCRIBE = 8,
    SUBACK = 9,
    PINGREQ = 12,
    PINGRESP = 13,
    DISCONNECT = 14,
    LEVEL_OF_FIVE = 5,
    UNSPECIFIED_ERROR = 128,
    UNSUPPORTED_VERSION = 132
};

void broker_init(struct scripted_broker *broker)
{
    memset(broker, 0, sizeof(*broker));
    broker->knows_five = true;
}

void broker_accept(struct scripted_broker *broker)
{
    broker->connected = false;
    broker->subscribed = false;
    broker->hangs_up = false;
    broker->said_goodbye = false;
    broker->in_count = 0;
    broker->out_count = 0;
}

static bool say(struct scripted_broker *broker, uint8_t first, struct bytes rest)
{
    struct writer w = writer_into(broker->out + broker->out_count, BROKER_ROOM - broker->out_count);
    size_t left = rest.count;
    writer_u8(&w, first);
    do {
        const uint8_t seven = left & 0x7f;
        left >>= 7;
        writer_u8(&w, (uint8_t)(seven | (left > 0 ? 0x80U : 0)));
    } while (left > 0);
    writer_bytes(&w, rest);
    const size_t count = writer_written(&w).count;
    broker->out_count += count;
    return count > 0;
}

static uint32_t read_length(struct reader *r)
{
    uint32_t length = 0;
    for (unsigned shift = 0; shift < 28; shift += 7) {
        const uint8_t byte = reader_u8(r);
        length |= (uint32_t)(byte & 0x7fU) << shift;
        if ((byte & 0x80) == 0) {
            break;
        }
    }
    return length;
}

static void skip_properties(const struct scripted_broker *broker, struct reader *r)
{
    if (broker->five) {
        (void)reader_take(r, read_length(r));
    }
}

static void hear_connect(struct scripted_broker *broker, struct reader *r)
{
    (void)reader_take(r, 6); // the name
    broker->five = reader_u8(r) == LEVEL_OF_FIVE;
    if (broker->mute) {
        return;
    }
    const uint8_t refused[] = {0, UNSUPPORTED_VERSION, 0};
    const uint8_t accepted[] = {0, 0, 0};
    if (broker->five && !broker->knows_five) {
        if (!broker->wordless) {
            (void)say(broker, CONNACK << 4, BYTES_OF(refused));
        }
        broker->hangs_up = true;
        return;
    }
    broker->connected = say(broker, CONNACK << 4, (struct bytes){accepted, broker->five ? 3 : 2});
}

static void hear_subscribe(struct scripted_broker *broker, struct reader *r)
{
    uint8_t room[32];
    struct writer w = writer_into(room, sizeof(room));
    writer_u16(&w, reader_u16(r));
    skip_properties(broker, r);
    if (broker->five) {
        writer_u8(&w, 0);
    }
    for (unsigned i = 1; r->left > 0 && !r->overrun; i++) {
        (void)reader_take(r, reader_u16(r));
        const uint8_t granted = reader_u8(r) & 3U;
        writer_u8(&w, i == broker->refuses ? UNSPECIFIED_ERROR : granted);
    }
    broker->subscribed = say(broker, SUBACK << 4, writer_written(&w));
}

static void remember(struct scripted_broker *broker, struct bytes topic, struct bytes payload,
                     bool retained)
{
    struct broker_message *message = &broker->messages[broker->message_count++ % BROKER_MESSAGES];
    memset(message, 0, sizeof(*message));
    const size_t length = topic.count < BROKER_TOPIC_MOST ? topic.count : BROKER_TOPIC_MOST - 1;
    memcpy(message->topic, topic.at, length);
    message->count = payload.count < BROKER_PAYLOAD_MOST ? payload.count : BROKER_PAYLOAD_MOST;
    if (message->count > 0) {
        memcpy(message->payload, payload.at, message->count);
    }
    message->retained = retained;
}

static void hear_publish(struct scripted_broker *broker, uint8_t first, struct reader *r)
{
    const struct bytes topic = reader_take(r, reader_u16(r));
    const bool at_least_once = (first & 6U) != 0;
    const uint16_t identifier = at_least_once ? reader_u16(r) : 0;
    skip_properties(broker, r);
    remember(broker, topic, reader_take(r, r->left), (first & 1U) != 0);
    const uint8_t puback[] = {(uint8_t)(identifier >> 8), (uint8_t)identifier};
    if (at_least_once && !broker->withholds) {
        (void)say(broker, PUBACK << 4, BYTES_OF(puback));
    }
}

static void hear(struct scripted_broker *broker, uint8_t first, struct bytes rest)
{
    struct reader r = reader_over(rest);
    switch (first >> 4) {
    case CONNECT:
        hear_connect(broker, &r);
        break;
    case SUBSCRIBE:
        hear_subscribe(broker, &r);
        break;
    case PUBLISH:
        hear_publish(broker, first, &r);
        break;
    case PUBACK:
        broker->acknowledged++;
        break;
    case PINGREQ:
        (void)say(broker, PINGRESP << 4, (struct bytes){NULL, 0});
        break;
    case DISCONNECT:
        broker->said_goodbye = true;
        break;
    default:
        break;
    }
}

void broker_takes(struct scripted_broker *broker, struct bytes from_door)
{
    if (from_door.count > BROKER_ROOM - broker->in_count) {
        broker->hangs_up = true;
        return;
    }
    memcpy(broker->in + broker->in_count, from_door.at, from_door.count);
    broker->in_count += from_door.count;
    for (;;) {
        struct reader r = reader_over((struct bytes){broker->in, broker->in_count});
        const uint8_t first = reader_u8(&r);
        const struct bytes rest = reader_take(&r, read_length(&r));
        if (r.overrun) {
            return;
        }
        hear(broker, first, rest);
        broker->in_count = r.left;
        memmove(broker->in, r.at, r.left);
    }
}

bool broker_sends(struct scripted_broker *broker, const char *topic, struct bytes payload,
                  bool retained)
{
    uint8_t room[BROKER_ROOM / 2];
    struct writer w = writer_into(room, sizeof(room));
    const struct bytes name = bytes_of_text(topic);
    if (!broker->connected) {
        return false;
    }
    broker->identifier = (uint16_t)(broker->identifier % 60000 + 1);
    writer_u16(&w, (uint16_t)name.count);
    writer_bytes(&w, name);
    writer_u16(&w, broker->identifier);
    if (broker->five) {
        writer_u8(&w, 0);
    }
    writer_bytes(&w, payload);
    return say(broker, (uint8_t)(PUBLISH << 4 | 2U | (retained ? 1U : 0)), writer_written(&w));
}

struct bytes broker_pending(const struct scripted_broker *broker)
{
    return (struct bytes){broker->out, broker->out_count};
}

void broker_sent(struct scripted_broker *broker, size_t count)
{
    broker->out_count -= count;
    memmove(broker->out, broker->out + count, broker->out_count);
}

const struct broker_message *broker_at(const struct scripted_broker *broker, size_t index)
{
    const bool remembered =
        index < broker->message_count && broker->message_count - index <= BROKER_MESSAGES;
    return remembered ? &broker->messages[index % BROKER_MESSAGES] : NULL;
}

const struct broker_message *broker_latest(const struct scripted_broker *broker, const char *topic)
{
    for (size_t i = broker->message_count; i > 0; i--) {
        const struct broker_message *message = broker_at(broker, i - 1);
        if (message == NULL) {
            return NULL;
        }
        if (strcmp(message->topic, topic) == 0) {
            return message;
        }
    }
    return NULL;
}

size_t broker_count(const struct scripted_broker *broker, const char *topic)
{
    size_t count = 0;
    for (size_t i = broker->message_count; i > 0; i--) {
        const struct broker_message *message = broker_at(broker, i - 1);
        if (message == NULL) {
            break;
        }
        count += strcmp(message->topic, topic) == 0 ? 1 : 0;
    }
    return count;
}
