#include "home/link/door_topics.h"
#include "home/authority/key.h"
#include "home/link/session.h"

#include <stdio.h>

enum {
    TAKEN_WITHIN = 5000 // ms
};

static void hear_nothing(void *self, const struct session_message *message)
{
    (void)self;
    (void)message;
}

static void topic_of(const struct image *image, const char *rest, char topic[SESSION_TOPIC_ROOM])
{
    // Root of 64, door of 16 and the longest rest fit.
    (void)snprintf(topic, SESSION_TOPIC_ROOM, "%.*s/%.*s/%s", (int)image->topic_root.count,
                   (const char *)image->topic_root.at, (int)image->door_name.count,
                   (const char *)image->door_name.at, rest);
}

// A retained message without bytes takes the one before it away.
static bool clear(struct session *session, const struct image *image, const char *rest,
                  struct failure *failure)
{
    static const struct bytes nothing = {NULL, 0};
    char topic[SESSION_TOPIC_ROOM];
    topic_of(image, rest, topic);
    const struct stopwatch since = stopwatch_started(session_now());
    const bool sent = session_publish_retained(session, topic, nothing);
    while (sent && session->up && !session->retained_taken && !session->retained_refused &&
           !session_interrupted() && !stopwatch_reached(since, session_now(), TAKEN_WITHIN)) {
        session_wait(session, 100);
    }
    return session->retained_taken ||
           failure_say(failure,
                       "the broker did not clear %s; is it running with this home's rules? "
                       "`portcullis broker config` writes them anew",
                       topic);
}

// Subscribing is how a session knows that it is up; both identities may read this one or get nothing.
static bool begin(struct session *session, const struct image *image, struct failure *failure)
{
    char topic[SESSION_TOPIC_ROOM];
    topic_of(image, "time", topic);
    session->receive = hear_nothing;
    return session_add_topic(session, topic, failure) && session_connect(session, failure);
}

static bool clear_words(struct session *session, const struct image *image, struct failure *failure)
{
    return begin(session, image, failure) && clear(session, image, "availability", failure) &&
           clear(session, image, "state", failure) && clear(session, image, "epoch", failure);
}

static bool as_the_door(const struct home *home, const struct image *image, struct failure *failure)
{
    const uint8_t *at = image->chain[0].at;
    struct session session = {.client = NULL};
    struct session_identity door = {
        .key = key_from_scalar(image->tls_key),
        .certificate =
            image->chain_count > 0 ? d2i_X509(NULL, &at, (long)image->chain[0].count) : NULL,
    };
    const bool cleared =
        (door.key != NULL && door.certificate != NULL) ||
        failure_say(failure, "the certificate in the door's image is damaged; put the door back "
                             "from a backup");
    const bool done = cleared && session_init_as(&session, home, &door, failure) &&
                      clear_words(&session, image, failure);
    session_close(&session);
    EVP_PKEY_free(door.key);
    X509_free(door.certificate);
    return done;
}

bool door_topics_clear(const struct home *home, const struct image *image, struct failure *failure)
{
    struct session session = {.client = NULL};
    if (!as_the_door(home, image, failure)) {
        return false;
    }
    const bool done = session_init(&session, home, failure) && begin(&session, image, failure) &&
                      clear(&session, image, "roster", failure);
    session_close(&session);
    return done;
}
