#include "door/mqtt/property.h"

#include "door/mqtt/remaining_length.h"
#include "door/mqtt/topic.h"

// The low three bits of an entry say how a property is written, the high five where it may stand.
enum {
    BYTE = 1,
    TWO_BYTES = 2,
    FOUR_BYTES = 3,
    VARIABLE = 4,
    STRING = 5,
    BINARY = 6,
    PAIR = 7,
    KIND = 7,
    IN_CONNACK = 0x08,
    IN_PUBLISH = 0x10,
    IN_PUBACK = 0x20,
    IN_SUBACK = 0x40,
    IN_DISCONNECT = 0x80
};

// MQTT 5, table 2-4, as far as a server may send it to a client.
static const uint8_t known[] = {
    [0x01] = BYTE | IN_PUBLISH,       // Payload Format Indicator
    [0x02] = FOUR_BYTES | IN_PUBLISH, // Message Expiry Interval
    [0x03] = STRING | IN_PUBLISH,     // Content Type
    [MQTT_RESPONSE_TOPIC] = STRING | IN_PUBLISH,
    [0x09] = BINARY | IN_PUBLISH, // Correlation Data
    [MQTT_SUBSCRIPTION_IDENTIFIER] = VARIABLE | IN_PUBLISH,
    [0x11] = FOUR_BYTES | IN_CONNACK, // Session Expiry Interval; not in DISCONNECT: [MQTT-3.14.2-2]
    [MQTT_ASSIGNED_CLIENT_IDENTIFIER] = STRING | IN_CONNACK,
    [MQTT_SERVER_KEEP_ALIVE] = TWO_BYTES | IN_CONNACK,
    [MQTT_AUTHENTICATION_METHOD] = STRING | IN_CONNACK,
    [MQTT_AUTHENTICATION_DATA] = BINARY | IN_CONNACK,
    [MQTT_RESPONSE_INFORMATION] = STRING | IN_CONNACK,
    [0x1c] = STRING | IN_CONNACK | IN_DISCONNECT,                         // Server Reference
    [0x1f] = STRING | IN_CONNACK | IN_PUBACK | IN_SUBACK | IN_DISCONNECT, // Reason String
    [MQTT_RECEIVE_MAXIMUM] = TWO_BYTES | IN_CONNACK,
    [0x22] = TWO_BYTES | IN_CONNACK, // Topic Alias Maximum
    [MQTT_TOPIC_ALIAS] = TWO_BYTES | IN_PUBLISH,
    [MQTT_MAXIMUM_QOS] = BYTE | IN_CONNACK,
    [MQTT_RETAIN_AVAILABLE] = BYTE | IN_CONNACK,
    [MQTT_USER_PROPERTY] = PAIR | IN_CONNACK | IN_PUBLISH | IN_PUBACK | IN_SUBACK | IN_DISCONNECT,
    [MQTT_MAXIMUM_PACKET_SIZE] = FOUR_BYTES | IN_CONNACK,
    [0x28] = BYTE | IN_CONNACK, // Wildcard Subscription Available
    [0x29] = BYTE | IN_CONNACK, // Subscription Identifiers Available
    [0x2a] = BYTE | IN_CONNACK, // Shared Subscription Available
};

static uint8_t packet_bit(enum mqtt_packet_type packet)
{
    if (packet == MQTT_CONNACK) {
        return IN_CONNACK;
    }
    if (packet == MQTT_PUBLISH) {
        return IN_PUBLISH;
    }
    if (packet == MQTT_PUBACK) {
        return IN_PUBACK;
    }
    return packet == MQTT_SUBACK ? IN_SUBACK : IN_DISCONNECT;
}

// An overrun of the reader reads as 0, and is asked about by whoever asked for the number.
static uint32_t variable(struct reader *from)
{
    struct mqtt_remaining_length length = {0};
    enum mqtt_decode answer = MQTT_NEED_MORE;
    while (answer == MQTT_NEED_MORE) {
        answer = mqtt_remaining_length_step(&length, reader_u8(from));
    }
    from->overrun |= answer == MQTT_MALFORMED_PACKET;
    return length.value;
}

