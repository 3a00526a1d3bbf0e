// A session of this command line with the broker: MQTT 5 over mutual TLS, by libmosquitto. The
// broker's certificate must lead to the home's server root and carry the broker's name, whatever
// address was connected to. Every session draws its own client id, so many of them live together.
#ifndef HOME_LINK_SESSION_H
#define HOME_LINK_SESSION_H

#include "base/stopwatch.h"
#include "home/folder/home.h"

#include <mosquitto.h>
#include <openssl/ssl.h>

enum {
    SESSION_TOPICS_MOST = 8,
    SESSION_TOPIC_ROOM = 128,
    SESSION_CONNECT_SECONDS = 5
};

struct session_message {
    const char *topic;
    struct bytes payload; // borrowed for the call
    bool retained;
};

struct session {
    struct mosquitto *client;
    SSL_CTX *tls;
    char address[HOST_MOST + 1];
    uint16_t port;
    char broker_name[HOST_MOST + 1];
    bool up;              // connected and subscribed
    bool refused_publish; // the broker would not carry something since it was last looked at
    int retained_id;      // of the last message that is to be retained
    bool retained_taken;  // the broker has acknowledged it
    bool retained_refused;
    int connack;          // reason code of a refused connection, or 0
    bool member;          // the home is of somebody who was invited
    char tls_reason[128]; // why the handshake failed, or ""
    bool waiting_over;    // something came since session_wait began
    struct stopwatch since_lost;
    millis connect_began;
    size_t topic_count;
    char topic[SESSION_TOPICS_MOST][SESSION_TOPIC_ROOM];
    void (*receive)(void *self, const struct session_message *message);
    void *self;
};

// Who connects, where it is not the owner's command line; both borrowed for session_init_as.
struct session_identity {
    EVP_PKEY *key;
    X509 *certificate;
};

// Milliseconds of the machine's monotonic clock.
millis session_now(void);

// Prepares a session that will subscribe to topics and give what comes to receive(self, …).
MUST_USE bool session_init(struct session *session, const struct home *home,
                           struct failure *failure);
MUST_USE bool session_init_as(struct session *session, const struct home *home,
                              const struct session_identity *identity, struct failure *failure);
MUST_USE bool session_add_topic(struct session *session, const char *topic,
                                struct failure *failure);

// Connects, and waits for the subscriptions; at most SESSION_CONNECT_SECONDS.
MUST_USE bool session_connect(struct session *session, struct failure *failure);

// Lets messages come for at most that long; returns early when something came. A connection that is
// lost is taken up again, twice a second.
void session_wait(struct session *session, millis at_most);

// Hands a message to the broker, QoS 1, never retained. Success is only ever the door's own answer.
MUST_USE bool session_publish(struct session *session, const char *topic, struct bytes payload);

// The same for a message that the broker is to keep: a Roster. retained_taken tells when it has it.
MUST_USE bool session_publish_retained(struct session *session, const char *topic,
                                       struct bytes payload);

// From now on Ctrl-C and SIGTERM end every wait instead of the program; session_interrupted tells.
void session_stop_at_interrupt(void);
MUST_USE bool session_interrupted(void);

void session_close(struct session *session);

#endif
