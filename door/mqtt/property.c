#include "door/mqtt/property.h"

#include "door/mqtt/remaining_length.h"
#include "door/mqtt/topic.h"

// The low three bits of an entry say how a property is written, the high five where it may stand.
enum {
    TOPIC = 0,
    BYTE = 1, // 1, 2 and 4 are sizes
    TWO_BYTES = 2,
    VARIABLE = 3,
    FOUR_BYTES = 4,
    STRING = 5,
    BINARY = 6,
    PAIR = 7,
    KIND = 7
};

// MQTT 5, table 2-4, as far as a server may send it to a client.
static const uint8_t known[] = {
    [0x01] = BYTE | MQTT_IN_PUBLISH,       // Payload Format Indicator
    [0x02] = FOUR_BYTES | MQTT_IN_PUBLISH, // Message Expiry Interval
    [0x03] = STRING | MQTT_IN_PUBLISH,     // Content Type
    [MQTT_RESPONSE_TOPIC] = TOPIC | MQTT_IN_PUBLISH,
    [0x09] = BINARY | MQTT_IN_PUBLISH, // Correlation Data
    [MQTT_SUBSCRIPTION_IDENTIFIER] = VARIABLE | MQTT_IN_PUBLISH,
    [0x11] =
        FOUR_BYTES | MQTT_IN_CONNACK, // Session Expiry Interval; not in DISCONNECT: [MQTT-3.14.2-2]
    [MQTT_ASSIGNED_CLIENT_IDENTIFIER] = STRING | MQTT_IN_CONNACK,
    [MQTT_SERVER_KEEP_ALIVE] = TWO_BYTES | MQTT_IN_CONNACK,
    [MQTT_AUTHENTICATION_METHOD] = STRING | MQTT_IN_CONNACK,
    [MQTT_AUTHENTICATION_DATA] = BINARY | MQTT_IN_CONNACK,
    [MQTT_RESPONSE_INFORMATION] = STRING | MQTT_IN_CONNACK,
    [0x1c] = STRING | MQTT_IN_CONNACK | MQTT_IN_DISCONNECT, // Server Reference
    [0x1f] = STRING | MQTT_IN_CONNACK | MQTT_IN_PUBACK | MQTT_IN_SUBACK |
             MQTT_IN_DISCONNECT, // Reason String
    [MQTT_RECEIVE_MAXIMUM] = TWO_BYTES | MQTT_IN_CONNACK,
    [0x22] = TWO_BYTES | MQTT_IN_CONNACK, // Topic Alias Maximum
    [MQTT_TOPIC_ALIAS] = TWO_BYTES | MQTT_IN_PUBLISH,
    [MQTT_MAXIMUM_QOS] = BYTE | MQTT_IN_CONNACK,
    [MQTT_RETAIN_AVAILABLE] = BYTE | MQTT_IN_CONNACK,
    [MQTT_USER_PROPERTY] = PAIR | MQTT_IN_CONNACK | MQTT_IN_PUBLISH | MQTT_IN_PUBACK |
                           MQTT_IN_SUBACK | MQTT_IN_DISCONNECT,
    [MQTT_MAXIMUM_PACKET_SIZE] = FOUR_BYTES | MQTT_IN_CONNACK,
    [0x28] = BYTE | MQTT_IN_CONNACK, // Wildcard Subscription Available
    [0x29] = BYTE | MQTT_IN_CONNACK, // Subscription Identifiers Available
    [0x2a] = BYTE | MQTT_IN_CONNACK, // Shared Subscription Available
};

static uint32_t variable(struct reader *from)
{
    struct mqtt_remaining_length length = {0};
    enum mqtt_decode answer = MQTT_NEED_MORE;
    while (answer == MQTT_NEED_MORE) {
        answer = mqtt_remaining_length_step(&length, reader_u8(from)); // an overrun reads as 0
    }
    from->overrun |= answer == MQTT_MALFORMED_PACKET;
    return length.value;
}

static struct bytes counted(struct reader *from)
{
    const uint16_t count = reader_u16(from);
    return reader_take(from, count);
}

static struct bytes string(struct reader *from)
{
    const struct bytes text = counted(from);
    from->overrun |= !mqtt_text_valid(text);
    return text;
}

struct property {
    uint8_t identifier;
    uint8_t entry;
    uint32_t number;   // of the number kinds
    struct bytes text; // of the others; of a pair, its value
};

