// Every decoder of the MQTT client, on bytes of anybody's. The first byte chooses the decoder and the
// version, the second is the first byte of the packet, the rest its body.
#include "door/mqtt/decode.h"
#include "door/mqtt/remaining_length.h"
#include "door/mqtt/topic.h"
#include "test/fuzz/harness.h"

#include <stdlib.h>

static void lies_in(struct bytes part, struct bytes whole)
{
    promise(part.count == 0 || (part.at >= whole.at && part.count <= whole.count &&
                                (size_t)(part.at - whole.at) <= whole.count - part.count));
}

static void decode_publish(struct bytes body, uint8_t first, enum mqtt_version version)
{
    static uint8_t room[4096];
    struct mqtt_framer framer;
    mqtt_framer_init(&framer, room, 64 + first);
    uint8_t header[1 + MQTT_REMAINING_LENGTH_BYTES] = {first};
    const size_t size = 1 + mqtt_remaining_length_write(header + 1, (uint32_t)body.count);
    promise(mqtt_framer_take(&framer, (struct bytes){header, size}) == size);
    (void)mqtt_framer_take(&framer, body); // as much as there is room for
    struct mqtt_event read;
    uint16_t topic_alias = 0;
    const enum mqtt_decode answer = mqtt_decode_publish(&framer, version, &read, &topic_alias);
    promise(answer != MQTT_NEED_MORE || framer.left > 0);
    if (answer == MQTT_DECODED) {
        lies_in(read.topic_name, (struct bytes){room, framer.count});
        lies_in(read.payload, (struct bytes){room, framer.count});
        promise(read.size == read.payload.count + framer.left);
        promise((read.qos > 0) == (read.packet_identifier != 0));
        promise(topic_alias != 0 || mqtt_topic_name_check(read.topic_name) == MQTT_DECODED);
    }
}

static void decode_answers(struct bytes body, unsigned which, enum mqtt_version version)
{
    struct mqtt_connack connack;
    struct mqtt_suback suback;
    struct mqtt_puback puback;
    uint8_t reason_code = 0;
    if (which == 1 && mqtt_decode_connack(body, version, &connack) == MQTT_DECODED) {
        lies_in(connack.assigned_client_identifier, body);
        promise(connack.server.receive_maximum > 0);
        promise(connack.server.maximum_packet_size > 0);
        promise(mqtt_text_valid(connack.assigned_client_identifier));
    }
    if (which == 2 && mqtt_decode_suback(body, version, &suback) == MQTT_DECODED) {
        lies_in(suback.reason_codes, body);
    }
    if (which == 3 && mqtt_decode_puback(body, version, &puback) == MQTT_DECODED) {
        promise(puback.reason_code == 0 || puback.reason_code == 0x10 ||
                puback.reason_code >= 0x80);
    }
    if (which == 4 && mqtt_decode_disconnect(body, &reason_code) == MQTT_DECODED) {
        promise(body.count > 0 || reason_code == 0);
    }
}

// The body is a filter, a name, and where the one ends.
static void match_topics(struct bytes body, uint8_t filter_count)
{
    const size_t count = filter_count < body.count ? filter_count : body.count;
    const struct bytes filter = {body.at, count};
    const struct bytes name = {body.at + count, body.count - count};
    if (mqtt_topic_filter_valid(filter) && mqtt_topic_name_check(name) == MQTT_DECODED) {
        const bool matches = mqtt_topic_matches(filter, name);
        promise(!matches || name.at[0] != '$' || filter.at[0] == '$');
    }
    // A name is a filter, and matches itself.
    if (mqtt_topic_name_check(name) == MQTT_DECODED) {
        promise(mqtt_topic_filter_valid(name) && mqtt_topic_matches(name, name));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
    if (size < 2) {
        return 0;
    }
    const enum mqtt_version version = (input[0] & 0x80U) != 0 ? MQTT_3_1_1 : MQTT_5;
    const struct bytes body = {input + 2, size - 2};
    const unsigned which = input[0] % 6U;
    if (which == 0) {
        decode_publish(body, input[1], version);
    } else if (which == 5) {
        match_topics(body, input[1]);
    } else {
        decode_answers(body, which, version);
    }
    return 0;
}
