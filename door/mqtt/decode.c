#include "door/mqtt/decode.h"

#include "base/reader.h"
#include "door/mqtt/property.h"
#include "door/mqtt/reason_code.h"
#include "door/mqtt/topic.h"

static enum mqtt_decode finished(const struct reader *r)
{
    return reader_finished(r) ? MQTT_DECODED : MQTT_MALFORMED_PACKET;
}

static enum mqtt_decode read_connack_properties(struct reader *r, struct mqtt_connack *connack)
{
    struct mqtt_properties properties = mqtt_properties_read(r, MQTT_CONNACK);
    struct mqtt_property property;
    while (mqtt_properties_next(&properties, &property)) {
        switch (property.identifier) {
        case MQTT_MAXIMUM_PACKET_SIZE:
            connack->server.maximum_packet_size = property.number;
            break;
        case MQTT_RECEIVE_MAXIMUM:
            connack->server.receive_maximum = (uint16_t)property.number;
            break;
        case MQTT_SERVER_KEEP_ALIVE:
            connack->server.keep_alive_seconds = (uint16_t)property.number;
            break;
        case MQTT_MAXIMUM_QOS:
            connack->server.maximum_qos =
                property.number > 0 ? MQTT_AT_LEAST_ONCE : MQTT_AT_MOST_ONCE;
            break;
        case MQTT_RETAIN_AVAILABLE:
            connack->server.retain_available = property.number > 0;
            break;
        case MQTT_ASSIGNED_CLIENT_IDENTIFIER:
            connack->assigned_client_identifier = property.text;
            break;
        // We asked for neither: [MQTT-4.12.0-6] and [MQTT-3.1.2-28].
        case MQTT_AUTHENTICATION_METHOD:
        case MQTT_AUTHENTICATION_DATA:
        case MQTT_RESPONSE_INFORMATION:
            return MQTT_PROTOCOL_ERROR;
        default: // the other properties change nothing here
            break;
        }
    }
    return properties.answer;
}

enum mqtt_decode mqtt_decode_connack(struct bytes body, enum mqtt_version version,
                                     uint16_t keep_alive_seconds, struct mqtt_connack *connack)
{
    struct reader r = reader_over(body);
    const uint8_t flags = reader_u8(&r);
    struct mqtt_connack read = {
        .session_present = (flags & 1U) != 0,
        .reason_code = reader_u8(&r),
        .server = {.maximum_packet_size = UINT32_MAX,
                   .receive_maximum = UINT16_MAX,
                   .keep_alive_seconds = keep_alive_seconds,
                   .maximum_qos = MQTT_AT_LEAST_ONCE,
                   .retain_available = true},
    };
    // Bits 7 to 1 are reserved: [MQTT-3.2.2-1].
    if (r.overrun || flags > 1) {
        return MQTT_MALFORMED_PACKET;
    }
    if (version == MQTT_5) {
        const enum mqtt_decode answer = read_connack_properties(&r, &read);
        if (answer != MQTT_DECODED) {
            return answer;
        }
    }
    if (!reader_finished(&r)) {
        return MQTT_MALFORMED_PACKET;
    }
    // [MQTT-3.2.2-8]: success or a refusal. 3.1.1 numbers its refusals from 1.
    if (version == MQTT_5 && read.reason_code != MQTT_REASON_SUCCESS &&
        read.reason_code < MQTT_REASON_UNSPECIFIED_ERROR) {
        return MQTT_PROTOCOL_ERROR;
    }
    *connack = read;
    return MQTT_DECODED;
}

// MQTT 5: [MQTT-3.9.3-2] leaves nothing between the granted QoS and the refusals. 3.1.1 knows one
// refusal (3.1.1: [MQTT-3.9.3-2]).
static bool suback_codes_known(struct bytes reason_codes, enum mqtt_version version)
{
    for (size_t i = 0; i < reason_codes.count; i++) {
        const uint8_t code = reason_codes.at[i];
        const bool refusal = version == MQTT_5 ? code >= MQTT_REASON_UNSPECIFIED_ERROR
                                               : code == MQTT_REASON_UNSPECIFIED_ERROR;
        if (code > 2 && !refusal) {
            return false;
        }
    }
    return true;
}

enum mqtt_decode mqtt_decode_suback(struct bytes body, enum mqtt_version version,
                                    struct mqtt_suback *suback)
{
    struct reader r = reader_over(body);
    struct mqtt_suback read = {.packet_identifier = reader_u16(&r)};
    if (version == MQTT_5) {
        struct mqtt_properties properties = mqtt_properties_read(&r, MQTT_SUBACK);
        const enum mqtt_decode answer = mqtt_properties_skip(&properties);
        if (answer != MQTT_DECODED) {
            return answer;
        }
    }
    read.reason_codes = reader_take(&r, r.left);
    if (r.overrun) {
        return MQTT_MALFORMED_PACKET;
    }
    if (!suback_codes_known(read.reason_codes, version)) {
        return MQTT_PROTOCOL_ERROR;
    }
    *suback = read;
    return MQTT_DECODED;
}