// Identifiers are Variable Byte Integers, but none of more than one byte is known.
static void take_one(struct reader *from, struct property *taken)
{
    taken->identifier = reader_u8(from);
    taken->entry = taken->identifier < sizeof(known) ? known[taken->identifier] : 0;
    taken->number = 0;
    const unsigned kind = taken->entry & KIND;
    if (kind == VARIABLE) {
        taken->number = variable(from);
    } else if (kind >= BYTE && kind <= FOUR_BYTES) {
        for (unsigned i = 0; i < kind; i++) {
            taken->number = taken->number << 8 | reader_u8(from);
        }
    } else if (kind == BINARY) {
        taken->text = counted(from);
    } else {
        if (kind == PAIR) {
            (void)string(from); // its name
        }
        taken->text = string(from);
    }
}

// Every one-byte property is a yes or no; four numbers may not be zero: 3.1.2.11.3, 3.1.2.11.4,
// [MQTT-3.3.2-8] and 3.3.2.3.8. A Response Topic has no wildcards: [MQTT-3.3.2-14].
static bool may_say(const struct property *property)
{
    const unsigned kind = property->entry & KIND;
    if (kind == TOPIC) {
        return mqtt_topic_name_check(property->text) == MQTT_DECODED;
    }
    if (kind == BYTE) {
        return property->number <= 1;
    }
    return property->number > 0 || (property->identifier != MQTT_RECEIVE_MAXIMUM &&
                                    property->identifier != MQTT_MAXIMUM_PACKET_SIZE &&
                                    property->identifier != MQTT_TOPIC_ALIAS &&
                                    property->identifier != MQTT_SUBSCRIPTION_IDENTIFIER);
}

static enum mqtt_decode check(struct bytes properties, enum mqtt_property_place place)
{
    // One bit for each identifier that came. As if they had come already stand there what would
    // answer a question of ours that we never ask: [MQTT-4.12.0-6] and [MQTT-3.1.2-28].
    uint32_t seen[2] = {(uint32_t)1 << MQTT_AUTHENTICATION_METHOD |
                            (uint32_t)1 << MQTT_AUTHENTICATION_DATA |
                            (uint32_t)1 << MQTT_RESPONSE_INFORMATION,
                        0};
    struct reader r = reader_over(properties);
    while (r.left > 0) {
        struct property taken;
        take_one(&r, &taken);
        if (r.overrun || (taken.entry & (unsigned)place) == 0) {
            return MQTT_MALFORMED_PACKET;
        }
        // Only these may stand more than once: [MQTT-3.3.2-18] and 3.3.2.3.8.
        const bool again = taken.identifier == MQTT_USER_PROPERTY ||
                           taken.identifier == MQTT_SUBSCRIPTION_IDENTIFIER;
        const uint32_t bit = (uint32_t)1 << (taken.identifier % 32U);
        uint32_t *word = &seen[taken.identifier / 32U];
        if (((*word & bit) != 0 && !again) || !may_say(&taken)) {
            return MQTT_PROTOCOL_ERROR;
        }
        *word |= bit;
    }
    return MQTT_DECODED;
}

enum mqtt_decode mqtt_properties_take(struct reader *from, enum mqtt_property_place place,
                                      struct bytes *properties)
{
    const uint32_t length = variable(from);
    const struct bytes all = reader_take(from, length);
    if (from->overrun) {
        return MQTT_MALFORMED_PACKET;
    }
    const enum mqtt_decode answer = check(all, place);
    if (answer == MQTT_DECODED) {
        *properties = all;
    }
    return answer;
}

static bool find(struct bytes properties, enum mqtt_property_identifier identifier,
                 struct property *found)
{
    struct reader r = reader_over(properties);
    while (r.left > 0) {
        take_one(&r, found);
        if (found->identifier == (uint8_t)identifier) {
            return true;
        }
    }
    return false;
}

uint32_t mqtt_property_number(struct bytes properties, enum mqtt_property_identifier identifier,
                              uint32_t otherwise)
{
    struct property found;
    return find(properties, identifier, &found) ? found.number : otherwise;
}

struct bytes mqtt_property_text(struct bytes properties, enum mqtt_property_identifier identifier)
{
    struct property found;
    return find(properties, identifier, &found) ? found.text : (struct bytes){NULL, 0};
}

enum mqtt_decode mqtt_properties_of_publish(struct bytes *rest, uint16_t *topic_alias)
{
    struct reader r = reader_over(*rest);
    struct bytes properties;
    const enum mqtt_decode answer = mqtt_properties_take(&r, MQTT_IN_PUBLISH, &properties);
    if (answer != MQTT_DECODED) {
        return r.overrun ? MQTT_NEED_MORE : answer;
    }
    *rest = (struct bytes){r.at, r.left};
    *topic_alias = (uint16_t)mqtt_property_number(properties, MQTT_TOPIC_ALIAS, 0);
    return MQTT_DECODED;
}
