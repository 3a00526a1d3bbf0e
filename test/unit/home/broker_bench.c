#include "test/unit/home/broker_bench.h"
#include "home/link/session.h"
#include "protocol/image.h"
#include "test/support/check.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <mqtt_protocol.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

void bench_pause(unsigned milliseconds)
{
    const struct timespec pause = {.tv_sec = milliseconds / 1000,
                                   .tv_nsec = (long)(milliseconds % 1000) * 1000000};
    (void)nanosleep(&pause, NULL); // woken early, the test goes on early
}

static int loopback_socket(uint16_t port, bool listening)
{
    const struct sockaddr_in address = {.sin_family = AF_INET,
                                        .sin_port = htons(port),
                                        .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    const int file = socket(AF_INET, SOCK_STREAM, 0);
    const struct sockaddr *generic = (const struct sockaddr *)&address;
    const int done =
        listening ? bind(file, generic, sizeof(address)) : connect(file, generic, sizeof(address));
    if (done != 0) {
        (void)close(file);
        return -1;
    }
    return file;
}

uint16_t bench_free_port(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof(address);
    const int file = loopback_socket(0, true);
    CHECK(file >= 0 && getsockname(file, (struct sockaddr *)&address, &size) == 0);
    (void)close(file); // nothing was written
    return ntohs(address.sin_port);
}

static bool takes_connections(uint16_t port)
{
    for (int tries = 0; tries < 100; tries++) {
        const int file = loopback_socket(port, false);
        if (file >= 0) {
            (void)close(file); // nothing was written
            return true;
        }
        bench_pause(50);
    }
    return false;
}

static _Noreturn void become_mosquitto(const char *configuration, const char *log)
{
    const int file = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (file >= 0) {
        (void)dup2(file, STDOUT_FILENO); // without a log it talks to the terminal
        (void)dup2(file, STDERR_FILENO);
    }
    (void)execlp("mosquitto", "mosquitto", "-c", configuration, (char *)NULL);
    (void)execl("/usr/sbin/mosquitto", "mosquitto", "-c", configuration, (char *)NULL);
    _exit(127);
}

pid_t bench_start(const struct home *home)
{
    struct path configuration;
    struct path log;
    struct failure failure;
    CHECK(home_path(home, "broker/mosquitto.conf", &configuration, &failure));
    CHECK(home_path(home, "mosquitto.log", &log, &failure));
    const pid_t broker = fork();
    if (broker == 0) {
        become_mosquitto(configuration.text, log.text);
    }
    CHECK(broker > 0);
    const uint16_t last = home->settings.websockets_port == 0 ? home->settings.broker_port
                                                              : home->settings.websockets_port;
    if (check_that(takes_connections(last), "mosquitto takes connections", __FILE__, __LINE__)) {
        return broker;
    }
    bench_stop(broker);
    return 0;
}

void bench_stop(pid_t broker)
{
    int status = 0;
    if (broker > 0) {
        CHECK(kill(broker, SIGTERM) == 0);
        CHECK(waitpid(broker, &status, 0) == broker);
    }
}

// How often it has said that it reads its files again.
static size_t times_read(const char *log)
{
    char line[512];
    size_t times = 0;
    FILE *file = fopen(log, "r");
    while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
        times += strstr(line, "Reloading config") != NULL ? 1 : 0;
    }
    if (file != NULL) {
        (void)fclose(file); // was only read
    }
    return times;
}

void bench_reads_again(pid_t broker, const struct home *home)
{
    struct path log;
    struct failure failure;
    CHECK(home_path(home, "mosquitto.log", &log, &failure));
    const size_t before = times_read(log.text);
    CHECK(kill(broker, SIGHUP) == 0);
    for (int tries = 0; tries < 600 && times_read(log.text) == before; tries++) {
        bench_pause(50);
    }
    CHECK(times_read(log.text) > before);
}

