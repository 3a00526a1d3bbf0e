#include "door/speaking.h"

#include "base/crc32.h"
#include "door/event_route.h"

#include <string.h>

enum {
    MIRROR_PACE = 1000 // ms between two mirrors
};

static const struct bytes nobody = {NULL, 0};

static struct mqtt_message message_on(const struct topic *topic, struct bytes payload, bool retain)
{
    return (struct mqtt_message){.topic_name = topic_bytes(topic),
                                 .payload = payload,
                                 .qos = MQTT_AT_LEAST_ONCE,
                                 .retain = retain};
}

static bool publish(struct opener *opener, const struct mqtt_message *message,
                    uint16_t *packet_identifier, millis now)
{
    return mqtt_session_publish(&opener->session, message, packet_identifier, now) ==
           MQTT_PUBLISH_QUEUED;
}

static void tell_online(struct opener *opener, millis now)
{
    static const char online[] = "online";
    uint16_t packet_identifier = 0;
    const struct mqtt_message message =
        message_on(&opener->will_topic, bytes_of_text(online), true);
    opener->online_told = publish(opener, &message, &packet_identifier, now);
}

static struct topic topic_for(const struct opener *opener)
{
    const struct image *image = opener->floor.image;
    const struct finished *finished = &opener->floor.report.finished;
    size_t length = 0;
    while (length < USER_SIZE && finished->user[length] != 0) {
        length++;
    }
    switch (finished->kind) {
    case REPORT_ACK:
        return topic_of(image, "ack", (struct bytes){finished->user, length});
    case REPORT_EPOCH:
        return topic_of(image, "epoch", nobody);
    case REPORT_EVENT:
    case REPORT_OLD_EVENT:
    case REPORT_NOTHING:
        break;
    }
    return topic_of(image, "event", nobody);
}

static void send_finished(struct opener *opener, millis now)
{
    struct report *report = &opener->floor.report;
    const struct finished *finished = &report->finished;
    if (finished->kind == REPORT_NOTHING) {
        return;
    }
    uint16_t packet_identifier = 0;
    const struct topic topic = topic_for(opener);
    const struct mqtt_message message = message_on(
        &topic, (struct bytes){finished->bytes, finished->count}, finished->kind == REPORT_EPOCH);
    if (publish(opener, &message, &packet_identifier, now)) {
        report_sent(report, packet_identifier, now);
    }
}

// The clock and the state's age are cut to whole seconds, so their difference flickers by one.
static void steady_since(struct opener *opener, struct mirror *mirror)
{
    const uint64_t before = opener->mirror_since;
    if (mirror->since + 2 > before && before + 2 > mirror->since) {
        mirror->since = before;
    }
    opener->mirror_since = mirror->since;
}

// For people: sent when it reads otherwise than the last one, at most once a second.
static void send_mirror(struct opener *opener, millis now)
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
    const struct topic topic = topic_of(opener->floor.image, "state", nobody);
    const struct mqtt_message message = message_on(&topic, text, true);
    if (publish(opener, &message, &packet_identifier, now)) {
        opener->mirror_crc = crc;
        opener->since_mirror = stopwatch_started(now);
    }
}

void speaking_run(struct opener *opener, millis now)
{
    struct network_floor *floor = &opener->floor;
    if (!opener->connected) {
        return;
    }
    if (!opener->online_told) {
        tell_online(opener, now);
    }
    // A verification in this step was signature enough.
    if (!floor->guard.verifying.running) {
        const struct epoch now_so = network_floor_epoch(floor, now);
        report_finish(&floor->report, &floor->store, &now_so, now);
    }
    send_finished(opener, now);
    send_mirror(opener, now);
}

void speaking_forget(struct opener *opener)
{
    opener->connected = false;
    report_disconnected(&opener->floor.report);
}

millis speaking_next_wake(const struct opener *opener, millis now)
{
    if (!opener->connected) {
        return STOPWATCH_MOST;
    }
    const struct epoch now_so = network_floor_epoch(&opener->floor, now);
    return report_next_wake(&opener->floor.report, &now_so, now);
}
