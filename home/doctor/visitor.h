// A visitor at the broker, as anybody could be one: with the owner's certificate, a door's, one that
// nobody signed, none at all, or without TLS. He hears what he is given, and counts nothing else: a
// broker that says yes and delivers nothing has said no.
#ifndef HOME_DOCTOR_VISITOR_H
#define HOME_DOCTOR_VISITOR_H

#include "home/link/session.h"

enum visitor_kind {
    VISITOR_OWNER,
    VISITOR_DOOR,     // with what its image holds
    VISITOR_STRANGER, // without a certificate
    VISITOR_FORGED,   // the owner's name in a certificate that he signed himself
    VISITOR_PLAIN     // without TLS, at another port
};

enum {
    HEARD_MOST = 128,
    VISITOR_TOPIC = 160
};

struct heard {
    char topic[VISITOR_TOPIC];
    bool retained;
    bool ours; // it bears the mark
};

struct visitor {
    struct mosquitto *client;
    struct session tls; // whose TLS it borrows
    char mark[40];      // what our own messages hold
    bool answered;      // CONNACK came
    int reason;         // of it
    bool up;
    bool lost;
    unsigned sent;
    unsigned acknowledged;
    unsigned subscribed; // answers to subscriptions
    size_t heard_count;
    struct heard heard[HEARD_MOST];
};

struct visit {
    const struct home *home;
    enum visitor_kind kind;
    const char *door; // of a VISITOR_DOOR
    uint16_t port;
    const char *mark;
};

// Connects, waits at most 5 s. True: the broker let him in. *out is to be ended either way.
MUST_USE bool visitor_enters(struct visitor *visitor, const struct visit *visit,
                             struct failure *failure);

void visitor_subscribes(struct visitor *visitor, const char *topic);
// His mark, QoS 1, not retained; and nothing at all, retained, which removes what was.
void visitor_says(struct visitor *visitor, const char *topic);
void visitor_removes(struct visitor *visitor, const char *topic);

// Lets both (the second may be NULL) talk until all is acknowledged and nothing came for a while.
void visitors_settle(struct visitor *first, struct visitor *second);

MUST_USE bool visitor_has_heard(const struct visitor *visitor, const char *topic);

void visitor_leaves(struct visitor *visitor);

// Something takes connections there; waits at most 3 s.
MUST_USE bool port_answers(const char *address, uint16_t port);

#endif