struct mqtt_properties mqtt_properties_read(struct reader *from, enum mqtt_packet_type packet)
{
    const uint32_t length = variable(from);
    const struct bytes all = reader_take(from, length);
    return (struct mqtt_properties){
        .over = reader_over(all),
        .packet = packet_bit(packet),
        .answer = from->overrun ? MQTT_MALFORMED_PACKET : MQTT_DECODED,
    };
}

static struct bytes string(struct reader *from)
{
    const uint16_t count = reader_u16(from);
    const struct bytes text = reader_take(from, count);
    from->overrun |= !mqtt_text_valid(text);
    return text;
}

static void read_value(struct reader *from, unsigned kind, struct mqtt_property *property)
{
    switch (kind) {
    case BYTE:
        property->number = reader_u8(from);
        break;
    case TWO_BYTES:
        property->number = reader_u16(from);
        break;
    case FOUR_BYTES:
        property->number = reader_u32(from);
        break;
    case VARIABLE:
        property->number = variable(from);
        break;
    case BINARY:
        property->number = reader_u16(from);
        property->text = reader_take(from, property->number);
        break;
    case PAIR:
        (void)string(from); // its name
        property->text = string(from);
        break;
    default: // STRING: the last of eight patterns of three bits, of which 0 was refused
        property->text = string(from);
        break;
    }
}

// Every one-byte property is a yes or no; four numbers may not be zero: 3.1.2.11.3, 3.1.2.11.4,
// [MQTT-3.3.2-8] and 3.3.2.3.8.
static bool number_allowed(const struct mqtt_property *property, unsigned kind)
{
    const bool counts = property->identifier == MQTT_RECEIVE_MAXIMUM ||
                        property->identifier == MQTT_MAXIMUM_PACKET_SIZE ||
                        property->identifier == MQTT_TOPIC_ALIAS ||
                        property->identifier == MQTT_SUBSCRIPTION_IDENTIFIER;
    return !(kind == BYTE && property->number > 1) && !(counts && property->number == 0);
}

// Only these may stand more than once: [MQTT-3.3.2-18] and 3.3.2.3.8.
static bool seen_before(struct mqtt_properties *properties, uint8_t identifier)
{
    if (identifier == MQTT_USER_PROPERTY || identifier == MQTT_SUBSCRIPTION_IDENTIFIER) {
        return false;
    }
    const uint32_t bit = (uint32_t)1 << (identifier % 32U);
    const bool before = (properties->seen[identifier / 32U] & bit) != 0;
    properties->seen[identifier / 32U] |= bit;
    return before;
}

bool mqtt_properties_next(struct mqtt_properties *properties, struct mqtt_property *property)
{
    if (properties->answer != MQTT_DECODED || properties->over.left == 0) {
        return false;
    }
    // Identifiers are Variable Byte Integers, but none of more than one byte is known.
    struct mqtt_property read = {.identifier = reader_u8(&properties->over)};
    const unsigned entry = read.identifier < sizeof(known) ? known[read.identifier] : 0;
    if ((entry & properties->packet) == 0) {
        properties->answer = MQTT_MALFORMED_PACKET;
        return false;
    }
    read_value(&properties->over, entry & KIND, &read);
    if (properties->over.overrun) {
        properties->answer = MQTT_MALFORMED_PACKET;
        return false;
    }
    if (seen_before(properties, read.identifier) || !number_allowed(&read, entry & KIND)) {
        properties->answer = MQTT_PROTOCOL_ERROR;
        return false;
    }
    *property = read;
    return true;
}

enum mqtt_decode mqtt_properties_skip(struct mqtt_properties *properties)
{
    struct mqtt_property property;
    while (mqtt_properties_next(properties, &property)) {
    }
    return properties->answer;
}
