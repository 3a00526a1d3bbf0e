#include "door/opener.h"

#include "base/writer.h"
#include "door/event_route.h"
#include "door/hearing.h"
#include "door/keep_route.h"
#include "door/seams/board.h"
#include "door/speaking.h"

#include <string.h>

enum {
    KEEP_ALIVE = 30, // s
    WAKE_MOST = 1000 // ms: the door floor's snapshot is looked at that often
};

static const char offline[] = "offline";
static const struct bytes nobody = {NULL, 0};

static uint32_t draw(void)
{
    uint32_t random = 0;
    // Without entropy there is no jitter, and the back-off waits as long as it may.
    if (!board_entropy((uint8_t *)&random, sizeof(random))) {
        random = UINT32_MAX;
    }
    return random;
}

static void set_client_id(struct opener *opener, const struct image *image)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < IMAGE_CLIENT_ID_SIZE; i++) {
        opener->client_id[2 * i] = (uint8_t)digits[image->client_id[i] >> 4];
        opener->client_id[2 * i + 1] = (uint8_t)digits[image->client_id[i] & 0x0f];
    }
}

static struct bytes keep_name(struct writer *names, const struct image *image, const char *level)
{
    const struct topic topic = topic_of(image, level, nobody);
    const size_t before = names->count;
    writer_bytes(names, topic_bytes(&topic));
    return (struct bytes){names->start + before, topic.count};
}

static void set_names(struct opener *opener, const struct image *image)
{
    // Commands and times that a broker kept are of no use; rosters and `stored` are.
    static const struct {
        const char *level;
        enum mqtt_retain_handling retain_handling;
        bool streamed;
    } wanted[OPENER_SUBSCRIPTIONS] = {
        {"command/+", MQTT_DO_NOT_SEND_RETAINED, false},
        {"time", MQTT_DO_NOT_SEND_RETAINED, false},
        {"roster", MQTT_SEND_RETAINED, true},
        {"stored", MQTT_SEND_RETAINED, false},
    };
    struct writer names = writer_into(opener->names, sizeof(opener->names));
    opener->will = (struct mqtt_message){.topic_name = keep_name(&names, image, "availability"),
                                         .payload = bytes_of_text(offline),
                                         .qos = MQTT_AT_LEAST_ONCE,
                                         .retain = true};
    for (size_t i = 0; i < OPENER_SUBSCRIPTIONS; i++) {
        opener->subscriptions[i] =
            (struct mqtt_subscription){.topic_filter = keep_name(&names, image, wanted[i].level),
                                       .maximum_qos = MQTT_AT_LEAST_ONCE,
                                       .retain_handling = wanted[i].retain_handling,
                                       .streamed = wanted[i].streamed};
    }
}

static void set_session(struct opener *opener, const struct image *image)
{
    set_client_id(opener, image);
    set_names(opener, image);
    opener->settings =
        (struct mqtt_settings){.client_identifier = BYTES_OF(opener->client_id),
                               .user_name = image->user,
                               .password = image->password,
                               .will = &opener->will,
                               .subscriptions = opener->subscriptions,
                               .subscription_count = OPENER_SUBSCRIPTIONS,
                               .keep_alive_seconds = KEEP_ALIVE,
                               .maximum_packet_size = 4096,
                               .deadlines = {.transport = 20000, .connack = 10000, .answer = 10000},
                               .receive_room = opener->receive_room,
                               .receive_size = sizeof(opener->receive_room),
                               .send_room = opener->send_room,
                               .send_size = sizeof(opener->send_room)};
}

bool opener_init(struct opener *opener, const struct floor_parts *parts, millis now)
{
    memset(opener, 0, sizeof(*opener));
    opener->version = parts->version;
    network_floor_boot(&opener->floor, parts, opener->incoming.room, now);
    set_session(opener, parts->image);
    return parts->image->topic_root.count <= TOPIC_ROOT_MOST &&
           mqtt_session_init(&opener->session, &opener->settings, draw(), now);
}

// One step: the epoch first, then what the door floor has to say, then the network.
void opener_run(struct opener *opener, millis now)
{
    struct network_floor *floor = &opener->floor;
    guard_run(&floor->guard, now);
    uptime_run(&floor->report.uptime, now);
    network_floor_look(floor);
    command_route_run(&opener->command, floor, now);
    floor->more = event_route_run(floor, now);
    keep_route_run(floor, now);
    hearing_run(opener, now);
    speaking_run(opener, now);
}

enum opener_transport opener_transport(struct opener *opener)
{
    const enum opener_transport asked = opener->transport;
    opener->transport = OPENER_TRANSPORT_AS_IT_IS;
    return asked;
}

void opener_transport_opened(struct opener *opener, uint64_t certificate_end, millis now)
{
    opener->certificate_end = certificate_end;
    mqtt_session_transport_opened(&opener->session, now);
}

void opener_transport_closed(struct opener *opener, millis now)
{
    hearing_forget(opener);
    speaking_forget(opener);
    mqtt_session_transport_closed(&opener->session, draw(), now);
}

size_t opener_receive(struct opener *opener, struct bytes from_network, millis now)
{
    return mqtt_session_receive(&opener->session, from_network, now);
}

struct bytes opener_pending(const struct opener *opener)
{
    return mqtt_session_pending(&opener->session);
}

void opener_sent(struct opener *opener, size_t count)
{
    mqtt_session_sent(&opener->session, count);
}

static millis sooner(millis left, millis right)
{
    return left < right ? left : right;
}

millis opener_next_wake(const struct opener *opener, millis now)
{
    const struct network_floor *floor = &opener->floor;
    if (floor->more || opener->more_to_hear || floor->guard.open.verdict == GUARD_VERIFIED ||
        opener->transport != OPENER_TRANSPORT_AS_IT_IS) {
        return 0;
    }
    millis wake =
        sooner(guard_next_wake(&floor->guard, now), mqtt_session_next_wake(&opener->session, now));
    wake = sooner(wake, speaking_next_wake(opener, now));
    return sooner(wake, WAKE_MOST);
}

bool opener_next_note(struct opener *opener, struct note *out)
{
    return notes_take(&opener->floor.notes, out);
}

uint64_t opener_roster_made(const struct opener *opener)
{
    const struct roster_in_force *roster = &opener->floor.guard.roster;
    return roster->present ? roster->head.made : 0;
}
