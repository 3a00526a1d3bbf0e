#include "door/mqtt/encode.h"

#include "base/writer.h"
#include "door/mqtt/inflight.h"
#include "door/mqtt/property.h"
#include "door/mqtt/reason_code.h"
#include "door/mqtt/remaining_length.h"

#include <string.h>

// Type and longest Remaining Length: what is kept free in front of a body whose size is not known.
enum {
    FIXED_HEADER_MOST = 1 + MQTT_REMAINING_LENGTH_BYTES
};

static void write_text(struct writer *w, struct bytes text)
{
    writer_u16(w, (uint16_t)text.count);
    writer_bytes(w, text);
}

// A body stands behind FIXED_HEADER_MOST free bytes; puts its header in front and moves both down.
static size_t close_packet(uint8_t *room, uint8_t first, const struct writer *body)
{
    if (body->overrun) {
        return 0;
    }
    room[0] = first;
    const size_t header = 1 + mqtt_remaining_length_write(room + 1, (uint32_t)body->count);
    memmove(room + header, room + FIXED_HEADER_MOST, body->count);
    return header + body->count;
}

static struct writer open_packet(uint8_t *room, size_t size)
{
    struct writer body = writer_into(room, 0);
    if (size > FIXED_HEADER_MOST) {
        body = writer_into(room + FIXED_HEADER_MOST, size - FIXED_HEADER_MOST);
    }
    return body;
}

// 3.1.2.3: user name 0x80, password 0x40, will retain 0x20, will QoS 0x18, will 0x04, clean 0x02.
static uint8_t connect_flags(const struct mqtt_settings *settings, struct mqtt_will_limits limits)
{
    uint8_t flags = 0x02;
    if (settings->user_name.count > 0) {
        flags |= 0x80;
    }
    if (settings->password.count > 0) {
        flags |= 0x40;
    }
    if (settings->will != NULL) {
        flags |= 0x04;
        flags |= settings->will->retain && limits.retain ? 0x20 : 0;
        flags |= settings->will->qos > limits.qos ? 0 : (uint8_t)(settings->will->qos << 3);
    }
    return flags;
}

// Absent are Session Expiry Interval and Topic Alias Maximum: that is 0 for both (3.1.2.11.2,
// 3.1.2.11.5), so the session ends with the connection and no alias may be used.
static void write_connect_properties(struct writer *w, uint32_t maximum_packet_size)
{
    static const uint8_t properties[] = {MQTT_RECEIVE_MAXIMUM, 0, MQTT_UNACKNOWLEDGED_MOST,
                                         MQTT_MAXIMUM_PACKET_SIZE};
    if (maximum_packet_size == 0) {
        writer_u8(w, 3);
        writer_bytes(w, (struct bytes){properties, 3});
        return;
    }
    writer_u8(w, 8);
    writer_bytes(w, BYTES_OF(properties));
    writer_u32(w, maximum_packet_size);
}

static void write_if_any(struct writer *w, struct bytes text)
{
    if (text.count > 0) {
        write_text(w, text);
    }
}

size_t mqtt_encode_connect(uint8_t *room, size_t size, const struct mqtt_settings *settings,
                           enum mqtt_version version, struct mqtt_will_limits limits)
{
    struct writer w = open_packet(room, size);
    static const uint8_t protocol_name[] = {0, 4, 'M', 'Q', 'T', 'T'};
    writer_bytes(&w, BYTES_OF(protocol_name));
    writer_u8(&w, (uint8_t)version);
    writer_u8(&w, connect_flags(settings, limits));
    writer_u16(&w, settings->keep_alive_seconds);
    if (version == MQTT_5) {
        write_connect_properties(&w, settings->maximum_packet_size);
    }
    write_text(&w, settings->client_identifier);
    if (settings->will != NULL) {
        if (version == MQTT_5) {
            writer_u8(&w, 0); // no will properties: the will goes out at once
        }
        write_text(&w, settings->will->topic_name);
        write_text(&w, settings->will->payload);
    }
    write_if_any(&w, settings->user_name);
    write_if_any(&w, settings->password);
    return close_packet(room, MQTT_CONNECT << 4, &w);
}

size_t mqtt_encode_subscribe(uint8_t *room, size_t size, const struct mqtt_settings *settings,
                             enum mqtt_version version, uint16_t packet_identifier)
{
    struct writer w = open_packet(room, size);
    writer_u16(&w, packet_identifier);
    if (version == MQTT_5) {
        writer_u8(&w, 0);
    }
    for (size_t i = 0; i < settings->subscription_count; i++) {
        const struct mqtt_subscription *wanted = &settings->subscriptions[i];
        write_text(&w, wanted->topic_filter);
        // Retain As Published stays 0: a message that is marked retained then is an old one.
        writer_u8(&w, version == MQTT_5
                          ? (uint8_t)(wanted->maximum_qos | wanted->retain_handling << 4)
                          : (uint8_t)wanted->maximum_qos);
    }
    // The flags of SUBSCRIBE are 2: [MQTT-3.8.1-1].
    return close_packet(room, MQTT_SUBSCRIBE << 4 | 2, &w);
}

uint32_t mqtt_publish_length(enum mqtt_version version, const struct mqtt_message *message)
{
    const size_t identifier = message->qos > MQTT_AT_MOST_ONCE ? 2U : 0U;
    const size_t properties = version == MQTT_5 ? 1U : 0U;
    return (uint32_t)(2U + message->topic_name.count + identifier + properties +
                      message->payload.count);
}

static uint8_t *put_two_bytes(uint8_t *at, size_t value)
{
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
    return at + 2;
}

static uint8_t *put_bytes(uint8_t *at, struct bytes bytes)
{
    if (bytes.count > 0) {
        memcpy(at, bytes.at, bytes.count);
    }
    return at + bytes.count;
}

// Without a writer: the room was measured by the same sum.
void mqtt_encode_publish(uint8_t *room, uint32_t remaining_length, enum mqtt_version version,
                         const struct mqtt_message *message, uint16_t packet_identifier)
{
    room[0] = (uint8_t)(MQTT_PUBLISH << 4 | message->qos << 1 | (message->retain ? 1 : 0));
    uint8_t *at = room + 1 + mqtt_remaining_length_write(room + 1, remaining_length);
    at = put_two_bytes(at, message->topic_name.count);
    at = put_bytes(at, message->topic_name);
    if (message->qos > MQTT_AT_MOST_ONCE) {
        at = put_two_bytes(at, packet_identifier);
    }
    if (version == MQTT_5) {
        *at++ = 0; // no properties
    }
    (void)put_bytes(at, message->payload); // and that was all
}

size_t mqtt_encode_disconnect(uint8_t room[MQTT_DISCONNECT_MOST], uint8_t reason_code)
{
    room[0] = MQTT_DISCONNECT << 4;
    room[1] = reason_code == MQTT_REASON_SUCCESS ? 0 : 1;
    room[2] = reason_code;
    return 2U + room[1];
}
