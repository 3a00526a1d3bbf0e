#include "show/stranger.h"

#include "home/authority/certificate.h"
#include "home/authority/key.h"
#include "home/folder/file.h"
#include "show/moment.h"

#include <errno.h>
#include <mosquitto.h>
#include <stdio.h>
#include <time.h>

enum {
    KNOCK_WAIT = 3000, // ms
    VERIFY_NOTHING = 0 // OpenSSL's SSL_VERIFY_NONE: a stranger is not choosy
};

struct stranger_keys {
    EVP_PKEY *root;
    EVP_PKEY *own;
    X509 *root_certificate;
    X509 *own_certificate;
};

static bool issue(struct stranger_keys *keys, const char *name, struct failure *failure)
{
    const struct certificate_request root = {
        .kind = CERTIFICATE_CLIENT_ROOT,
        .organisation = "A Stranger",
        .common_name = "A Stranger's clients",
        .key = keys->root,
        .issuer_key = keys->root,
        .begin = time(NULL),
        .days = CERTIFICATE_NO_END,
    };
    if (!certificate_issue(&root, &keys->root_certificate, failure)) {
        return false;
    }
    const struct certificate_request own = {
        .kind = CERTIFICATE_CLIENT,
        .organisation = "A Stranger",
        .common_name = name,
        .key = keys->own,
        .issuer = keys->root_certificate,
        .issuer_key = keys->root,
        .begin = root.begin,
        .days = CERTIFICATE_NO_END,
    };
    return certificate_issue(&own, &keys->own_certificate, failure);
}

static bool save(const struct stranger_keys *keys, const char *folder, struct failure *failure)
{
    struct path certificate;
    struct path key;
    return folder_make(folder, failure) && path_join(folder, "own.crt", &certificate, failure) &&
           path_join(folder, "own.key", &key, failure) &&
           certificate_save(&keys->own_certificate, 1, certificate.text, failure) &&
           key_save(keys->own, key.text, NULL, failure);
}

bool stranger_make(const char *folder, const char *name, struct failure *failure)
{
    struct stranger_keys keys = {NULL, NULL, NULL, NULL};
    const bool made = key_generate(&keys.root, failure) && key_generate(&keys.own, failure) &&
                      issue(&keys, name, failure) && save(&keys, folder, failure);
    X509_free(keys.own_certificate);
    X509_free(keys.root_certificate);
    EVP_PKEY_free(keys.own);
    EVP_PKEY_free(keys.root);
    return made;
}

static void on_answer(struct mosquitto *session, void *context, int answer)
{
    (void)session;
    enum knock *knock = context;
    *knock = answer == 0 ? KNOCK_LET_IN : KNOCK_REFUSED;
}

// The broker ends a connection it does not want without a word; that too is an answer.
static enum knock wait_at_door(struct mosquitto *session, const enum knock *knock)
{
    const uint64_t began = moment_now();
    while (*knock == KNOCK_UNREACHED && moment_now() - began < KNOCK_WAIT) {
        if (mosquitto_loop(session, 50, 1) != MOSQ_ERR_SUCCESS) {
            return *knock == KNOCK_UNREACHED ? KNOCK_REFUSED : *knock;
        }
    }
    return *knock;
}

static bool dress(struct mosquitto *session, const struct credentials *credentials)
{
    return mosquitto_tls_set(session, credentials->root, NULL, credentials->certificate,
                             credentials->key, NULL) == MOSQ_ERR_SUCCESS &&
           mosquitto_tls_opts_set(session, VERIFY_NOTHING, NULL, NULL) == MOSQ_ERR_SUCCESS &&
           mosquitto_tls_insecure_set(session, true) == MOSQ_ERR_SUCCESS;
}

static enum knock knock_as(uint16_t port, const struct credentials *credentials)
{
    enum knock knock = KNOCK_UNREACHED;
    struct mosquitto *session = mosquitto_new("stranger", true, &knock);
    if (session == NULL) {
        return KNOCK_UNREACHED;
    }
    mosquitto_connect_callback_set(session, on_answer);
    if (credentials == NULL || dress(session, credentials)) {
        const int reason = mosquitto_connect(session, "127.0.0.1", port, 60);
        if (reason == MOSQ_ERR_SUCCESS) {
            knock = wait_at_door(session, &knock);
        } else if (reason != MOSQ_ERR_ERRNO || errno != ECONNREFUSED) {
            knock = KNOCK_REFUSED; // somebody was there, and ended it within the handshake
        }
    }
    mosquitto_destroy(session);
    return knock;
}

enum knock stranger_knock(uint16_t port, const struct credentials *credentials)
{
    return knock_as(port, credentials);
}

enum knock stranger_knock_plainly(uint16_t port)
{
    return knock_as(port, NULL);
}
