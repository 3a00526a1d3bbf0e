#include "door/mqtt/decode.h"

#include "base/reader.h"
#include "door/mqtt/property.h"
#include "door/mqtt/reason_code.h"
#include "door/mqtt/topic.h"

static enum mqtt_decode finished(const struct reader *r)
{
    return reader_finished(r) ? MQTT_DECODED : MQTT_MALFORMED_PACKET;
}

// What a server does not say is as MQTT 5 has it by default.
static struct mqtt_server server_of(struct bytes properties)
{
    return (struct mqtt_server){
        .maximum_packet_size =
            mqtt_property_number(properties, MQTT_MAXIMUM_PACKET_SIZE, UINT32_MAX),
        .receive_maximum =
            (uint16_t)mqtt_property_number(properties, MQTT_RECEIVE_MAXIMUM, UINT16_MAX),
        .keep_alive_seconds = (uint16_t)mqtt_property_number(properties, MQTT_SERVER_KEEP_ALIVE, 0),
        .maximum_qos =
            (enum mqtt_qos)mqtt_property_number(properties, MQTT_MAXIMUM_QOS, MQTT_AT_LEAST_ONCE),
        .retain_available = mqtt_property_number(properties, MQTT_RETAIN_AVAILABLE, 1) > 0,
    };
}

enum mqtt_decode mqtt_decode_connack(struct bytes body, enum mqtt_version version,
                                     struct mqtt_connack *connack)
{
    struct reader r = reader_over(body);
    const uint8_t flags = reader_u8(&r);
    const uint8_t reason_code = reader_u8(&r);
    struct bytes properties = {NULL, 0};
    // Bits 7 to 1 are reserved: [MQTT-3.2.2-1].
    if (r.overrun || flags > 1) {
        return MQTT_MALFORMED_PACKET;
    }
    if (version == MQTT_5) {
        const enum mqtt_decode answer = mqtt_properties_take(&r, MQTT_IN_CONNACK, &properties);
        if (answer != MQTT_DECODED) {
            return answer;
        }
    }
    if (!reader_finished(&r)) {
        return MQTT_MALFORMED_PACKET;
    }
    // [MQTT-3.2.2-8]: success or a refusal. 3.1.1 numbers its refusals from 1.
    if (version == MQTT_5 && reason_code != MQTT_REASON_SUCCESS &&
        reason_code < MQTT_REASON_UNSPECIFIED_ERROR) {
        return MQTT_PROTOCOL_ERROR;
    }
    connack->session_present = flags != 0;
    connack->reason_code = reason_code;
    connack->server = server_of(properties);
    connack->assigned_client_identifier =
        mqtt_property_text(properties, MQTT_ASSIGNED_CLIENT_IDENTIFIER);
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
        struct bytes properties;
        const enum mqtt_decode answer = mqtt_properties_take(&r, MQTT_IN_SUBACK, &properties);
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
static enum mqtt_decode read_reason(struct reader *r, enum mqtt_property_place place,
                                    uint8_t *reason_code)
{
    *reason_code = r->left > 0 ? reader_u8(r) : MQTT_REASON_SUCCESS;
    if (r->left > 0) {
        struct bytes properties;
        const enum mqtt_decode answer = mqtt_properties_take(r, place, &properties);
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
        version == MQTT_5 ? read_reason(&r, MQTT_IN_PUBACK, &read.reason_code) : finished(&r);
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
    const enum mqtt_decode answer = read_reason(&r, MQTT_IN_DISCONNECT, &read);
    if (answer == MQTT_DECODED) {
        *reason_code = read;
    }
    return answer;
}

// What is wrong with the fields alone, now that all of them were there.
static enum mqtt_decode check_publish(const struct mqtt_event *message, uint16_t topic_alias)
{
    // [MQTT-2.2.1-3]: a packet identifier is not 0. [MQTT-3.3.1-2]: DUP is 0 with QoS 0.
    if (message->qos > MQTT_AT_MOST_ONCE ? message->packet_identifier == 0 : message->duplicate) {
        return MQTT_PROTOCOL_ERROR;
    }
    // An alias may stand for the name.
    return topic_alias != 0 && message->topic_name.count == 0
               ? MQTT_DECODED
               : mqtt_topic_name_check(message->topic_name);
}

static uint16_t two_bytes(const uint8_t *at)
{
    return (uint16_t)(at[0] << 8 | at[1]);
}

// Nearly every message has none.
static enum mqtt_decode take_properties(struct bytes *payload, uint16_t *topic_alias)
{
    if (payload->count == 0 || payload->at[0] > 0) {
        return mqtt_properties_of_publish(payload, topic_alias);
    }
    payload->at++;
    payload->count--;
    return MQTT_DECODED;
}

// Where the fields lie follows from one length, so their bounds are settled before any is used; this is
// the one packet that comes often enough to be worth it. The room holds at least that length, if there
// is one.
enum mqtt_decode mqtt_decode_publish(const struct mqtt_framer *framer, enum mqtt_version version,
                                     struct mqtt_event *event, uint16_t *topic_alias)
{
    mqtt_event_begin(event, MQTT_MESSAGE);
    const unsigned qos = framer->first >> 1 & 3U;
    // [MQTT-3.3.1-4]: both QoS bits set is malformed. [MQTT-3.8.4-8]: we never ask for QoS 2.
    if (qos > MQTT_AT_LEAST_ONCE || framer->count < 2) {
        return qos == 2 ? MQTT_PROTOCOL_ERROR : MQTT_MALFORMED_PACKET;
    }
    const uint8_t *at = framer->room;
    const uint32_t topic_length = two_bytes(at);
    const uint32_t fixed = 2 + topic_length + 2 * qos; // a packet identifier only with QoS 1
    if (fixed > framer->count) {
        return fixed > framer->remaining_length.value ? MQTT_MALFORMED_PACKET : MQTT_NEED_MORE;
    }
    event->qos = (enum mqtt_qos)qos;
    event->retain = (framer->first & 1U) != 0;
    event->duplicate = (framer->first & 8U) != 0;
    event->topic_name = (struct bytes){at + 2, topic_length};
    event->packet_identifier = qos > 0 ? two_bytes(at + 2 + topic_length) : 0;
    event->payload = (struct bytes){at + fixed, framer->count - fixed};
    *topic_alias = 0;
    if (version == MQTT_5) {
        const enum mqtt_decode answer = take_properties(&event->payload, topic_alias);
        if (answer != MQTT_DECODED) {
            return answer == MQTT_NEED_MORE && framer->left == 0 ? MQTT_MALFORMED_PACKET : answer;
        }
    }
    event->size = (uint32_t)event->payload.count + framer->left;
    return check_publish(event, *topic_alias);
}
