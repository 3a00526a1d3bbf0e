#include "test/unit/door/mqtt/pump.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE ((millis)10000)

millis pump_now(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now); // this clock is always there
    return (millis)((uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000);
}

void pump_start(struct pump *pump, uint16_t port, const char *client_identifier)
{
    *pump = (struct pump){.port = port, .socket = -1};
    static const char *const filters[PUMP_SUBSCRIPTIONS] = {"base/+", "base/stream/it", "will/it"};
    for (size_t i = 0; i < PUMP_SUBSCRIPTIONS; i++) {
        pump->subscriptions[i] = (struct mqtt_subscription){
            bytes_of_text(filters[i]), MQTT_AT_LEAST_ONCE, MQTT_SEND_RETAINED, i == 1};
    }
    pump->settings = (struct mqtt_settings){
        .client_identifier = bytes_of_text(client_identifier),
        .subscriptions = pump->subscriptions,
        .subscription_count = PUMP_SUBSCRIPTIONS,
        .keep_alive_seconds = 30,
        .maximum_packet_size = 4096,
        .deadlines = {.transport = 5000, .connack = 5000, .answer = 5000},
        .receive_room = pump->receive_room,
        .receive_size = PUMP_RECEIVE_SIZE,
        .send_room = pump->send_room,
        .send_size = PUMP_SEND_SIZE,
    };
}

bool pump_begin(struct pump *pump)
{
    return mqtt_session_init(&pump->session, &pump->settings, 0, pump_now());
}

void pump_cut(struct pump *pump)
{
    if (pump->socket >= 0) {
        (void)close(pump->socket); // nothing is expected of it any more
        pump->socket = -1;
    }
    mqtt_session_transport_closed(&pump->session, 0x01000000, pump_now());
}

static void open_transport(struct pump *pump)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(pump->port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    pump->socket = socket(AF_INET, SOCK_STREAM, 0);
    if (pump->socket < 0 ||
        connect(pump->socket, (const struct sockaddr *)&address, sizeof(address)) != 0 ||
        fcntl(pump->socket, F_SETFL, O_NONBLOCK) != 0) {
        pump_cut(pump);
        return;
    }
    mqtt_session_transport_opened(&pump->session, pump_now());
}

static void keep_payload(struct pump *pump, struct bytes piece)
{
    if (piece.count > 0 && piece.count <= sizeof(pump->payload) - pump->payload_count) {
        memcpy(pump->payload + pump->payload_count, piece.at, piece.count);
        pump->payload_count += piece.count;
    }
}

static void send_pending(struct pump *pump)
{
    const struct bytes pending = mqtt_session_pending(&pump->session);
    if (pump->socket >= 0 && pending.count > 0) {
        const ssize_t count = send(pump->socket, pending.at, pending.count, MSG_NOSIGNAL);
        mqtt_session_sent(&pump->session, count > 0 ? (size_t)count : 0);
    }
}

static void act_on(struct pump *pump, const struct mqtt_event *event)
{
    pump->count[event->kind]++;
    pump->last[event->kind] = *event;
    if (event->kind == MQTT_OPEN_TRANSPORT) {
        open_transport(pump);
    } else if (event->kind == MQTT_CLOSE_TRANSPORT) {
        send_pending(pump);
        pump_cut(pump);
    } else if (event->kind == MQTT_MESSAGE || event->kind == MQTT_MESSAGE_BEGINS) {
        pump->payload_count = 0;
        keep_payload(pump, event->payload);
    } else if (event->kind == MQTT_MESSAGE_PIECE) {
        keep_payload(pump, event->payload);
    }
    if (event->kind == MQTT_MESSAGE || event->kind == MQTT_MESSAGE_ENDS) {
        mqtt_session_acknowledge(&pump->session, event->packet_identifier);
    }
}

static void take_events(struct pump *pump)
{
    struct mqtt_event event;
    while (mqtt_session_next(&pump->session, &event, pump_now())) {
        act_on(pump, &event);
    }
    send_pending(pump);
}

static void receive_some(struct pump *pump)
{
    uint8_t arrived[512];
    const ssize_t count = recv(pump->socket, arrived, sizeof(arrived), 0);
    if (count == 0) {
        pump_cut(pump);
    }
    size_t at = 0;
    while (count > 0 && at < (size_t)count) {
        const struct bytes rest = {arrived + at, (size_t)count - at};
        at += mqtt_session_receive(&pump->session, rest, pump_now());
        take_events(pump);
    }
}

static void turn(struct pump *pump)
{
    take_events(pump);
    struct pollfd waiting = {.fd = pump->socket, .events = POLLIN};
    millis wake = mqtt_session_next_wake(&pump->session, pump_now());
    wake = wake < 10 ? wake : 10;
    if (poll(&waiting, 1, (int)wake) > 0) {
        receive_some(pump);
    }
    take_events(pump);
}

void pump_for(struct pump *pump, millis time)
{
    const millis began = pump_now();
    while (pump_now() - began < time) {
        turn(pump);
    }
}

bool pump_until(struct pump *pump, enum mqtt_event_kind kind, unsigned count)
{
    const millis began = pump_now();
    while (pump->count[kind] < count && pump_now() - began < PATIENCE) {
        turn(pump);
    }
    return pump->count[kind] >= count;
}

bool pump_publish(struct pump *pump, const struct mqtt_message *message)
{
    uint16_t identifier = 0;
    enum mqtt_publish answer = MQTT_PUBLISH_NO_ROOM;
    const millis began = pump_now();
    while (answer == MQTT_PUBLISH_NO_ROOM && pump_now() - began < PATIENCE) {
        answer = mqtt_session_publish(&pump->session, message, &identifier, pump_now());
        turn(pump);
    }
    return answer == MQTT_PUBLISH_QUEUED;
}
