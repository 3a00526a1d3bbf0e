// The door's image: identity and settings, made by `portcullis door add`, taken by cable; on Linux
// and in the simulator a file. Whoever holds it is the door, so it is kept at mode 0600.
//
//     PCI1 | u16 length of all that follows the length, crc included | fields | crc32 of all before it
//
// The fields are those of struct image, in its order; docs/protocol.md has each one's size and range.
#ifndef PROTOCOL_IMAGE_H
#define PROTOCOL_IMAGE_H

#include "base/bytes.h"
#include "base/must_use.h"
#include "protocol/operator_settings.h"
#include "protocol/words.h"

enum {
    IMAGE_MOST = 8192, // bytes in all
    IMAGE_ROOTS_MOST = 2,
    IMAGE_CHAIN_MOST = 2,
    IMAGE_CLIENT_ID_SIZE = 16,
    IMAGE_SECRET_SIZE = 32
};

// A server root the door believes: never parsed on the door, only compared and used.
struct image_root {
    struct bytes distinguished_name; // DER of the subject
    uint8_t point[POINT_SIZE];
};

// All struct bytes are borrowed from the image's own bytes.
struct image {
    struct bytes door_name;      // 1 to 16 of [a-z0-9-], not "keeper" or "enrol"
    struct bytes topic_root;     // "portcullis"; 1 to 64 bytes
    struct bytes broker_host;    // the name the broker's certificate must carry; 1 to 63 bytes
    struct bytes broker_address; // where to connect when the name is not resolved; may be empty
    uint16_t broker_port;
    uint8_t client_id[IMAGE_CLIENT_ID_SIZE]; // shown to the broker in 32 hex digits
    struct bytes user;                       // MQTT user name, empty: by certificate
    struct bytes password;                   // MQTT password, empty: none
    uint8_t identity_key[PRIVATE_KEY_SIZE];
    uint8_t identity_point[POINT_SIZE];
    uint8_t secret[IMAGE_SECRET_SIZE]; // of the epoch's HMAC
    uint8_t recovery_point[POINT_SIZE];
    uint8_t tls_key[PRIVATE_KEY_SIZE];
    uint8_t chain_count;
    struct bytes chain[IMAGE_CHAIN_MOST]; // the door's client certificate first, each DER
    uint8_t root_count;
    struct image_root roots[IMAGE_ROOTS_MOST];
    struct operator_settings operator_settings;
    struct bytes first_roster; // a whole signed Roster
};

// Writes the image into room and returns it; empty when it does not fit or a field is out of range.
struct bytes image_encode(const struct image *image, uint8_t *room, size_t size);

// False when it is not a sound image of version 1, and *out untouched.
MUST_USE bool image_decode(struct bytes message, struct image *out);

#endif
