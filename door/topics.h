// The door's topics: <root>/<door>/ and what comes behind.
#ifndef DOOR_TOPICS_H
#define DOOR_TOPICS_H

#include "base/bytes.h"
#include "base/must_use.h"
#include "protocol/image.h"

enum {
    TOPIC_ROOT_MOST = 64,
    TOPIC_STEM_MOST = TOPIC_ROOT_MOST + 1 + DOOR_NAME_MOST + 1,
    TOPIC_MOST = TOPIC_STEM_MOST + 13 + USER_SIZE
};

struct topic {
    uint8_t text[TOPIC_MOST];
    uint8_t count;
};

struct bytes topic_bytes(const struct topic *topic);

// <root>/<door>/<level>[/<user>]; a user of no bytes is left out.
struct topic topic_of(const struct image *image, const char *level, struct bytes user);

// Whether the name is <root>/<door>/<level>.
MUST_USE bool topic_is(const struct image *image, struct bytes name, const char *level);

// Whether the name is <root>/<door>/<level>/<user>, and then which user.
MUST_USE bool topic_names_user(const struct image *image, struct bytes name, const char *level,
                               struct bytes *user);

#endif
