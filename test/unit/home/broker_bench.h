// A real mosquitto on loopback with the files of a home, and clients of any identity.
#ifndef TEST_UNIT_HOME_BROKER_BENCH_H
#define TEST_UNIT_HOME_BROKER_BENCH_H

#include "test/unit/home/scratch.h"

#include <mosquitto.h>
#include <openssl/ssl.h>
#include <sys/types.h>

enum {
    PEER_HEARD_MOST = 512,
    PEER_TEXT = 96
};

// A free port of loopback.
uint16_t bench_free_port(void);

// Starts mosquitto as the home says, and waits until it takes connections. 0: it did not.
pid_t bench_start(const struct home *home);
void bench_stop(pid_t broker);

// It gets a SIGHUP, and has begun to read its files again: whoever comes from now on meets the new ones.
void bench_reads_again(pid_t broker, const struct home *home);

// Waits for nothing but time.
void bench_pause(unsigned milliseconds);

// Who a client is: a certificate and its key, or none.
struct identity {
    EVP_PKEY *key;
    X509 *certificate;
};

struct identity identity_of_owner(const struct home *home);
struct identity identity_of_door(const struct home *home, const char *door);

// A certificate of that name by the home's client root.
struct identity identity_issued(const struct scratch *scratch, const struct home *home,
                                const char *name);
void identity_free(struct identity *identity);

// A client that subscribes to everything and keeps what it is given, as "topic payload".
struct peer {
    struct mosquitto *client;
    bool up; // let in, and not thrown out since
    bool refused;
    size_t heard_count;
    char heard[PEER_HEARD_MOST][PEER_TEXT];
};

// False when the broker does not take it.
MUST_USE bool peer_begin(struct peer *peer, const struct home *home,
                         const struct identity *identity);

// The same under a client id of one's choice; clean: with a session of its own that ends with it.
MUST_USE bool peer_begin_called(struct peer *peer, const struct home *home,
                                const struct identity *identity, const char *id, bool clean);

// The same without a certificate, by name and password, at a broker that leads to root_file.
MUST_USE bool peer_begin_by_password(struct peer *peer, uint16_t port, const char *root_file,
                                     const char *user, const char *password);
void peer_publish(struct peer *peer, const char *topic, const char *payload, bool retain);
MUST_USE bool peer_has_heard(const struct peer *peer, const char *topic, const char *payload);
void peer_end(struct peer *peer);

// Lets all of them talk until nothing has come for a while.
void peers_settle(struct peer *peers, size_t count);

// A TLS context for that identity; the server is believed by the home's root.
SSL_CTX *bench_tls(const struct home *home, const struct identity *identity);

#endif
