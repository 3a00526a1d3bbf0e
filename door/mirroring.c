#include "door/mirroring.h"

#include "base/crc32.h"
#include "door/event_route.h"

enum {
    MIRROR_PACE = 1000 // ms between two mirrors
};

// The clock and the state's age are cut to whole seconds, so their difference flickers by one.
static void steady_since(struct opener *opener, struct mirror *mirror)
{
    const uint64_t before = opener->mirror_since;
    if (mirror->since + 2 > before && before + 2 > mirror->since) {
        mirror->since = before;
    }
    opener->mirror_since = mirror->since;
}

void mirroring_run(struct opener *opener, millis now)
{
    if (opener->since_mirror.running &&
        !stopwatch_reached(opener->since_mirror, now, MIRROR_PACE)) {
        return;
    }
    uint16_t packet_identifier = 0;
    struct mirror mirror = event_route_mirror(&opener->floor, now);
    mirror.version = opener->version;
    steady_since(opener, &mirror);
    const struct bytes text = mirror_write(&mirror, opener->mirror_room);
    const uint32_t crc = crc32_of(text);
    if (opener->since_mirror.running && crc == opener->mirror_crc) {
        return;
    }
    const struct topic topic = topic_of(opener->floor.image, "state", (struct bytes){NULL, 0});
    const struct mqtt_message message = {.topic_name = topic_bytes(&topic),
                                         .payload = text,
                                         .qos = MQTT_AT_LEAST_ONCE,
                                         .retain = true};
    if (mqtt_session_publish(&opener->session, &message, &packet_identifier, now) ==
        MQTT_PUBLISH_QUEUED) {
        opener->mirror_crc = crc;
        opener->since_mirror = stopwatch_started(now);
    }
}
