#include "door/mqtt/topic.h"

// Bytes that follow the first one of a character, or 4 where none starts like this. The lowest and
// the highest second byte keep out overlong forms, surrogates and what lies beyond U+10FFFF:
// Unicode, table 3-7.
static uint8_t followers(uint8_t first, uint8_t *lowest, uint8_t *highest)
{
    *lowest = 0x80;
    *highest = 0xbf;
    if (first < 0xc2 || first > 0xf4) {
        return 4;
    }
    if (first < 0xe0) {
        return 1;
    }
    if (first == 0xe0) {
        *lowest = 0xa0;
    } else if (first == 0xed) {
        *highest = 0x9f;
    } else if (first == 0xf0) {
        *lowest = 0x90;
    } else if (first == 0xf4) {
        *highest = 0x8f;
    }
    return first < 0xf0 ? 2 : 3;
}

// The bytes of the character at the front of text, which is not empty; 0: it is none.
static size_t character(struct bytes text)
{
    if (text.at[0] < 0x80) {
        return text.at[0] != 0;
    }
    uint8_t lowest = 0;
    uint8_t highest = 0;
    const uint8_t more = followers(text.at[0], &lowest, &highest);
    if (more >= text.count || text.at[1] < lowest || text.at[1] > highest) {
        return 0;
    }
    for (uint8_t i = 2; i <= more; i++) {
        if ((text.at[i] & 0xc0U) != 0x80) {
            return 0;
        }
    }
    return more + 1U;
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

enum mqtt_decode mqtt_topic_name_check(struct bytes topic_name)
{
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

static size_t level_end(struct bytes text, size_t from)
{
    while (from < text.count && text.at[from] != '/') {
        from++;
    }
    return from;
}

static bool wildcard_at(struct bytes filter, size_t at, char wildcard)
{
    return at < filter.count && filter.at[at] == (uint8_t)wildcard;
}

bool mqtt_topic_matches(struct bytes topic_filter, struct bytes topic_name)
{
    const bool wild = wildcard_at(topic_filter, 0, '#') || wildcard_at(topic_filter, 0, '+');
    if (wild && wildcard_at(topic_name, 0, '$')) {
        return false;
    }
    size_t filter = 0;
    size_t name = 0;
    while (!wildcard_at(topic_filter, filter, '#')) {
        const size_t filter_end = level_end(topic_filter, filter);
        const size_t name_end = level_end(topic_name, name);
        const struct bytes wanted = {topic_filter.at + filter, filter_end - filter};
        const struct bytes there = {topic_name.at + name, name_end - name};
        if (!wildcard_at(topic_filter, filter, '+') && !bytes_equal(wanted, there)) {
            return false;
        }
        if (filter_end == topic_filter.count) {
            return name_end == topic_name.count;
        }
        filter = filter_end + 1;
        if (name_end == topic_name.count) {
            // "sport/#" matches "sport" too: 4.7.1.2.
            return wildcard_at(topic_filter, filter, '#');
        }
        name = name_end + 1;
    }
    return true;
}
