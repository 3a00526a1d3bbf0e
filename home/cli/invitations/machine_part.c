#include "home/authority/authority.h"
#include "home/broker/password.h"
#include "home/cli/invitations/making.h"

#include <stdio.h>
#include <string.h>

static bool add_door(struct making *making, const char *name)
{
    struct path path;
    EVP_PKEY *identity = NULL;
    struct invited_door *door = &making->file.door[making->file.door_count];
    if (!home_door_path(making->request->home, name, "identity.pub", &path, making->failure) ||
        !key_load_public(path.text, &identity, making->failure)) {
        return false;
    }
    const bool known = key_point(identity, door->point);
    EVP_PKEY_free(identity);
    (void)snprintf(door->name, sizeof(door->name), "%s", name);
    making->file.door_count++;
    return known || key_refused(making->failure);
}

static bool add_doors(struct making *making)
{
    struct doors doors;
    bool added = doors_list(making->request->home, &doors, making->failure);
    for (size_t i = 0; added && i < doors.count; i++) {
        if (person_may_at(&making->request->person, doors.name[i])) {
            added = add_door(making, doors.name[i]);
        }
    }
    return added;
}

// What the broker's certificate leads to.
static bool add_root(struct making *making)
{
    struct path path;
    X509 *root = NULL;
    if (!authority_broker_root(making->request->home, &path, making->failure) ||
        !certificate_load(path.text, &root, making->failure)) {
        return false;
    }
    const bool added = certificate_to_text(root, &making->file.server_root, making->failure);
    X509_free(root);
    return added;
}

// The certificate for the broker: a guest's is his for good, the others' is the invitation's.
static bool add_certificate(struct making *making)
{
    const struct user_name user = person_user(&making->request->person);
    const struct invite_login login = invitation_login(&making->invitation);
    const bool guest = making_is_for_guest(making);
    const struct client_request client = {
        .home = making->request->home,
        .passphrase = making->request->passphrase,
        .common_name = guest ? user.text : login.text,
        .key = making->tls,
    };
    char *serial = guest ? making->invitation.person.certificate : making->invitation.certificate;
    X509 *certificate = NULL;
    if (!authority_issue_client(&client, &certificate, making->failure)) {
        return false;
    }
    const bool added =
        certificate_to_text(certificate, &making->file.certificate, making->failure) &&
        (certificate_serial(certificate, serial) || key_refused(making->failure));
    X509_free(certificate);
    return added;
}

// Where the command line has a name and a password at the broker, so has he. It is good for the
// invitation's name now and for his own when he is let in, as the key of his certificates is.
static bool add_login(struct making *making)
{
    struct password password;
    const bool guest = making_is_for_guest(making);
    const struct user_name user = person_user(&making->request->person);
    const struct invite_login login = invitation_login(&making->invitation);
    char *hash = guest ? making->invitation.person.login : making->invitation.login;
    if (making->request->home->settings.broker_user[0] == '\0') {
        return true;
    }
    if (!password_draw(&password, making->failure) ||
        !password_hash(password.text, hash, making->failure)) {
        wipe(&password, sizeof(password));
        return false;
    }
    (void)snprintf(making->file.settings.broker_user, sizeof(making->file.settings.broker_user),
                   "%s", guest ? user.text : login.text);
    (void)snprintf(making->file.password, sizeof(making->file.password), "%s", password.text);
    wipe(&password, sizeof(password));
    return true;
}

static void add_settings(struct making *making)
{
    const struct home_settings *ours = &making->request->home->settings;
    struct home_settings *his = &making->file.settings;
    *his = (struct home_settings){.broker_port = ours->broker_port, .member = true};
    memcpy(his->broker_name, ours->broker_name, sizeof(his->broker_name));
    memcpy(his->topic_root, ours->topic_root, sizeof(his->topic_root));
    memcpy(his->organisation, ours->organisation, sizeof(his->organisation));
    (void)snprintf(his->broker_address, sizeof(his->broker_address), "%s",
                   making->request->broker_address);
    const struct user_name user = person_user(&making->request->person);
    memcpy(his->owner, user.text, sizeof(his->owner));
    making->file.role = making->request->person.entry.role;
    making->file.expires = making_is_for_guest(making) ? 0 : making->request->expires;
}

static bool add_tls_key(struct making *making)
{
    return key_generate(&making->tls, making->failure) &&
           ((key_point(making->tls, making->invitation.tls_point) &&
             key_scalar(making->tls, making->file.tls_key) &&
             key_scalar(making->key, making->file.key)) ||
            key_refused(making->failure));
}

bool machine_part_make(struct making *making)
{
    if (!add_tls_key(making) || !add_doors(making) || !add_root(making) ||
        !add_certificate(making)) {
        return false;
    }
    add_settings(making);
    return add_login(making);
}
