#include "home/link/joining.h"
#include "home/authority/key.h"

#include <errno.h>
#include <mqtt_protocol.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    TAKEN_WITHIN = 5000 // ms, for the broker to acknowledge
};

// The lasting certificate, until it is told that it was taken: till then he comes by the invitation's.
static const char lasting[] = "link/lasting.crt";

// The certificate in link/ bears his own name, not the invitation's.
static bool has_certificate(const struct home *home)
{
    struct path path;
    struct failure ignored;
    X509 *certificate = NULL;
    char name[COMMON_NAME_MOST + 1] = "";
    const bool has = home_path(home, "link/tls.crt", &path, &ignored) &&
                     certificate_load(path.text, &certificate, &ignored) &&
                     certificate_holder(certificate, name) &&
                     strcmp(name, home->settings.owner) == 0;
    X509_free(certificate);
    return has;
}

bool joining_is_open(const struct home *home)
{
    struct path path;
    struct failure ignored;
    return home->settings.member && home_path(home, "enrol", &path, &ignored) &&
           file_exists(path.text) && !has_certificate(home);
}

// It is of our key and our name; for whom the broker takes us is the broker's matter.
static bool is_ours(const struct joining *joining, const struct certificate_text *text)
{
    struct path path;
    struct failure ignored;
    EVP_PKEY *own = NULL;
    char name[COMMON_NAME_MOST + 1] = "";
    uint8_t point[POINT_SIZE];
    uint8_t certified[POINT_SIZE];
    X509 *certificate = certificate_from_text(text->text);
    const bool ours =
        certificate != NULL && home_path(joining->home, "link/tls.key", &path, &ignored) &&
        key_load(path.text, NULL, &own, &ignored) && key_point(own, point) &&
        key_point(X509_get0_pubkey(certificate), certified) &&
        memcmp(point, certified, POINT_SIZE) == 0 && certificate_holder(certificate, name) &&
        strcmp(name, joining->home->settings.owner) == 0;
    EVP_PKEY_free(own);
    X509_free(certificate);
    return ours;
}

static void receive(void *self, const struct session_message *message)
{
    struct joining *joining = self;
    struct admission admission;
    // Anything else that the broker says here is dropped.
    if (!joining->let_in && admission_read(message->payload, &admission) &&
        is_ours(joining, &admission.certificate)) {
        joining->admission = admission;
        joining->let_in = true;
    }
}

static bool load_enrol(struct joining *joining, struct failure *failure)
{
    struct path path;
    uint8_t room[ENROL_SIZE + 1];
    struct bytes content;
    struct enrol enrol;
    char digits[2 * KEY8_SIZE + 1] = "";
    if (!home_path(joining->home, "enrol", &path, failure) ||
        !file_read(path.text, room, sizeof(room), &content, failure)) {
        return false;
    }
    if (!enrol_decode(content, &enrol)) {
        return failure_say(failure,
                           "%s is damaged; delete %s, ask for another invitation and join again",
                           path.text, joining->home->folder.text);
    }
    memcpy(joining->enrol, content.at, ENROL_SIZE);
    for (size_t i = 0; i < KEY8_SIZE; i++) {
        (void)snprintf(digits + 2 * i, 3, "%02x", enrol.invite8[i]);
    }
    // A root of 64, and the digits.
    (void)snprintf(joining->topic, sizeof(joining->topic), "%s/enrol/%s",
                   joining->home->settings.topic_root, digits);
    return true;
}

static bool connect_as_invited(struct joining *joining, const struct home *home,
                               struct failure *failure)
{
    *joining = (struct joining){.home = home};
    char login[SESSION_TOPIC_ROOM + 8];
    if (!load_enrol(joining, failure) || !session_init(&joining->session, home, failure)) {
        return false;
    }
    joining->session.receive = receive;
    joining->session.self = joining;
    (void)snprintf(login, sizeof(login), "%s/login", joining->topic);
    return session_add_topic(&joining->session, login, failure) &&
           session_connect(&joining->session, failure);
}

