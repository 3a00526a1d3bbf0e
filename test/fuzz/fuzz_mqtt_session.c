// A whole MQTT session against a server, a transport, a clock and a caller who do what they like. The
// input is a tape of steps: a byte that says which, a byte for how much, and what the step needs.
#include "base/reader.h"
#include "door/mqtt/session.h"
#include "test/fuzz/harness.h"

#include <stdlib.h>
#include <string.h>

enum {
    RECEIVE_SIZE = 96,
    SEND_SIZE = 160,
    EVENTS_MOST = 64
};

struct world {
    struct mqtt_session session;
    uint8_t receive_room[RECEIVE_SIZE];
    uint8_t send_room[SEND_SIZE];
    millis now;
    uint16_t received[MQTT_UNACKNOWLEDGED_MOST]; // what the caller has not acknowledged
    unsigned received_count;
    uint32_t streaming; // bytes that are still to come
    bool in_stream;
    bool holds_back;
};

static const struct mqtt_subscription subscriptions[] = {
    {{(const uint8_t *)"a/+", 3}, MQTT_AT_LEAST_ONCE, MQTT_DO_NOT_SEND_RETAINED, false},
    {{(const uint8_t *)"s", 1}, MQTT_AT_LEAST_ONCE, MQTT_SEND_RETAINED, true},
};

static const struct mqtt_message will = {
    {(const uint8_t *)"w", 1}, {(const uint8_t *)"x", 1}, MQTT_AT_LEAST_ONCE, true};

static void lent(const struct world *world, struct bytes part)
{
    const uint8_t *room = world->receive_room;
    promise(part.count == 0 || (part.at >= room && part.at + part.count <= room + RECEIVE_SIZE));
}

static void take_message(struct world *world, const struct mqtt_event *event)
{
    promise((event->packet_identifier != 0) == (event->qos == MQTT_AT_LEAST_ONCE));
    promise(event->topic_name.count > 0 && !world->in_stream);
    if (event->packet_identifier != 0) {
        promise(world->received_count < MQTT_UNACKNOWLEDGED_MOST);
        world->received[world->received_count++] = event->packet_identifier;
    }
}

// Any one of them, but the one that is still coming.
static void acknowledge_one(struct world *world, unsigned which)
{
    const unsigned count = world->received_count - (world->in_stream ? 1 : 0);
    if (world->received_count > 0 && count > 0) {
        uint16_t *one = &world->received[which % count];
        mqtt_session_acknowledge(&world->session, *one);
        world->received_count--;
        memmove(one, one + 1,
                (size_t)(&world->received[world->received_count] - one) * sizeof(*one));
    }
}

static void take_event(struct world *world, const struct mqtt_event *event)
{
    lent(world, event->topic_name);
    lent(world, event->payload);
    switch (event->kind) {
    case MQTT_MESSAGE:
        promise(event->size == event->payload.count);
        take_message(world, event);
        break;
    case MQTT_MESSAGE_BEGINS:
        take_message(world, event);
        world->in_stream = true;
        world->streaming = event->size;
        break;
    case MQTT_MESSAGE_PIECE:
        promise(world->in_stream && event->payload.count > 0 &&
                event->payload.count <= world->streaming);
        world->streaming -= (uint32_t)event->payload.count;
        break;
    case MQTT_MESSAGE_ENDS:
        promise(world->in_stream && world->streaming == 0);
        world->in_stream = false;
        break;
    case MQTT_CLOSE_TRANSPORT:
        promise(event->closing != MQTT_CLOSING_NONE);
        break;
    case MQTT_SUBSCRIBED:
        promise(event->payload.count == 2);
        break;
    case MQTT_OPEN_TRANSPORT:
    case MQTT_CONNECTED:
    case MQTT_MESSAGE_DROPPED:
    case MQTT_PUBLISHED:
    case MQTT_LOST:
        promise(event->kind == MQTT_CONNECTED || event->payload.count == 0);
        break;
    }
}

