#include "door/mqtt/topic.h"

#include <string.h>

// The bytes of the character at the front of text, which is not empty; 0: it is none. Overlong forms,
// surrogates and what lies beyond U+10FFFF are none: Unicode, table 3-7.
static size_t character(struct bytes text)
{
    const uint8_t first = text.at[0];
    if (first < 0x80) {
        return first != 0;
    }
    size_t count = 2;
    uint32_t least = 0x80;
    if (first >= 0xf0) {
        count = 4;
        least = 0x10000;
    } else if (first >= 0xe0) {
        count = 3;
        least = 0x800;
    }
    if (first < 0xc0 || first > 0xf4 || count > text.count) {
        return 0;
    }
    uint32_t code = first & (0x7fU >> count);
    for (size_t i = 1; i < count; i++) {
        if ((text.at[i] & 0xc0U) != 0x80) {
            return 0;
        }
        code = code << 6 | (text.at[i] & 0x3fU);
    }
    return code >= least && code <= 0x10ffff && code >> 11 != 0xd800 >> 11 ? count : 0;
}

bool mqtt_text_valid(struct bytes text)
{
    if (text.count > UINT16_MAX) {
        return false;
    }
    size_t at = 0;
    while (at < text.count) {
        // Nearly all of it is ASCII.
        if (text.at[at] - 1U < 0x7f) {
            at++;
            continue;
        }
        const size_t step = character((struct bytes){text.at + at, text.count - at});
        if (step == 0) {
            return false;
        }
        at += step;
    }
    return true;
}

static bool has_wildcard(struct bytes text)
{
    for (size_t i = 0; i < text.count; i++) {
        if (text.at[i] == '#' || text.at[i] == '+') {
            return true;
        }
    }
    return false;
}

// As many bytes as the machine takes at once, each of them 0x01.
#define ONES (SIZE_MAX / 0xff)

// Nonzero in a top bit: one of these bytes is not ASCII, is NUL, or is # (0x23) or + (0x2b), which
// differ in one bit.
static size_t odd_ones(const uint8_t *at)
{
    size_t word = 0;
    memcpy(&word, at, sizeof(word)); // the order of its bytes does not matter
    const size_t wild = (word | ONES * 0x08) ^ ONES * 0x2b;
    // Less one, a zero byte gets its top bit set; what it borrows comes too late to hide it.
    return word | (word - ONES) | (wild - ONES);
}

// Nothing but ASCII, no NUL, no wildcard: nearly every topic name there is. Every message has one, so
// it is looked at a word at a time; shorter ones are not worth it.
static bool plain(struct bytes text)
{
    if (text.count < sizeof(size_t) || text.count > UINT16_MAX) {
        return false;
    }
    const uint8_t *last = text.at + text.count - sizeof(size_t);
    size_t odd = odd_ones(last);
    for (const uint8_t *at = text.at; at < last; at += sizeof(size_t)) {
        odd |= odd_ones(at);
    }
    return (odd & ONES * 0x80) == 0;
}

enum mqtt_decode mqtt_topic_name_check(struct bytes topic_name)
{
    if (plain(topic_name)) {
        return MQTT_DECODED;
    }
    if (!mqtt_text_valid(topic_name)) {
        return MQTT_MALFORMED_PACKET;
    }
    return topic_name.count == 0 || has_wildcard(topic_name) ? MQTT_PROTOCOL_ERROR : MQTT_DECODED;
}

bool mqtt_topic_filter_valid(struct bytes topic_filter)
{
    if (topic_filter.count == 0 || !mqtt_text_valid(topic_filter)) {
        return false;
    }
    for (size_t i = 0; i < topic_filter.count; i++) {
        const bool last = i + 1 == topic_filter.count;
        const bool first_of_level = i == 0 || topic_filter.at[i - 1] == '/';
        const bool last_of_level = last || topic_filter.at[i + 1] == '/';
        if (topic_filter.at[i] == '#' && !(first_of_level && last)) {
            return false; // [MQTT-4.7.1-1]
        }
        if (topic_filter.at[i] == '+' && !(first_of_level && last_of_level)) {
            return false; // [MQTT-4.7.1-2]
        }
    }
    return true;
}

static size_t level_end(struct bytes topic_name, size_t at)
{
    while (at < topic_name.count && topic_name.at[at] != '/') {
        at++;
    }
    return at;
}

bool mqtt_topic_matches(struct bytes topic_filter, struct bytes topic_name)
{
    size_t at = 0; // in the name
    if (topic_name.count > 0 && topic_name.at[0] == '$' && topic_filter.at[0] != '$') {
        return false;
    }
    for (size_t i = 0; i < topic_filter.count; i++) {
        const uint8_t wanted = topic_filter.at[i];
        if (wanted == '#') {
            return true;
        }
        if (wanted == '+') {
            at = level_end(topic_name, at);
            continue;
        }
        if (at == topic_name.count) {
            // "sport/#" matches "sport" too: 4.7.1.2.
            return wanted == '/' && i + 1 < topic_filter.count && topic_filter.at[i + 1] == '#';
        }
        if (topic_name.at[at] != wanted) {
            return false;
        }
        at++;
    }
    return at == topic_name.count;
}
