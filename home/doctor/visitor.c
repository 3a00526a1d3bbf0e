#include "home/doctor/visitor.h"
#include "home/authority/key.h"
#include "home/doctor/visitor_tls.h"

#include <errno.h>
#include <fcntl.h>
#include <mqtt_protocol.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    ENTER_WITHIN = 5000, // ms
    SETTLE_WITHIN = 6000,
    QUIET_FOR = 500
};

static void on_connect(struct mosquitto *client, void *self, int reason, int flags,
                       const mosquitto_property *properties)
{
    struct visitor *visitor = self;
    (void)client;
    (void)flags;
    (void)properties;
    visitor->answered = true;
    visitor->reason = reason;
    visitor->up = reason == 0;
}

static void on_disconnect(struct mosquitto *client, void *self, int reason,
                          const mosquitto_property *properties)
{
    struct visitor *visitor = self;
    (void)client;
    (void)reason;
    (void)properties;
    visitor->up = false;
    visitor->lost = true;
}

static void on_publish(struct mosquitto *client, void *self, int id, int reason,
                       const mosquitto_property *properties)
{
    struct visitor *visitor = self;
    (void)client;
    (void)id;
    (void)reason; // delivery decides
    (void)properties;
    visitor->acknowledged++;
}

static void on_subscribe(struct mosquitto *client, void *self, int id, int count,
                         const int *granted)
{
    struct visitor *visitor = self;
    (void)client;
    (void)id;
    (void)count;
    (void)granted;
    visitor->subscribed++;
}

static void on_message(struct mosquitto *client, void *self, const struct mosquitto_message *came,
                       const mosquitto_property *properties)
{
    struct visitor *visitor = self;
    const size_t length = strlen(visitor->mark);
    (void)client;
    (void)properties;
    if (visitor->heard_count == HEARD_MOST || strlen(came->topic) >= VISITOR_TOPIC) {
        return;
    }
    struct heard *heard = &visitor->heard[visitor->heard_count];
    (void)snprintf(heard->topic, sizeof(heard->topic), "%s", came->topic);
    heard->retained = came->retain && came->payloadlen > 0;
    heard->ours =
        (size_t)came->payloadlen == length && memcmp(came->payload, visitor->mark, length) == 0;
    // Of all the rest only what is retained is of interest.
    visitor->heard_count += heard->ours || heard->retained ? 1 : 0;
}

bool port_answers(const char *address, uint16_t port)
{
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    char number[8];
    (void)snprintf(number, sizeof(number), "%u", (unsigned)port);
    if (getaddrinfo(address, number, &hints, &found) != 0) {
        return false;
    }
    const int file = socket(found->ai_family, SOCK_STREAM, 0);
    bool answers = false;
    if (file >= 0 && fcntl(file, F_SETFL, O_NONBLOCK) == 0) {
        struct pollfd wait = {.fd = file, .events = POLLOUT};
        int reason = 0;
        socklen_t size = sizeof(reason);
        answers = connect(file, found->ai_addr, found->ai_addrlen) == 0 ||
                  (errno == EINPROGRESS && poll(&wait, 1, 3000) == 1 &&
                   getsockopt(file, SOL_SOCKET, SO_ERROR, &reason, &size) == 0 && reason == 0);
    }
    if (file >= 0) {
        (void)close(file); // nothing was written
    }
    freeaddrinfo(found);
    return answers;
}

static bool draw_id(char id[33], struct failure *failure)
{
    uint8_t drawn[16];
    if (!random_fill(drawn, sizeof(drawn), failure)) {
        return false;
    }
    for (size_t i = 0; i < sizeof(drawn); i++) {
        (void)snprintf(id + 2 * i, 3, "%02x", drawn[i]);
    }
    return true;
}

// At a broker of somebody's own there may be names and passwords.
static bool read_login(const struct visit *visit, struct visitor_login *login,
                       struct failure *failure)
{
    switch (visit->kind) {
    case VISITOR_OWNER:
        return owner_login_read(visit->home, login, failure);
    case VISITOR_DOOR:
        return door_login_read(visit->home, visit->door, login, failure);
    case VISITOR_STRANGER:
    case VISITOR_FORGED:
    case VISITOR_PLAIN:
        break;
    }
    return true;
}

static bool set_login(struct visitor *visitor, const struct visit *visit, struct failure *failure)
{
    struct visitor_login login = {.user = ""};
    if (!read_login(visit, &login, failure)) {
        return false;
    }
    const bool set = login.user[0] == '\0' ||
                     mosquitto_username_pw_set(visitor->client, login.user, login.password) == 0;
    wipe(&login, sizeof(login));
    return set || failure_say(failure, "libmosquitto refused a name and its password");
}

