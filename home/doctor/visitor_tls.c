#include "home/doctor/visitor_tls.h"
#include "home/authority/certificate.h"
#include "home/authority/key.h"
#include "home/link/session_tls.h"
#include "protocol/image.h"

#include <openssl/err.h>
#include <stdio.h>
#include <string.h>

// An image and the bytes it borrows from.
struct door_image_read {
    uint8_t room[IMAGE_MOST + 1];
    struct image image;
};

static bool read_image(const struct home *home, const char *door, struct door_image_read *out,
                       struct failure *failure)
{
    struct path path;
    struct bytes content;
    if (!home_door_path(home, door, "door.image", &path, failure) ||
        !file_read(path.text, out->room, sizeof(out->room), &content, failure)) {
        return false;
    }
    return image_decode(content, &out->image) ||
           failure_say(failure, "%s is damaged; put it back from a backup", path.text);
}

bool visitor_has_image(const struct home *home, const char *door, struct failure *failure)
{
    struct door_image_read read;
    const bool there = read_image(home, door, &read, failure);
    wipe(&read, sizeof(read));
    return there;
}

static bool take_text(struct bytes from, char *room, size_t size)
{
    if (from.count >= size) {
        return false;
    }
    if (from.count > 0) {
        memcpy(room, from.at, from.count);
    }
    room[from.count] = '\0';
    return true;
}

bool door_login_read(const struct home *home, const char *door, struct visitor_login *out,
                     struct failure *failure)
{
    struct door_image_read read;
    if (!read_image(home, door, &read, failure)) {
        return false;
    }
    const bool taken = take_text(read.image.user, out->user, sizeof(out->user)) &&
                       take_text(read.image.password, out->password, sizeof(out->password));
    wipe(&read, sizeof(read));
    return taken ||
           failure_say(failure, "the image of %s is damaged; put it back from a backup", door);
}

bool owner_login_read(const struct home *home, struct visitor_login *out, struct failure *failure)
{
    struct path path;
    uint8_t room[sizeof(out->password) - 1];
    struct bytes content;
    struct visitor_login login = {.user = ""};
    if (home->settings.broker_user[0] == '\0') {
        *out = login;
        return true;
    }
    if (!home_path(home, "link/password", &path, failure) ||
        !file_read(path.text, room, sizeof(room), &content, failure)) {
        return false;
    }
    (void)snprintf(login.user, sizeof(login.user), "%s", home->settings.broker_user);
    memcpy(login.password, content.at, content.count);
    login.password[strcspn(login.password, "\r\n")] = '\0';
    *out = login;
    wipe(room, sizeof(room));
    wipe(&login, sizeof(login));
    return true;
}

static bool be_the_door(const struct visit *visit, struct session_identity *out,
                        struct failure *failure)
{
    struct door_image_read read;
    if (!read_image(visit->home, visit->door, &read, failure)) {
        return false;
    }
    if (read.image.chain_count > 0) {
        const uint8_t *at = read.image.chain[0].at;
        out->certificate = d2i_X509(NULL, &at, (long)read.image.chain[0].count);
        out->key = key_from_scalar(read.image.tls_key);
    }
    wipe(&read, sizeof(read));
    ERR_clear_error();
    return (out->certificate != NULL && out->key != NULL) ||
           failure_say(failure, "the image of %s holds no certificate", visit->door);
}

// The owner's name, signed by nobody whom the broker should believe.
static bool be_a_forger(const struct visit *visit, struct session_identity *out,
                        struct failure *failure)
{
    if (!key_generate(&out->key, failure)) {
        return false;
    }
    const struct certificate_request request = {
        .kind = CERTIFICATE_CLIENT_ROOT,
        .organisation = visit->home->settings.organisation,
        .common_name = visit->home->settings.owner,
        .key = out->key,
        .issuer_key = out->key,
        .begin = time(NULL),
        .days = CERTIFICATE_NO_END,
    };
    return certificate_issue(&request, &out->certificate, failure);
}

// He has nothing to lose, so he asks nobody's name.
static bool be_a_stranger(struct session *session, struct failure *failure)
{
    session->tls = SSL_CTX_new(TLS_client_method());
    if (session->tls == NULL) {
        ERR_clear_error();
        return failure_say(failure, "OpenSSL has no TLS; check that its library is whole");
    }
    SSL_CTX_set_verify(session->tls, SSL_VERIFY_NONE, NULL);
    return true;
}

static bool be_with(struct session *session, const struct visit *visit, bool known,
                    struct session_identity *identity, struct failure *failure)
{
    const bool made = known && session_tls_make(session, visit->home, identity, failure);
    EVP_PKEY_free(identity->key);
    X509_free(identity->certificate);
    return made;
}

bool visitor_tls_make(struct session *session, const struct visit *visit, struct failure *failure)
{
    struct session_identity identity = {NULL, NULL};
    switch (visit->kind) {
    case VISITOR_STRANGER:
        return be_a_stranger(session, failure);
    case VISITOR_OWNER:
        return session_tls_make(session, visit->home, NULL, failure);
    case VISITOR_DOOR:
        return be_with(session, visit, be_the_door(visit, &identity, failure), &identity, failure);
    case VISITOR_FORGED:
        return be_with(session, visit, be_a_forger(visit, &identity, failure), &identity, failure);
    case VISITOR_PLAIN:
        break;
    }
    return true;
}
