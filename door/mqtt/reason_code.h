// Reason codes of MQTT 5 (2.4) that this room sends or decides by; the others pass through as the
// numbers they are. From MQTT_UNSPECIFIED_ERROR on they mean a refusal.
//
// A server of 3.1.1 answers CONNECT with 0 (accepted) to 5, and SUBSCRIBE with a granted QoS or 0x80.
#ifndef DOOR_MQTT_REASON_CODE_H
#define DOOR_MQTT_REASON_CODE_H

#include <stdbool.h>
#include <stdint.h>

enum mqtt_reason_code {
    MQTT_REASON_SUCCESS = 0x00,
    MQTT_REASON_NO_MATCHING_SUBSCRIBERS = 0x10,
    MQTT_REASON_UNSPECIFIED_ERROR = 0x80,
    MQTT_REASON_MALFORMED_PACKET = 0x81,
    MQTT_REASON_PROTOCOL_ERROR = 0x82,
    MQTT_REASON_UNSUPPORTED_PROTOCOL_VERSION = 0x84,
    MQTT_REASON_KEEP_ALIVE_TIMEOUT = 0x8d,
    MQTT_REASON_RECEIVE_MAXIMUM_EXCEEDED = 0x93,
    MQTT_REASON_TOPIC_ALIAS_INVALID = 0x94,
    MQTT_REASON_PACKET_TOO_LARGE = 0x95,
    MQTT_REASON_RETAIN_NOT_SUPPORTED = 0x9a,
    MQTT_REASON_QOS_NOT_SUPPORTED = 0x9b
};

// What a server of 3.1.1 says to a CONNECT of 5: "unacceptable protocol version" (3.1.1, 3.2.2.3).
enum {
    MQTT_3_1_1_UNACCEPTABLE_PROTOCOL_VERSION = 1
};

#endif