static bool prepare(struct visitor *visitor, const struct visit *visit, struct failure *failure)
{
    char id[33] = "";
    (void)mosquitto_lib_init(); // never refused
    if (!draw_id(id, failure)) {
        return false;
    }
    visitor->client = mosquitto_new(id, true, visitor);
    if (visitor->client == NULL ||
        mosquitto_int_option(visitor->client, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5) != 0) {
        return failure_say(failure, "libmosquitto refused its options; check that its library is "
                                    "whole");
    }
    mosquitto_connect_v5_callback_set(visitor->client, on_connect);
    mosquitto_disconnect_v5_callback_set(visitor->client, on_disconnect);
    mosquitto_publish_v5_callback_set(visitor->client, on_publish);
    mosquitto_subscribe_callback_set(visitor->client, on_subscribe);
    mosquitto_message_v5_callback_set(visitor->client, on_message);
    if (visit->kind == VISITOR_PLAIN) {
        return true;
    }
    return visitor_tls_make(&visitor->tls, visit, failure) && set_login(visitor, visit, failure) &&
           (mosquitto_int_option(visitor->client, MOSQ_OPT_SSL_CTX_WITH_DEFAULTS, 0) == 0 &&
            mosquitto_void_option(visitor->client, MOSQ_OPT_SSL_CTX, visitor->tls.tls) == 0);
}

bool visitor_enters(struct visitor *visitor, const struct visit *visit, struct failure *failure)
{
    const char *address = visit->home->settings.broker_address;
    *visitor = (struct visitor){.client = NULL};
    (void)snprintf(visitor->mark, sizeof(visitor->mark), "%s", visit->mark);
    if (!prepare(visitor, visit, failure)) {
        return false;
    }
    if (!port_answers(address, visit->port) ||
        mosquitto_connect(visitor->client, address, visit->port, 30) != MOSQ_ERR_SUCCESS) {
        return failure_say(failure, "no broker answers at %s:%u", address, (unsigned)visit->port);
    }
    const struct stopwatch since = stopwatch_started(session_now());
    while (!visitor->answered && !visitor->lost && !session_interrupted() &&
           !stopwatch_reached(since, session_now(), ENTER_WITHIN)) {
        if (mosquitto_loop(visitor->client, 50, 10) != MOSQ_ERR_SUCCESS) {
            break;
        }
    }
    if (!visitor->up) {
        return failure_say(failure, "the broker at %s:%u did not let us in: %s", address,
                           (unsigned)visit->port,
                           visitor->tls.tls_reason[0] != '\0' ? visitor->tls.tls_reason
                           : visitor->answered ? mosquitto_reason_string(visitor->reason)
                                               : "it ended the connection");
    }
    return true;
}

void visitor_subscribes(struct visitor *visitor, const char *topic)
{
    const unsigned before = visitor->subscribed;
    if (mosquitto_subscribe_v5(visitor->client, NULL, topic, 1, 0, NULL) != MOSQ_ERR_SUCCESS) {
        return; // a connection that is lost hears nothing, and that is seen
    }
    const struct stopwatch since = stopwatch_started(session_now());
    while (visitor->subscribed == before && !visitor->lost &&
           !stopwatch_reached(since, session_now(), ENTER_WITHIN)) {
        (void)mosquitto_loop(visitor->client, 20, 10);
    }
}

void visitor_says(struct visitor *visitor, const char *topic)
{
    if (mosquitto_publish_v5(visitor->client, NULL, topic, (int)strlen(visitor->mark),
                             visitor->mark, 1, false, NULL) == MOSQ_ERR_SUCCESS) {
        visitor->sent++;
    }
}

void visitor_removes(struct visitor *visitor, const char *topic)
{
    if (mosquitto_publish_v5(visitor->client, NULL, topic, 0, NULL, 1, true, NULL) ==
        MOSQ_ERR_SUCCESS) {
        visitor->sent++;
    }
}

static bool is_waiting(const struct visitor *visitor)
{
    return visitor != NULL && !visitor->lost && visitor->acknowledged < visitor->sent;
}

void visitors_settle(struct visitor *first, struct visitor *second)
{
    const struct stopwatch since = stopwatch_started(session_now());
    struct stopwatch quiet = stopwatch_started(session_now());
    size_t before = 0;
    while (!session_interrupted() && !stopwatch_reached(since, session_now(), SETTLE_WITHIN)) {
        // One that was sent away is seen by what it does not hear.
        (void)mosquitto_loop(first->client, 10, 20);
        if (second != NULL) {
            (void)mosquitto_loop(second->client, 10, 20);
        }
        const size_t now = first->heard_count + (second != NULL ? second->heard_count : 0);
        if (now != before || is_waiting(first) || is_waiting(second)) {
            quiet = stopwatch_started(session_now());
            before = now;
        }
        if (stopwatch_reached(quiet, session_now(), QUIET_FOR)) {
            return;
        }
    }
}

bool visitor_has_heard(const struct visitor *visitor, const char *topic)
{
    for (size_t i = 0; i < visitor->heard_count; i++) {
        if (visitor->heard[i].ours && strcmp(visitor->heard[i].topic, topic) == 0) {
            return true;
        }
    }
    return false;
}

void visitor_leaves(struct visitor *visitor)
{
    if (visitor->client != NULL) {
        (void)mosquitto_disconnect(visitor->client); // heard or not, he is gone
        mosquitto_destroy(visitor->client);
    }
    SSL_CTX_free(visitor->tls.tls);
    *visitor = (struct visitor){.client = NULL};
    (void)mosquitto_lib_cleanup();
}
