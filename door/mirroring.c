#include "door/mirroring.h"

#include "base/crc32.h"
#include "door/event_route.h"
#include "door/speaking.h"

enum {
    MIRROR_PACE = 1000, // ms between two mirrors
    LOOK_PACE =
        50 // ms between two looks whether it reads otherwise: each takes 17,000 instructions
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

static bool may_look(const struct opener *opener, millis now)
{
    // The first of a connection goes at once.
    return !opener->since_mirror.running ||
           (stopwatch_reached(opener->since_mirror, now, MIRROR_PACE) &&
            stopwatch_reached(opener->since_look, now, LOOK_PACE));
}

void mirroring_run(struct opener *opener, millis now)
{
    if (!may_look(opener, now)) {
        return;
    }
    opener->since_look = stopwatch_started(now);
    struct mirror mirror = event_route_mirror(&opener->floor, now);
    mirror.version = opener->version;
    steady_since(opener, &mirror);
    uint8_t room[MIRROR_MOST];
    const struct bytes text = mirror_write(&mirror, room);
    const uint32_t crc = crc32_of(text);
    if (opener->since_mirror.running && crc == opener->mirror_crc) {
        return;
    }
    if (speaking_publish_state(opener, text, now)) {
        opener->mirror_crc = crc;
        opener->since_mirror = stopwatch_started(now);
    }
}
