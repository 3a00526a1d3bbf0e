// Topic names and topic filters: MQTT 5, 4.7 and 1.5.4.
#ifndef DOOR_MQTT_TOPIC_H
#define DOOR_MQTT_TOPIC_H

#include "base/must_use.h"
#include "door/mqtt/packet.h"

// A UTF-8 Encoded String may hold it: well formed, no surrogates, no U+0000, at most 65,535 bytes.
// [MQTT-1.5.4-1] and [MQTT-1.5.4-2].
MUST_USE bool mqtt_text_valid(struct bytes text);

// What messages carry. MALFORMED_PACKET: no text at all. PROTOCOL_ERROR: empty ([MQTT-4.7.3-1]) or
// with a wildcard ([MQTT-3.3.2-2]). DECODED: it is one.
MUST_USE enum mqtt_decode mqtt_topic_name_check(struct bytes topic_name);

// What subscriptions ask for: + stands for one whole level, # at the end for any number of them.
MUST_USE bool mqtt_topic_filter_valid(struct bytes topic_filter);

// Both are valid. A wildcard at the front does not match names that start with $: [MQTT-4.7.2-1].
MUST_USE bool mqtt_topic_matches(struct bytes topic_filter, struct bytes topic_name);

#endif
