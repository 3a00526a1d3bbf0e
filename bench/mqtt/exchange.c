// The work the MQTT client is measured by: QoS 1 messages in and out, one at a time.
//
//     exchange VERSION receive|send COUNT PAYLOAD
//
// VERSION is 4 (3.1.1) or 5, PAYLOAD a size in bytes; the topic name has 14. Everything the client
// is given and asked is checked, so that nothing is measured that does not work.
#include "door/mqtt/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TOPIC        "door/one/topic"
#define PAYLOAD_MOST 1000U

static void insist(bool holds, const char *what)
{
    if (!holds) {
        (void)fprintf(stderr, "exchange: %s\n", what); // nothing can be done about a closed stderr
        exit(1);
    }
}

static uint8_t payload[PAYLOAD_MOST];

// A server that knows only the answers to this.
static void hear(struct mqtt_session *session, const uint8_t *bytes, size_t count,
                 struct mqtt_event *event)
{
    insist(mqtt_session_receive(session, (struct bytes){bytes, count}, 0) == count, "not taken");
    insist(mqtt_session_next(session, event, 0), "no event");
}

static void quiet(struct mqtt_session *session)
{
    struct mqtt_event event;
    insist(!mqtt_session_next(session, &event, 0), "an event too many");
}

static void sent(struct mqtt_session *session, uint8_t first, size_t count)
{
    const struct bytes pending = mqtt_session_pending(session);
    insist(pending.count == count && pending.at[0] == first, "not sent");
    mqtt_session_sent(session, pending.count);
}

static void connect_to(struct mqtt_session *session, enum mqtt_version version)
{
    static const uint8_t unacceptable[] = {0x20, 2, 0, 1};
    static const uint8_t accepted[] = {0x20, 3, 0, 0, 0};
    const uint8_t five = version == MQTT_5 ? 1 : 0;
    struct mqtt_event event;
    insist(mqtt_session_next(session, &event, 0), "does not open");
    mqtt_session_transport_opened(session, 0);
    if (version == MQTT_3_1_1) {
        mqtt_session_sent(session, mqtt_session_pending(session).count);
        hear(session, unacceptable, sizeof(unacceptable), &event);
        mqtt_session_transport_closed(session, 0, 0);
        insist(mqtt_session_next(session, &event, 0), "does not open again");
        mqtt_session_transport_opened(session, 0);
    }
    mqtt_session_sent(session, mqtt_session_pending(session).count);
    const uint8_t connack[] = {0x20, (uint8_t)(2 + five), 0, 0, 0};
    hear(session, connack, sizeof(accepted) - 1U + five, &event);
    mqtt_session_sent(session, mqtt_session_pending(session).count);
    const uint8_t suback[] = {0x90, (uint8_t)(3 + five), 0, 1, five > 0 ? 0 : 1, 1};
    hear(session, suback, 5U + five, &event);
    insist(event.kind == MQTT_SUBSCRIBED, "not subscribed");
}

static size_t publish_packet(uint8_t *wire, enum mqtt_version version, size_t size)
{
    const size_t body = 2 + strlen(TOPIC) + 2 + (version == MQTT_5 ? 1U : 0U) + size;
    size_t at = 0;
    wire[at++] = 0x32;
    if (body >= 128) {
        wire[at++] = (uint8_t)(0x80U | (body & 0x7fU));
        wire[at++] = (uint8_t)(body >> 7);
    } else {
        wire[at++] = (uint8_t)body;
    }
    wire[at++] = 0;
    wire[at++] = (uint8_t)strlen(TOPIC);
    memcpy(wire + at, TOPIC, strlen(TOPIC));
    at += strlen(TOPIC) + 2;
    if (version == MQTT_5) {
        wire[at++] = 0;
    }
    memcpy(wire + at, payload, size);
    return at + size;
}

static void receive(struct mqtt_session *session, enum mqtt_version version, unsigned long count,
                    size_t size)
{
    static uint8_t wire[PAYLOAD_MOST + 64];
    const size_t whole = publish_packet(wire, version, size);
    uint8_t *identifier = wire + whole - size - (version == MQTT_5 ? 3 : 2);
    for (unsigned long i = 0; i < count; i++) {
        const uint16_t id = (uint16_t)(i % UINT16_MAX + 1U);
        identifier[0] = (uint8_t)(id >> 8);
        identifier[1] = (uint8_t)id;
        struct mqtt_event event;
        hear(session, wire, whole, &event);
        insist(event.kind == MQTT_MESSAGE && event.packet_identifier == id &&
                   bytes_equal(event.topic_name, bytes_of_text(TOPIC)) &&
                   bytes_equal(event.payload, (struct bytes){payload, size}),
               "not the message");
        mqtt_session_acknowledge(session, id);
        quiet(session);
        sent(session, 0x40, 4);
    }
}

static void send_messages(struct mqtt_session *session, enum mqtt_version version,
                          unsigned long count, size_t size)
{
    const struct mqtt_message message = {
        bytes_of_text(TOPIC), {payload, size}, MQTT_AT_LEAST_ONCE, false};
    static uint8_t wire[PAYLOAD_MOST + 64];
    const size_t whole = publish_packet(wire, version, size);
    for (unsigned long i = 0; i < count; i++) {
        uint16_t id = 0;
        insist(mqtt_session_publish(session, &message, &id, 0) == MQTT_PUBLISH_QUEUED,
               "not queued");
        sent(session, 0x32, whole);
        const uint8_t puback[] = {0x40, 2, (uint8_t)(id >> 8), (uint8_t)id};
        struct mqtt_event event;
        hear(session, puback, sizeof(puback), &event);
        insist(event.kind == MQTT_PUBLISHED && event.packet_identifier == id, "not published");
        quiet(session);
    }
}

int main(int argc, char **argv)
{
    insist(argc == 5, "usage: exchange 4|5 receive|send COUNT PAYLOAD");
    const enum mqtt_version version = strcmp(argv[1], "5") == 0 ? MQTT_5 : MQTT_3_1_1;
    const unsigned long count = strtoul(argv[3], NULL, 10);
    const size_t size = strtoul(argv[4], NULL, 10);
    insist(size <= PAYLOAD_MOST, "PAYLOAD is at most 1000");
    static const struct mqtt_subscription subscription = {
        {(const uint8_t *)TOPIC, sizeof(TOPIC) - 1}, MQTT_AT_LEAST_ONCE, MQTT_SEND_RETAINED, false};
    static uint8_t receive_room[PAYLOAD_MOST + 64];
    static uint8_t send_room[PAYLOAD_MOST + 64];
    const struct mqtt_settings settings = {
        .client_identifier = bytes_of_text("bench"),
        .subscriptions = &subscription,
        .subscription_count = 1,
        .keep_alive_seconds = 30,
        .deadlines = {20000, 5000, 5000},
        .receive_room = receive_room,
        .receive_size = sizeof(receive_room),
        .send_room = send_room,
        .send_size = sizeof(send_room),
    };
    for (size_t i = 0; i < sizeof(payload); i++) {
        payload[i] = (uint8_t)(i * 31);
    }
    struct mqtt_session session;
    insist(mqtt_session_init(&session, &settings, 0, 0), "settings refused");
    connect_to(&session, version);
    if (strcmp(argv[2], "receive") == 0) {
        receive(&session, version, count, size);
    } else {
        send_messages(&session, version, count, size);
    }
    return 0;
}