// The tail that PUBACK and DISCONNECT of MQTT 5 share: a reason code, or nothing for success, and
// then properties, or nothing for none: 3.4.2.1, 3.4.2.2.1, 3.14.2.1, 3.14.2.2.1.
static enum mqtt_decode read_reason(struct reader *r, enum mqtt_packet_type packet,
                                    uint8_t *reason_code)
{
    *reason_code = r->left > 0 ? reader_u8(r) : MQTT_REASON_SUCCESS;
    if (r->left > 0) {
        struct mqtt_properties properties = mqtt_properties_read(r, packet);
        const enum mqtt_decode answer = mqtt_properties_skip(&properties);
        if (answer != MQTT_DECODED) {
            return answer;
        }
    }
    return finished(r);
}

enum mqtt_decode mqtt_decode_puback(struct bytes body, enum mqtt_version version,
                                    struct mqtt_puback *puback)
{
    struct reader r = reader_over(body);
    struct mqtt_puback read = {.packet_identifier = reader_u16(&r)};
    const enum mqtt_decode answer =
        version == MQTT_5 ? read_reason(&r, MQTT_PUBACK, &read.reason_code) : finished(&r);
    if (answer != MQTT_DECODED) {
        return answer;
    }
    // [MQTT-3.4.2-1]: one of the table, of which two are no refusals.
    if (read.reason_code < MQTT_REASON_UNSPECIFIED_ERROR &&
        read.reason_code != MQTT_REASON_SUCCESS &&
        read.reason_code != MQTT_REASON_NO_MATCHING_SUBSCRIBERS) {
        return MQTT_PROTOCOL_ERROR;
    }
    *puback = read;
    return MQTT_DECODED;
}

enum mqtt_decode mqtt_decode_disconnect(struct bytes body, uint8_t *reason_code)
{
    struct reader r = reader_over(body);
    uint8_t read = MQTT_REASON_SUCCESS;
    const enum mqtt_decode answer = read_reason(&r, MQTT_DISCONNECT, &read);
    if (answer == MQTT_DECODED) {
        *reason_code = read;
    }
    return answer;
}

static enum mqtt_decode read_publish_properties(struct reader *r,
                                                struct mqtt_publish_header *header)
{
    struct mqtt_properties properties = mqtt_properties_read(r, MQTT_PUBLISH);
    struct mqtt_property property;
    while (mqtt_properties_next(&properties, &property)) {
        if (property.identifier == MQTT_TOPIC_ALIAS) {
            header->topic_alias = (uint16_t)property.number;
        }
        // No wildcards there either: [MQTT-3.3.2-14].
        if (property.identifier == MQTT_RESPONSE_TOPIC &&
            mqtt_topic_name_check(property.text) != MQTT_DECODED) {
            return MQTT_PROTOCOL_ERROR;
        }
    }
    return properties.answer;
}

// What is wrong with the header alone, now that all of it was there.
static enum mqtt_decode check_publish(const struct mqtt_publish_header *header)
{
    // [MQTT-2.2.1-3]: a packet identifier is not 0. [MQTT-3.3.1-2]: DUP is 0 with QoS 0.
    if (header->qos > 0 ? header->packet_identifier == 0 : header->duplicate) {
        return MQTT_PROTOCOL_ERROR;
    }
    if (header->topic_alias != 0 && header->topic_name.count == 0) {
        return MQTT_DECODED;
    }
    return mqtt_topic_name_check(header->topic_name);
}

enum mqtt_decode mqtt_decode_publish(const struct mqtt_publish_start *start, struct bytes body,
                                     struct mqtt_publish_header *header)
{
    struct reader r = reader_over(body);
    const bool partial = body.count < start->remaining_length;
    struct mqtt_publish_header read = {
        .qos = start->first >> 1 & 3U,
        .retain = (start->first & 1U) != 0,
        .duplicate = (start->first & 8U) != 0,
    };
    // [MQTT-3.3.1-4]: both QoS bits set is malformed.
    if (read.qos == 3) {
        return MQTT_MALFORMED_PACKET;
    }
    const uint16_t topic_length = reader_u16(&r);
    read.topic_name = reader_take(&r, topic_length);
    if (read.qos > 0) {
        read.packet_identifier = reader_u16(&r);
    }
    const size_t fixed = read.qos > 0 ? 4U : 2U;
    if (topic_length + fixed > start->remaining_length) {
        return MQTT_MALFORMED_PACKET;
    }
    enum mqtt_decode answer = MQTT_DECODED;
    if (start->version == MQTT_5) {
        answer = read_publish_properties(&r, &read);
    }
    if (r.overrun) {
        return partial ? MQTT_NEED_MORE : MQTT_MALFORMED_PACKET;
    }
    if (answer == MQTT_DECODED) {
        answer = check_publish(&read);
    }
    if (answer == MQTT_DECODED) {
        read.size = body.count - r.left;
        *header = read;
    }
    return answer;
}