struct identity identity_of_owner(const struct home *home)
{
    struct identity identity = {NULL, NULL};
    struct path path;
    struct failure failure;
    CHECK(home_path(home, "link/tls.key", &path, &failure));
    CHECK(key_load(path.text, NULL, &identity.key, &failure));
    CHECK(home_path(home, "link/tls.crt", &path, &failure));
    CHECK(certificate_load(path.text, &identity.certificate, &failure));
    return identity;
}

struct identity identity_of_door(const struct home *home, const char *door)
{
    struct identity identity = {NULL, NULL};
    struct path path;
    struct failure failure;
    uint8_t room[IMAGE_MOST + 1];
    struct bytes content = {NULL, 0};
    struct image image;
    CHECK(home_door_path(home, door, "door.image", &path, &failure));
    CHECK(file_read(path.text, room, sizeof(room), &content, &failure));
    if (!check_that(image_decode(content, &image), "the image is sound", __FILE__, __LINE__)) {
        return identity;
    }
    const uint8_t *at = image.chain[0].at;
    identity.certificate = d2i_X509(NULL, &at, (long)image.chain[0].count);
    identity.key = key_from_scalar(image.tls_key);
    CHECK(identity.certificate != NULL && identity.key != NULL);
    return identity;
}

struct identity identity_issued(const struct scratch *scratch, const struct home *home,
                                const char *name)
{
    struct identity identity = {NULL, NULL};
    struct failure failure;
    CHECK(key_generate(&identity.key, &failure));
    const struct client_request client = {
        .home = home,
        .passphrase = &scratch->passphrase,
        .common_name = name,
        .key = identity.key,
    };
    CHECK(authority_issue_client(&client, &identity.certificate, &failure));
    return identity;
}

void identity_free(struct identity *identity)
{
    EVP_PKEY_free(identity->key);
    X509_free(identity->certificate);
    *identity = (struct identity){NULL, NULL};
}

SSL_CTX *bench_tls(const struct home *home, const struct identity *identity)
{
    struct path path;
    struct failure failure;
    SSL_CTX *tls = SSL_CTX_new(TLS_client_method());
    CHECK(home_path(home, "authority/server-root.crt", &path, &failure));
    CHECK(SSL_CTX_load_verify_file(tls, path.text) == 1);
    SSL_CTX_set_verify(tls, SSL_VERIFY_PEER, NULL);
    // Any cipher: what is chosen is the broker's choice.
    CHECK(SSL_CTX_set_cipher_list(tls, "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-GCM-"
                                       "SHA256:ECDHE-ECDSA-CHACHA20-POLY1305") == 1);
    if (identity != NULL) {
        CHECK(SSL_CTX_use_certificate(tls, identity->certificate) == 1);
        CHECK(SSL_CTX_use_PrivateKey(tls, identity->key) == 1);
    }
    return tls;
}

static void on_connect(struct mosquitto *client, void *self, int reason, int flags,
                       const mosquitto_property *properties)
{
    struct peer *peer = self;
    (void)flags;
    (void)properties;
    peer->refused = reason != 0;
    CHECK(reason != 0 || mosquitto_subscribe_v5(client, NULL, "#", 1, 0, NULL) == 0);
}

static void on_subscribe(struct mosquitto *client, void *self, int id, int count,
                         const int *granted)
{
    struct peer *peer = self;
    (void)client;
    (void)id;
    (void)count;
    (void)granted;
    peer->up = true;
}

static void on_disconnect(struct mosquitto *client, void *self, int reason,
                          const mosquitto_property *properties)
{
    struct peer *peer = self;
    (void)client;
    (void)reason;
    (void)properties;
    peer->up = false;
}

static void on_message(struct mosquitto *client, void *self, const struct mosquitto_message *came,
                       const mosquitto_property *properties)
{
    struct peer *peer = self;
    (void)client;
    (void)properties;
    if (peer->heard_count < PEER_HEARD_MOST) {
        (void)snprintf(peer->heard[peer->heard_count++], PEER_TEXT, "%s %.*s", came->topic,
                       came->payloadlen, (const char *)came->payload);
    }
}