bool joining_open(struct joining *joining, const struct home *home, struct failure *failure)
{
    if (!connect_as_invited(joining, home, failure)) {
        return false;
    }
    return session_publish_retained(&joining->session, joining->topic, BYTES_OF(joining->enrol)) ||
           failure_say(failure, "the broker took no message; try again");
}

bool joining_wait(struct joining *joining, millis at_most)
{
    if (!joining->let_in) {
        session_wait(&joining->session, at_most);
    }
    return joining->let_in;
}

static bool forget_enrol(const struct home *home, struct failure *failure)
{
    struct path path;
    if (!home_path(home, "enrol", &path, failure)) {
        return false;
    }
    if (unlink(path.text) != 0 && errno != ENOENT) {
        return failure_of_system(failure, "delete", path.text);
    }
    return true;
}

// The broker forgets what we asked with: that tells the owner that the certificate was taken. A broker
// that refuses it has no invitation of ours any more, for the owner was told before.
static bool tell_taken(struct joining *joining, struct failure *failure)
{
    const struct stopwatch since = stopwatch_started(session_now());
    struct session *session = &joining->session;
    const bool said = session_publish_retained(session, joining->topic, (struct bytes){NULL, 0});
    while (said && !session->retained_taken && !session->retained_refused &&
           !session_interrupted() && !stopwatch_reached(since, session_now(), TAKEN_WITHIN)) {
        session_wait(session, 100);
    }
    return session->retained_taken || session->retained_refused ||
           failure_say(failure,
                       "the broker was not there to hear that %s has his certificate; run "
                       "`portcullis join` once more",
                       joining->home->settings.owner);
}

// He goes by his own name from now on. The last step of all is to forget what was asked with: until then
// joining_is_open, or it is seen that only this is left.
static bool settle_down(const struct home *home, struct failure *failure)
{
    struct path from;
    struct path to;
    struct home_settings settings = home->settings;
    if (!home_path(home, lasting, &from, failure) ||
        !home_path(home, "link/tls.crt", &to, failure)) {
        return false;
    }
    if (settings.broker_user[0] != '\0') {
        memset(settings.broker_user, 0, sizeof(settings.broker_user));
        memcpy(settings.broker_user, settings.owner, sizeof(settings.owner));
        if (!home_write_settings(home->folder.text, &settings, failure)) {
            return false;
        }
    }
    return file_put(from.text, to.text, failure) && forget_enrol(home, failure);
}

bool joining_take(struct joining *joining, struct failure *failure)
{
    struct path path;
    if (!home_path(joining->home, lasting, &path, failure) ||
        !file_write(path.text, bytes_of_text(joining->admission.certificate.text), failure)) {
        return false;
    }
    return tell_taken(joining, failure) && settle_down(joining->home, failure);
}

// Whom the broker does not let in any more, the owner has heard of before (MQTT 3.1.1, 3.2.2.3; MQTT 5,
// 3.2.2.2). A broker that is busy or full says something else, and has told him nothing.
static bool is_shut_out(const struct session *session)
{
    enum {
        BAD_PASSWORD = 4,
        NOT_AUTHORIZED = 5
    };
    return session->connack == BAD_PASSWORD || session->connack == NOT_AUTHORIZED ||
           session->connack == MQTT_RC_BAD_USERNAME_OR_PASSWORD ||
           session->connack == MQTT_RC_NOT_AUTHORIZED;
}

bool joining_settle(const struct home *home, struct failure *failure)
{
    static struct joining joining;
    struct path path;
    if (!home->settings.member) {
        return true;
    }
    if (!home_path(home, lasting, &path, failure)) {
        return false;
    }
    if (!file_exists(path.text)) {
        return !has_certificate(home) || forget_enrol(home, failure);
    }
    // A broker of passwords lets nobody in whose invitation is gone.
    const bool told = connect_as_invited(&joining, home, failure) ? tell_taken(&joining, failure)
                                                                  : is_shut_out(&joining.session);
    joining_close(&joining);
    return told && settle_down(home, failure);
}

void joining_close(struct joining *joining)
{
    session_close(&joining->session);
    *joining = (struct joining){.home = NULL};
}
