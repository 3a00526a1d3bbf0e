#include "door/speaking.h"

#include "door/mirroring.h"

#include <string.h>

static const struct bytes nobody = {NULL, 0};

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
    struct mqtt_message message = opener->will;
    message.payload = bytes_of_text(online);
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
    const struct mqtt_message message = {.topic_name = topic_bytes(&topic),
                                         .payload = {finished->bytes, finished->count},
                                         .qos = MQTT_AT_LEAST_ONCE,
                                         .retain = finished->kind == REPORT_EPOCH};
    if (publish(opener, &message, &packet_identifier, now)) {
        report_sent(report, packet_identifier, now);
    }
}

bool speaking_publish_state(struct opener *opener, struct bytes text, millis now)
{
    uint16_t packet_identifier = 0;
    const struct topic topic = topic_of(opener->floor.image, "state", nobody);
    const struct mqtt_message message = {.topic_name = topic_bytes(&topic),
                                         .payload = text,
                                         .qos = MQTT_AT_LEAST_ONCE,
                                         .retain = true};
    return publish(opener, &message, &packet_identifier, now);
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
    mirroring_run(opener, now);
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
