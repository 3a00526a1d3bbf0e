#include "home/cli/doors/make_door.h"
#include "home/authority/authority.h"
#include "home/broker/configuration.h"
#include "home/broker/password.h"
#include "home/broker/revocation.h"
#include "home/page/page.h"
#include "home/people/roster_file.h"
#include "protocol/image.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum {
    CERTIFICATE_MOST = 2048,
    SUBJECT_MOST = 256
};

// All that an image borrows from.
struct parts {
    EVP_PKEY *identity;
    EVP_PKEY *tls;
    uint8_t certificate[CERTIFICATE_MOST];
    uint8_t root_subject[SUBJECT_MOST];
    uint8_t roster[ROSTER_MOST];
    struct password password; // at a broker that takes passwords
    struct door_login login;
};

bool door_name_is_free(const struct home *home, const char *name, struct failure *failure)
{
    struct path path;
    if (!name_is_plain(name) || strcmp(name, "keeper") == 0 || strcmp(name, "enrol") == 0) {
        return failure_say(failure,
                           "\"%.64s\" cannot be a door: 1 to 16 of a-z, 0-9 and -, not "
                           "keeper or enrol; choose another name",
                           name);
    }
    if (!home_door_path(home, name, NULL, &path, failure)) {
        return false;
    }
    if (file_exists(path.text)) {
        return failure_say(failure, "there is a door %s already, in %s; choose another name", name,
                           path.text);
    }
    return true;
}

static bool fill_identity(struct parts *parts, struct image *image, struct failure *failure)
{
    if (!key_generate(&parts->identity, failure) ||
        !random_fill(image->client_id, sizeof(image->client_id), failure) ||
        !random_fill(image->secret, sizeof(image->secret), failure)) {
        return false;
    }
    return (key_scalar(parts->identity, image->identity_key) &&
            key_point(parts->identity, image->identity_point)) ||
           key_refused(failure);
}

static bool fill_certificate(const struct door_request *request, struct parts *parts,
                             struct image *image, struct failure *failure)
{
    X509 *certificate = NULL;
    char common_name[32];
    (void)snprintf(common_name, sizeof(common_name), "door-%s", request->name);
    if (!key_generate(&parts->tls, failure)) {
        return false;
    }
    const struct client_request client = {
        .home = request->home,
        .passphrase = request->passphrase,
        .common_name = common_name,
        .key = parts->tls,
    };
    if (!authority_issue_client(&client, &certificate, failure)) {
        return false;
    }
    const bool filled = key_scalar(parts->tls, image->tls_key) &&
                        certificate_der(certificate, parts->certificate, sizeof(parts->certificate),
                                        &image->chain[0]);
    X509_free(certificate);
    image->chain_count = 1;
    return filled || key_refused(failure);
}

// Where the command line has a name and a password at the broker, so have doors.
static bool fill_login(const struct door_request *request, struct parts *parts, struct image *image,
                       struct failure *failure)
{
    if (request->home->settings.broker_user[0] == '\0') {
        return true;
    }
    (void)snprintf(parts->login.user, sizeof(parts->login.user), "door-%s", request->name);
    if (!password_draw(&parts->password, failure) ||
        !password_hash(parts->password.text, parts->login.hash, failure)) {
        return false;
    }
    image->user = bytes_of_text(parts->login.user);
    image->password = bytes_of_text(parts->password.text);
    return true;
}

static bool fill_root(const struct home *home, struct parts *parts, struct image *image,
                      struct failure *failure)
{
    struct path path;
    X509 *root = NULL;
    if (!authority_broker_root(home, &path, failure) ||
        !certificate_load(path.text, &root, failure)) {
        return false;
    }
    const bool filled =
        certificate_subject_der(root, parts->root_subject, sizeof(parts->root_subject),
                                &image->roots[0].distinguished_name) &&
        key_point(X509_get0_pubkey(root), image->roots[0].point);
    X509_free(root);
    image->root_count = 1;
    return filled || key_refused(failure);
}

static bool fill_recovery(const struct home *home, struct image *image, struct failure *failure)
{
    struct path path;
    EVP_PKEY *recovery = NULL;
    if (!home_path(home, "keys/recovery.pub", &path, failure) ||
        !key_load_public(path.text, &recovery, failure)) {
        return false;
    }
    const bool filled = key_point(recovery, image->recovery_point);
    EVP_PKEY_free(recovery);
    return filled || key_refused(failure);
}

static bool fill_roster(const struct door_request *request, struct parts *parts,
                        struct image *image, struct failure *failure)
{
    struct path path;
    struct people people;
    EVP_PKEY *admin = NULL;
    uint8_t door8[DOOR8_SIZE];
    size_t gone = 0;
    key8_of(image->identity_point, door8);
    // Whoever is over comes into no roster; from people.json he goes with the next that is signed for all.
    if (!people_read(request->home->folder.text, &people, failure) ||
        !people_let_go(&people, request->now, &gone, failure) ||
        !home_path(request->home, "keys/admin.key", &path, failure) ||
        !key_load(path.text, request->passphrase, &admin, failure)) {
        return false;
    }
    const struct page_origin origin = page_origin_of(&request->home->settings.page);
    const struct roster_request roster = {
        .people = &people,
        .door = request->name,
        .door8 = door8,
        .version = 1,
        .made = request->now,
        .policy = request->policy,
        .origin = (const uint8_t *)origin.text,
    };
    const bool filled = roster_sign(&roster, admin, parts->roster, &image->first_roster, failure);
    EVP_PKEY_free(admin);
    return filled;
}

