#include "home/cli/invitations/make_invitation.h"
#include "home/authority/authority.h"
#include "home/broker/configuration.h"
#include "home/broker/password.h"
#include "home/broker/revocation.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

// What is made for one invitation.
struct making {
    const struct invitation_request *request;
    EVP_PKEY *key; // the invite key, or a guest's own
    EVP_PKEY *tls;
    struct invitation invitation;
    struct invitation_file file;
    struct failure *failure;
};

static bool is_guest(const struct invitation_request *request)
{
    return request->person.entry.role == ROLE_GUEST;
}

static bool doors_are_there(const struct invitation_request *request, struct failure *failure)
{
    struct doors doors;
    if (!doors_list(request->home, &doors, failure)) {
        return false;
    }
    if (doors.count == 0) {
        return failure_say(failure, "there is no door yet to invite to; make one with `portcullis "
                                    "door add NAME`");
    }
    for (uint8_t i = 0; i < request->person.door_count; i++) {
        if (!doors_have(&doors, request->person.door[i])) {
            return failure_say(failure, "there is no door %s; `portcullis door list` names them",
                               request->person.door[i]);
        }
    }
    return true;
}

// The key of somebody here, or of an invitation that may still let in.
static bool opens_anything(const uint8_t point[POINT_SIZE], const struct people *people,
                           struct invitations *invitations, time_t now)
{
    uint8_t invite8[KEY8_SIZE];
    key8_of(point, invite8);
    const struct invitation *invitation = invitations_of_key(invitations, invite8);
    for (uint8_t i = 0; i < people->count; i++) {
        if (memcmp(people->at[i].entry.point, point, POINT_SIZE) == 0) {
            return true;
        }
    }
    return invitation != NULL && invitation_is_at_the_broker(invitation, now);
}

// An invitation of ours for the same device, which lets nobody in: a run that was cut off has left it, or
// its time is over.
static bool is_worthless(const struct invitation_request *request, const struct people *people,
                         struct invitations *invitations)
{
    static struct invitation_file old;
    struct failure none_of_ours;
    uint8_t point[POINT_SIZE];
    if (!invitation_file_read(request->out, &old, &none_of_ours)) {
        return false;
    }
    EVP_PKEY *key = key_from_scalar(old.key);
    const bool worthless =
        strcmp(old.settings.owner, person_user(&request->person).text) == 0 &&
        strcmp(old.settings.organisation, request->home->settings.organisation) == 0 &&
        key != NULL && key_point(key, point) &&
        !opens_anything(point, people, invitations, request->now);
    EVP_PKEY_free(key);
    wipe(&old, sizeof(old));
    return worthless;
}

bool make_invitation_allowed(const struct invitation_request *request, struct failure *failure)
{
    const struct user_name user = person_user(&request->person);
    const struct home_settings *settings = &request->home->settings;
    static struct people people;
    struct invitations invitations;
    const char *folder = request->home->folder.text;
    if (!people_read(folder, &people, failure) ||
        !invitations_read(folder, &invitations, failure) ||
        !invitation_name_is_free(&invitations, &people, user.text, request->now, failure) ||
        !doors_are_there(request, failure)) {
        return false;
    }
    // At the broker the command line is called so, even where its owner's key is removed.
    if (strcmp(user.text, settings->owner) == 0 || strcmp(user.text, settings->broker_user) == 0) {
        return failure_say(failure, "%s is this command line; choose another name for that device",
                           user.text);
    }
    return !file_exists(request->out) || is_worthless(request, &people, &invitations) ||
           failure_say(failure, "%s is there already; say another --out, or move it away",
                       request->out);
}

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
    const bool guest = is_guest(making->request);
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
    const bool guest = is_guest(making->request);
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

static bool add_keys(struct making *making)
{
    if (!key_generate(&making->key, making->failure) ||
        !key_generate(&making->tls, making->failure)) {
        return false;
    }
    return (key_point(making->key, making->invitation.point) &&
            key_point(making->tls, making->invitation.tls_point) &&
            key_scalar(making->key, making->file.key) &&
            key_scalar(making->tls, making->file.tls_key)) ||
           key_refused(making->failure);
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
    making->file.expires = is_guest(making->request) ? 0 : making->request->expires;
}