static bool peer_connect(struct peer *peer, uint16_t port, SSL_CTX *tls)
{
    CHECK(mosquitto_int_option(peer->client, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5) == 0);
    CHECK(mosquitto_int_option(peer->client, MOSQ_OPT_SSL_CTX_WITH_DEFAULTS, 0) == 0);
    CHECK(mosquitto_void_option(peer->client, MOSQ_OPT_SSL_CTX, tls) == 0);
    SSL_CTX_free(tls);
    mosquitto_connect_v5_callback_set(peer->client, on_connect);
    mosquitto_subscribe_callback_set(peer->client, on_subscribe);
    mosquitto_message_v5_callback_set(peer->client, on_message);
    mosquitto_disconnect_v5_callback_set(peer->client, on_disconnect);
    int answer = mosquitto_connect(peer->client, "127.0.0.1", port, 60);
    for (int tries = 0; answer == 0 && !peer->up && !peer->refused && tries < 200; tries++) {
        answer = mosquitto_loop(peer->client, 20, 1);
    }
    return peer->up;
}

bool peer_begin_called(struct peer *peer, const struct home *home, const struct identity *identity,
                       const char *id, bool clean)
{
    *peer = (struct peer){.client = mosquitto_new(id, clean, peer)};
    return peer_connect(peer, home->settings.broker_port, bench_tls(home, identity));
}

bool peer_begin_by_password(struct peer *peer, uint16_t port, const char *root_file,
                            const char *user, const char *password)
{
    SSL_CTX *tls = SSL_CTX_new(TLS_client_method());
    CHECK(SSL_CTX_load_verify_file(tls, root_file) == 1);
    SSL_CTX_set_verify(tls, SSL_VERIFY_PEER, NULL);
    *peer = (struct peer){.client = mosquitto_new(user, true, peer)};
    CHECK(mosquitto_username_pw_set(peer->client, user, password) == 0);
    return peer_connect(peer, port, tls);
}

bool peer_begin(struct peer *peer, const struct home *home, const struct identity *identity)
{
    static unsigned number;
    char id[32];
    (void)snprintf(id, sizeof(id), "peer-%u", number++);
    return peer_begin_called(peer, home, identity, id, true);
}

void peer_publish(struct peer *peer, const char *topic, const char *payload, bool retain)
{
    CHECK(mosquitto_publish_v5(peer->client, NULL, topic, (int)strlen(payload), payload, 1, retain,
                               NULL) == 0);
}

bool peer_has_heard(const struct peer *peer, const char *topic, const char *payload)
{
    char wanted[PEER_TEXT];
    (void)snprintf(wanted, sizeof(wanted), "%s %s", topic, payload);
    for (size_t i = 0; i < peer->heard_count; i++) {
        if (strcmp(peer->heard[i], wanted) == 0) {
            return true;
        }
    }
    return false;
}

void peer_end(struct peer *peer)
{
    if (peer->client != NULL) {
        (void)mosquitto_disconnect(peer->client); // heard or not, it is gone
        mosquitto_destroy(peer->client);
        peer->client = NULL;
    }
}

static size_t heard_by_all(const struct peer *peers, size_t count)
{
    size_t heard = 0;
    for (size_t i = 0; i < count; i++) {
        heard += peers[i].heard_count;
    }
    return heard;
}

void peers_settle(struct peer *peers, size_t count)
{
    enum {
        QUIET_ROUNDS = 40
    };
    size_t before = 0;
    for (int quiet = 0; quiet < QUIET_ROUNDS; quiet++) {
        for (size_t i = 0; i < count; i++) {
            // One that was sent away is seen by what it does not hear.
            (void)mosquitto_loop(peers[i].client, 5, 50);
        }
        const size_t now = heard_by_all(peers, count);
        quiet = now == before ? quiet : 0;
        before = now;
    }
}
