#include "home/link/session.h"
#include "home/authority/key.h"
#include "home/link/session_tls.h"

#include <errno.h>
#include <mqtt_protocol.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>

enum {
    KEEP_ALIVE_SECONDS = 30,
    RETRY_AFTER = 500,    // ms
    HANDSHAKE_USUAL = 50, // ms; no command waits for a pause within it
    QOS = 1
};

millis session_now(void)
{
    struct timespec now = {0};
    // Never refused for this clock.
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (millis)((uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000);
}

static void on_connect(struct mosquitto *client, void *self, int reason, int flags,
                       const mosquitto_property *properties)
{
    struct session *session = self;
    (void)flags;
    (void)properties;
    session->connack = reason;
    char *topics[SESSION_TOPICS_MOST];
    for (size_t i = 0; i < session->topic_count; i++) {
        topics[i] = session->topic[i];
    }
    if (reason == 0) {
        // What cannot be sent was to go over a connection that is lost, which is seen elsewhere.
        (void)mosquitto_subscribe_multiple(client, NULL, (int)session->topic_count, topics, QOS, 0,
                                           NULL);
    }
}

static void on_subscribe(struct mosquitto *client, void *self, int id, int count,
                         const int *granted)
{
    struct session *session = self;
    (void)client;
    (void)id;
    (void)count;
    (void)granted;
    session->up = true;
    session->waiting_over = true;
}

static void on_disconnect(struct mosquitto *client, void *self, int reason,
                          const mosquitto_property *properties)
{
    struct session *session = self;
    (void)client;
    (void)reason;
    (void)properties;
    session->up = false;
}

static void on_publish(struct mosquitto *client, void *self, int id, int reason,
                       const mosquitto_property *properties)
{
    struct session *session = self;
    (void)client;
    (void)properties;
    if (id == session->retained_id) {
        session->retained_taken = reason < MQTT_RC_UNSPECIFIED;
        session->retained_refused = !session->retained_taken;
        session->waiting_over = true;
    } else if (reason >= MQTT_RC_UNSPECIFIED) {
        session->refused_publish = true;
        session->waiting_over = true;
    }
}

static void on_message(struct mosquitto *client, void *self, const struct mosquitto_message *came,
                       const mosquitto_property *properties)
{
    struct session *session = self;
    (void)client;
    (void)properties;
    const struct session_message message = {
        .topic = came->topic,
        .payload = {came->payload, (size_t)came->payloadlen},
        .retained = came->retain,
    };
    session->waiting_over = true;
    session->receive(session->self, &message);
}

static bool client_made(struct session *session, struct failure *failure)
{
    uint8_t drawn[16];
    char id[2 * sizeof(drawn) + 1];
    if (!random_fill(drawn, sizeof(drawn), failure)) {
        return false;
    }
    for (size_t i = 0; i < sizeof(drawn); i++) {
        (void)snprintf(id + 2 * i, 3, "%02x", drawn[i]);
    }
    session->client = mosquitto_new(id, true, session);
    if (session->client == NULL ||
        mosquitto_int_option(session->client, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5) != 0 ||
        mosquitto_int_option(session->client, MOSQ_OPT_TCP_NODELAY, 1) != 0 ||
        mosquitto_int_option(session->client, MOSQ_OPT_SSL_CTX_WITH_DEFAULTS, 0) != 0 ||
        mosquitto_void_option(session->client, MOSQ_OPT_SSL_CTX, session->tls) != 0) {
        return failure_say(failure, "libmosquitto refused its options; check that its library is "
                                    "whole");
    }
    mosquitto_connect_v5_callback_set(session->client, on_connect);
    mosquitto_disconnect_v5_callback_set(session->client, on_disconnect);
    mosquitto_publish_v5_callback_set(session->client, on_publish);
    mosquitto_subscribe_callback_set(session->client, on_subscribe);
    mosquitto_message_v5_callback_set(session->client, on_message);
    return true;
}

// To a broker that takes passwords, as some people's own do.
static bool say_password(struct session *session, const struct home *home, struct failure *failure)
{
    struct path path;
    uint8_t room[129];
    char password[sizeof(room) + 1];
    struct bytes content;
    if (home->settings.broker_user[0] == '\0') {
        return true;
    }
    if (!home_path(home, "link/password", &path, failure) ||
        !file_read(path.text, room, sizeof(room), &content, failure)) {
        return false;
    }
    memcpy(password, content.at, content.count);
    password[content.count] = '\0';
    password[strcspn(password, "\r\n")] = '\0';
    const int answer =
        mosquitto_username_pw_set(session->client, home->settings.broker_user, password);
    wipe(room, sizeof(room));
    wipe(password, sizeof(password));
    return answer == MOSQ_ERR_SUCCESS ||
           failure_say(failure, "libmosquitto refused the password in %s", path.text);
}

bool session_init(struct session *session, const struct home *home, struct failure *failure)
{
    return session_init_as(session, home, NULL, failure);
}

bool session_init_as(struct session *session, const struct home *home,
                     const struct session_identity *identity, struct failure *failure)
{
    *session = (struct session){.since_lost = stopwatch_stopped()};
    (void)snprintf(session->address, sizeof(session->address), "%s", home->settings.broker_address);
    session->port = home->settings.broker_port;
    session->member = home->settings.member;
    (void)snprintf(session->broker_name, sizeof(session->broker_name), "%s",
                   home->settings.broker_name);
    // Never refused.
    (void)mosquitto_lib_init();
    return session_tls_make(session, home, identity, failure) && client_made(session, failure) &&
           (identity != NULL || say_password(session, home, failure));
}

bool session_add_topic(struct session *session, const char *topic, struct failure *failure)
{
    if (session->topic_count == SESSION_TOPICS_MOST || strlen(topic) >= SESSION_TOPIC_ROOM) {
        return failure_say(failure, "the topic %.64s… is too long; shorten topic_root in home.json",
                           topic);
    }
    memcpy(session->topic[session->topic_count++], topic, strlen(topic) + 1);
    return true;
}

static void interrupt_connect(int signal_number)
{
    (void)signal_number; // its coming is enough: connect(2) ends with EINTR
}

// libmosquitto's connect(2) waits as long as the kernel does, two minutes for a machine that is off.
// A timer interrupts it, and every further address it tries.
static int connect_bounded(struct session *session, bool again)
{
    const struct itimerval limit = {.it_interval = {.tv_sec = 1},
                                    .it_value = {.tv_sec = SESSION_CONNECT_SECONDS}};
    const struct itimerval none = {.it_value = {.tv_sec = 0}};
    struct sigaction before;
    struct sigaction interrupting = {.sa_handler = interrupt_connect};
    session->connect_began = session_now();
    (void)sigemptyset(&interrupting.sa_mask); // refused for no argument of ours, as are the others
    (void)sigaction(SIGALRM, &interrupting, &before);
    (void)setitimer(ITIMER_REAL, &limit, NULL);
    const int answer = again ? mosquitto_reconnect(session->client)
                             : mosquitto_connect(session->client, session->address, session->port,
                                                 KEEP_ALIVE_SECONDS);
    const int reason = errno;
    (void)setitimer(ITIMER_REAL, &none, NULL);
    (void)sigaction(SIGALRM, &before, NULL);
    errno = reason;
    return answer;
}

static bool connect_failed(const struct session *session, int answer, struct failure *failure)
{
    const int reason = errno;
    const char *address = session->address;
    const unsigned port = session->port;
    if (session->tls_reason[0] != '\0') {
        return failure_say(failure,
                           "the broker at %s:%u is not %s of this home: %s; check whose "
                           "broker it is",
                           address, port, session->broker_name, session->tls_reason);
    }
    if (session->connack != 0) {
        return failure_say(
            failure, "the broker at %s:%u refused us: %s; %s", address, port,
            mosquitto_reason_string(session->connack),
            session->member ? "the owner has yet to give it its new rules: ask him, and try again"
                            : "run `portcullis broker config` and send it a SIGHUP");
    }
    if (answer == MOSQ_ERR_EAI) {
        return failure_say(failure,
                           "the broker's address %s is not found: %s; check broker_address "
                           "in home.json",
                           address, gai_strerror(reason));
    }
    if (answer == MOSQ_ERR_ERRNO) {
        return failure_say(failure,
                           "no broker at %s:%u: %s; is it running? `portcullis "
                           "broker config` ends with how to start it",
                           address, port,
                           reason == EINTR ? "no answer within 5 s" : strerror(reason));
    }
    if (answer == MOSQ_ERR_TLS) {
        return failure_say(failure,
                           "what answers at %s:%u speaks no TLS with us; check the port, "
                           "and whose broker it is",
                           address, port);
    }
    return failure_say(failure,
                       "the broker at %s:%u said nothing fit within 5 s (%s); check the "
                       "port, and its log",
                       address, port, mosquitto_strerror(answer));
}

// One round of libmosquitto; its verdict.
static int run_loop(struct session *session, millis at_most)
{
    const int answer = mosquitto_loop(session->client, (int)at_most, 1);
    if (!session->up && session_now() - session->connect_began > HANDSHAKE_USUAL) {
        // A socket that died in the handshake is readable for ever: do not turn on the spot.
        const struct timespec pause = {.tv_nsec = 200L * 1000};
        (void)nanosleep(&pause, NULL); // woken early, it turns early
    }
    return answer;
}

bool session_connect(struct session *session, struct failure *failure)
{
    const struct stopwatch since = stopwatch_started(session_now());
    int answer = connect_bounded(session, false);
    while (answer == MOSQ_ERR_SUCCESS && !session->up && session->connack == 0) {
        if (stopwatch_reached(since, session_now(), SESSION_CONNECT_SECONDS * 1000)) {
            answer = MOSQ_ERR_CONN_LOST;
            break;
        }
        answer = run_loop(session, 100);
    }
    return session->up || connect_failed(session, answer, failure);
}

static void take_up_again(struct session *session)
{
    const millis now = session_now();
    if (!session->since_lost.running) {
        session->since_lost = stopwatch_started(now);
    }
    if (stopwatch_reached(session->since_lost, now, RETRY_AFTER)) {
        session->since_lost = stopwatch_started(now);
        // A broker that is not back yet is asked again after the next pause.
        (void)connect_bounded(session, true);
    } else {
        const struct timespec pause = {.tv_nsec = 50L * 1000 * 1000};
        (void)nanosleep(&pause, NULL); // woken early, it looks early
    }
}

void session_wait(struct session *session, millis at_most)
{
    const millis began = session_now();
    session->waiting_over = false;
    while (!session->waiting_over && !session_interrupted()) {
        const millis passed = session_now() - began;
        if (passed >= at_most) {
            return;
        }
        const millis left = at_most - passed;
        if (run_loop(session, left < 200 ? left : 200) != MOSQ_ERR_SUCCESS) {
            session->up = false;
            take_up_again(session);
        }
    }
}

bool session_publish(struct session *session, const char *topic, struct bytes payload)
{
    return session->up && mosquitto_publish_v5(session->client, NULL, topic, (int)payload.count,
                                               payload.at, QOS, false, NULL) == MOSQ_ERR_SUCCESS;
}

bool session_publish_retained(struct session *session, const char *topic, struct bytes payload)
{
    session->retained_taken = false;
    session->retained_refused = false;
    return session->up &&
           mosquitto_publish_v5(session->client, &session->retained_id, topic, (int)payload.count,
                                payload.at, QOS, true, NULL) == MOSQ_ERR_SUCCESS;
}

void session_close(struct session *session)
{
    if (session->client != NULL) {
        // Whether the broker hears it or not, we are gone.
        (void)mosquitto_disconnect(session->client);
        mosquitto_destroy(session->client);
        (void)mosquitto_lib_cleanup(); // others may be under way: it counts
    }
    SSL_CTX_free(session->tls);
    *session = (struct session){.since_lost = stopwatch_stopped()};
}

// Set by the signal, read by the loops.
static volatile sig_atomic_t interrupted;

static void on_interrupt(int signal_number)
{
    (void)signal_number;
    interrupted = 1;
}

void session_stop_at_interrupt(void)
{
    struct sigaction stopping = {.sa_handler = on_interrupt};
    (void)sigemptyset(&stopping.sa_mask); // refused for no argument of ours
    (void)sigaction(SIGINT, &stopping, NULL);
    (void)sigaction(SIGTERM, &stopping, NULL);
}

bool session_interrupted(void)
{
    return interrupted != 0;
}