// A guest is somebody at once: his key goes into the rosters.
static bool let_guest_in(struct making *making, struct issued *issued)
{
    static struct people people;
    const struct home *home = making->request->home;
    struct path path;
    EVP_PKEY *admin = NULL;
    memcpy(making->invitation.person.entry.point, making->invitation.point, POINT_SIZE);
    if (!people_read(home->folder.text, &people, making->failure) ||
        !people_add(&people, &making->invitation.person, making->failure) ||
        !home_path(home, "keys/admin.key", &path, making->failure) ||
        !key_load(path.text, making->request->passphrase, &admin, making->failure)) {
        return false;
    }
    const struct roster_issue issue = {
        .home = home, .people = &people, .signer = admin, .now = making->request->now};
    const bool signed_it = rosters_issue(&issue, issued, making->failure);
    EVP_PKEY_free(admin);
    return signed_it;
}

static bool note(struct making *making)
{
    struct invitations invitations;
    const char *folder = making->request->home->folder.text;
    return invitations_read(folder, &invitations, making->failure) &&
           invitations_add(&invitations, &making->invitation, making->request->now,
                           making->failure) &&
           invitations_write(folder, &invitations, making->failure);
}

// The name may have been somebody's: his certificate comes onto the broker's list before anything gives
// the name rows again, which any run does once people.json or invitations.json names it.
static bool shut_out_the_last_one(const struct making *making)
{
    static struct people people;
    const struct invitation_request *request = making->request;
    return people_read(request->home->folder.text, &people, making->failure) &&
           broker_revoke(request->home, &people, request->passphrase, request->now,
                         making->failure);
}

static const char *what_he_is(const struct making *making)
{
    return is_guest(making->request) ? "a guest from now on" : "invited";
}

static bool write_rules(struct making *making)
{
    struct failure why;
    const struct invitation_request *request = making->request;
    return broker_write(request->home, &why) ||
           failure_say(making->failure, "%s is %s, but the broker has yet to hear of it: %.380s",
                       person_user(&request->person).text, what_he_is(making), why.text);
}

// What could not be written, and counts all the same: it was in its place when the disk refused to sync. His
// file is good then, and is not deleted.
static bool counts_all_the_same(const struct making *making)
{
    static struct people people;
    struct invitations invitations;
    struct failure unread; // what cannot be read may say that he counts
    const char *folder = making->request->home->folder.text;
    return !people_read(folder, &people, &unread) ||
           !invitations_read(folder, &invitations, &unread) ||
           opens_anything(making->invitation.point, &people, &invitations, making->request->now);
}

static bool is_unfinished(const struct making *making)
{
    const struct failure why = *making->failure;
    if (!counts_all_the_same(making)) {
        (void)unlink(making->request->out); // what cannot be removed is worth nothing
        return false;
    }
    return failure_say(making->failure, "%.300s. But %s is %s by %s; keep that file", why.text,
                       person_user(&making->request->person).text, what_he_is(making),
                       making->request->out);
}

static bool make_locked(struct making *making, struct issued *issued)
{
    const struct invitation_request *request = making->request;
    if (!make_invitation_allowed(request, making->failure) || !shut_out_the_last_one(making) ||
        !add_keys(making) || !add_doors(making) || !add_root(making) || !add_certificate(making)) {
        return false;
    }
    add_settings(making);
    if (!add_login(making)) {
        return false;
    }
    (void)unlink(request->out); // a worthless one; what else stands there is not written over
    if (!invitation_file_write(request->out, &making->file, making->failure)) {
        return false;
    }
    // A file without an invitation lets nobody in, so it comes first, and goes when the rest fails.
    if (!(is_guest(request) ? let_guest_in(making, issued) : note(making))) {
        return is_unfinished(making);
    }
    return write_rules(making);
}

bool make_invitation(const struct invitation_request *request, struct issued *issued,
                     struct failure *failure)
{
    int lock = -1;
    struct making making = {
        .request = request,
        .invitation = {.kind = INVITATION_MACHINE,
                       .state = INVITATION_OPEN,
                       .expires = request->expires,
                       .person = request->person},
        .failure = failure,
    };
    issued->count = 0;
    if (!home_lock(request->home->folder.text, &lock, failure)) {
        return false;
    }
    const bool made = make_locked(&making, issued);
    home_unlock(lock);
    EVP_PKEY_free(making.key);
    EVP_PKEY_free(making.tls);
    wipe(&making, sizeof(making));
    return made;
}