static bool write_one(const char *folder, const char *name, struct bytes content,
                      struct failure *failure)
{
    struct path path;
    return path_join(folder, name, &path, failure) && file_write(path.text, content, failure);
}

static bool write_files(const char *folder, const struct parts *parts, const struct image *image,
                        struct failure *failure)
{
    struct path path;
    uint8_t room[IMAGE_MOST];
    const struct bytes encoded = image_encode(image, room, sizeof(room));
    if (encoded.count == 0) {
        return failure_say(failure, "these settings make no image for a door: a name, an address "
                                    "or a number is out of range; `portcullis door add --help` "
                                    "says what fits");
    }
    const bool written =
        write_one(folder, "door.image", encoded, failure) &&
        write_one(folder, "roster", image->first_roster, failure) &&
        (parts->login.hash[0] == '\0' || door_login_write(folder, &parts->login, failure)) &&
        path_join(folder, "identity.pub", &path, failure) &&
        key_save_public(parts->identity, path.text, failure);
    wipe(room, sizeof(room));
    return written;
}

static bool put_over(const struct door_request *request, const struct parts *parts,
                     const struct image *image, struct failure *failure)
{
    struct path place;
    return home_door_path(request->home, request->name, NULL, &place, failure) &&
           write_files(place.text, parts, image, failure);
}

static bool put_new(const struct door_request *request, const struct parts *parts,
                    const struct image *image, struct failure *failure)
{
    struct path doors;
    struct path place;
    struct path beside;
    char name[32];
    (void)snprintf(name, sizeof(name), "%s.unfinished", request->name);
    if (!home_path(request->home, "doors", &doors, failure) ||
        !path_join(doors.text, request->name, &place, failure) ||
        !path_join(doors.text, name, &beside, failure)) {
        return false;
    }
    // What an interrupted run left there; the home is locked, so nobody is at work on it.
    folder_remove(beside.text);
    if (!folder_make(beside.text, failure)) {
        return false;
    }
    if (!write_files(beside.text, parts, image, failure) ||
        !folder_put(beside.text, place.text, failure)) {
        folder_remove(beside.text);
        return false;
    }
    return true;
}

// put: where the finished door goes.
static bool make_parts(const struct door_request *request, struct parts *parts,
                       bool (*put)(const struct door_request *, const struct parts *,
                                   const struct image *, struct failure *),
                       struct failure *failure)
{
    const struct home_settings *home = &request->home->settings;
    struct image image = {
        .door_name = bytes_of_text(request->name),
        .topic_root = bytes_of_text(home->topic_root),
        .broker_host = bytes_of_text(home->broker_name),
        .broker_address = bytes_of_text(request->broker_address),
        .broker_port = home->broker_port,
        .operator_settings = request->settings,
    };
    const bool made = fill_identity(parts, &image, failure) &&
                      fill_certificate(request, parts, &image, failure) &&
                      fill_login(request, parts, &image, failure) &&
                      fill_root(request->home, parts, &image, failure) &&
                      fill_recovery(request->home, &image, failure) &&
                      fill_roster(request, parts, &image, failure) &&
                      put(request, parts, &image, failure);
    wipe(&image, sizeof(image));
    return made;
}

// A door of that name may have been removed: its certificate comes onto the broker's list before the
// name has rows again, which any run gives it once its folder is there.
static bool shut_out_the_last_one(const struct door_request *request, struct failure *failure)
{
    static struct people people; // large, and there is one
    return people_read(request->home->folder.text, &people, failure) &&
           broker_revoke(request->home, &people, request->passphrase, request->now, failure);
}

bool make_door(const struct door_request *request, struct failure *failure)
{
    int lock = -1;
    struct parts parts = {.identity = NULL};
    if (!clock_is_plausible(request->now, failure) ||
        !home_lock(request->home->folder.text, &lock, failure)) {
        return false;
    }
    bool made = door_name_is_free(request->home, request->name, failure) &&
                shut_out_the_last_one(request, failure) &&
                make_parts(request, &parts, put_new, failure);
    EVP_PKEY_free(parts.identity);
    EVP_PKEY_free(parts.tls);
    wipe(&parts.password, sizeof(parts.password));
    made = made && broker_write(request->home, failure) && page_write(request->home, failure);
    home_unlock(lock);
    return made;
}

bool make_door_anew(const struct door_request *request, struct failure *failure)
{
    struct parts parts = {.identity = NULL};
    const bool made = make_parts(request, &parts, put_over, failure);
    EVP_PKEY_free(parts.identity);
    EVP_PKEY_free(parts.tls);
    wipe(&parts.password, sizeof(parts.password));
    return made;
}