static void turn(struct world *world)
{
    struct mqtt_event event;
    unsigned events = 0;
    while (mqtt_session_next(&world->session, &event, world->now)) {
        // It comes to an end, whatever was said.
        promise(++events < EVENTS_MOST);
        take_event(world, &event);
        if (!world->holds_back) {
            acknowledge_one(world, 0);
        }
    }
    promise(mqtt_session_pending(&world->session).count <= SEND_SIZE);
    promise(mqtt_session_next_wake(&world->session, world->now) <= STOPWATCH_MOST);
}

static void hear(struct world *world, struct bytes bytes)
{
    while (bytes.count > 0) {
        const size_t taken = mqtt_session_receive(&world->session, bytes, world->now);
        promise(taken <= bytes.count);
        turn(world);
        if (taken == 0) {
            // Nothing else makes it wait but a full window, in the version that has no word for it.
            promise(world->session.version == MQTT_3_1_1 &&
                    world->session.received.count == MQTT_UNACKNOWLEDGED_MOST);
            return;
        }
        bytes = (struct bytes){bytes.at + taken, bytes.count - taken};
    }
}

static void publish(struct world *world, struct reader *tape, uint8_t much)
{
    static const uint8_t payload[256];
    const struct mqtt_message message = {
        .topic_name = reader_take(tape, much % 8U < tape->left ? much % 8U : tape->left),
        .payload = {payload, much},
        .qos = (much & 1U) != 0 ? MQTT_AT_LEAST_ONCE : MQTT_AT_MOST_ONCE,
        .retain = (much & 2U) != 0,
    };
    uint16_t identifier = 0;
    const enum mqtt_publish answer =
        mqtt_session_publish(&world->session, &message, &identifier, world->now);
    promise(answer == MQTT_PUBLISH_QUEUED || identifier == 0);
}

static void close_transport(struct world *world, uint8_t much)
{
    mqtt_session_transport_closed(&world->session, much * 0x01010101U, world->now);
    world->received_count = 0;
    world->in_stream = false;
    promise(mqtt_session_pending(&world->session).count == 0);
}

static void send_some(struct world *world, uint8_t much)
{
    const size_t pending = mqtt_session_pending(&world->session).count;
    mqtt_session_sent(&world->session, much < pending ? much : pending);
}

static void step(struct world *world, struct reader *tape)
{
    const uint8_t what = reader_u8(tape);
    const uint8_t much = reader_u8(tape);
    switch (what % 9U) {
    case 0:
    case 1:
        hear(world, reader_take(tape, much < tape->left ? much : tape->left));
        break;
    case 2:
        send_some(world, much);
        break;
    case 3:
        world->now += (millis)much * much * much;
        break;
    case 4:
        publish(world, tape, much);
        break;
    case 5:
        acknowledge_one(world, much);
        break;
    case 6:
        mqtt_session_transport_opened(&world->session, world->now);
        break;
    case 7:
        close_transport(world, much);
        break;
    default:
        world->holds_back = (much & 1U) != 0;
        if (much > 250) {
            mqtt_session_disconnect(&world->session);
        }
        break;
    }
    turn(world);
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
    static struct world world;
    world = (struct world){.now = size > 0 ? 0U - input[0] * 100U : 0};
    const struct mqtt_settings settings = {
        .client_identifier = bytes_of_text("me"),
        .will = &will,
        .subscriptions = subscriptions,
        .subscription_count = 2,
        .keep_alive_seconds = 30,
        .deadlines = {20000, 5000, 8000},
        .receive_room = world.receive_room,
        .receive_size = RECEIVE_SIZE,
        .send_room = world.send_room,
        .send_size = SEND_SIZE,
    };
    promise(mqtt_session_init(&world.session, &settings, 0, world.now));
    struct reader tape = reader_over((struct bytes){input, size});
    turn(&world);
    while (tape.left > 0) {
        step(&world, &tape);
    }
    // However it went, the next connection begins.
    close_transport(&world, 0);
    world.now += MQTT_BACKOFF_MOST;
    turn(&world);
    promise(world.session.state == MQTT_SESSION_OPENING);
    return 0;
}
