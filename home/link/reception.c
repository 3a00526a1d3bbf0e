#include "home/link/reception.h"

#include <stdio.h>
#include <string.h>

enum {
    KEPT_WITHIN = 5000 // ms, for the broker to acknowledge
};

// The digits of <root>/enrol/<digits>; false: it is another topic.
static bool digits_of(const struct reception *reception, const char *topic,
                      char digits[INVITE8_DIGITS + 1])
{
    char before[SESSION_TOPIC_ROOM];
    (void)snprintf(before, sizeof(before), "%s/enrol/", reception->home->settings.topic_root);
    const size_t length = strlen(before);
    if (strncmp(topic, before, length) != 0 || strlen(topic + length) != INVITE8_DIGITS) {
        return false;
    }
    memcpy(digits, topic + length, INVITE8_DIGITS + 1);
    return true;
}

static void receive(void *self, const struct session_message *message)
{
    struct reception *reception = self;
    char digits[INVITE8_DIGITS + 1];
    if (message->payload.count > 0) {
        reception->came(reception->self, message->payload);
    } else if (digits_of(reception, message->topic, digits)) {
        memcpy(reception->taken, digits, sizeof(digits));
    }
}

bool reception_open(struct reception *reception, const struct home *home, struct failure *failure)
{
    char topic[SESSION_TOPIC_ROOM];
    reception->home = home;
    reception->taken[0] = '\0';
    if (!session_init(&reception->session, home, failure)) {
        return false;
    }
    reception->session.receive = receive;
    reception->session.self = reception;
    // A root of 64 and this fit.
    (void)snprintf(topic, sizeof(topic), "%s/enrol/+", home->settings.topic_root);
    return session_add_topic(&reception->session, topic, failure) &&
           session_connect(&reception->session, failure);
}

void reception_wait(struct reception *reception, millis at_most)
{
    session_wait(&reception->session, at_most);
}

static bool publish(struct reception *reception, const struct invitation *invitation,
                    const char *rest, struct bytes payload)
{
    const struct stopwatch since = stopwatch_started(session_now());
    struct session *session = &reception->session;
    char topic[SESSION_TOPIC_ROOM];
    (void)snprintf(topic, sizeof(topic), "%s/enrol/%s%s", reception->home->settings.topic_root,
                   invitation_digits(invitation).text, rest);
    if (!session_publish_retained(session, topic, payload)) {
        return false;
    }
    while (!session->retained_taken && !session->retained_refused && !session_interrupted() &&
           !stopwatch_reached(since, session_now(), KEPT_WITHIN)) {
        session_wait(session, 100);
    }
    return session->retained_taken;
}

bool reception_admit(struct reception *reception, const struct invitation *invitation,
                     const char *text, struct failure *failure)
{
    const struct user_name user = person_user(&invitation->person);
    return publish(reception, invitation, "/login", bytes_of_text(text)) ||
           failure_say(failure,
                       "the broker did not take what %s is to have; let it take its new rules "
                       "and say `portcullis invite accept %s` once more",
                       user.text, user.text);
}

void reception_clear(struct reception *reception, const struct invitation *invitation)
{
    const struct bytes nothing = {NULL, 0};
    // Old words of an invitation that is over let nobody in.
    (void)publish(reception, invitation, "", nothing);
    (void)publish(reception, invitation, "/login", nothing);
}

void reception_close(struct reception *reception)
{
    session_close(&reception->session);
}
