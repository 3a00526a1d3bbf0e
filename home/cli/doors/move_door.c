#include "home/cli/doors/move_door.h"
#include "home/authority/authority.h"
#include "home/broker/configuration.h"
#include "home/broker/revocation.h"
#include "home/page/page.h"
#include "home/people/people.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool revoke_certificate(struct people *people, const struct door_image *opened,
                               struct failure *failure)
{
    char serial[SERIAL_MOST + 1];
    return door_image_serial(opened, serial, sizeof(serial), failure) &&
           people_revoke_serial(people, serial, failure);
}

static void rename_in_lists(struct people *people, const char *old, const char *name)
{
    for (uint8_t i = 0; i < people->count; i++) {
        struct person *person = &people->at[i];
        for (uint8_t d = 0; d < person->door_count; d++) {
            if (strcmp(person->door[d], old) == 0) {
                (void)snprintf(person->door[d], sizeof(person->door[d]), "%s", name);
            }
        }
    }
}

static bool take_from_list(struct person *person, const char *door, struct failure *failure)
{
    for (uint8_t d = 0; d < person->door_count; d++) {
        if (strcmp(person->door[d], door) != 0) {
            continue;
        }
        if (person->door_count == 1) {
            return failure_say(failure,
                               "%s may at %s alone, and somebody without a door in his list may "
                               "at every one; remove him first: `portcullis user remove %s`",
                               person_user(person).text, door, person_user(person).text);
        }
        memmove(person->door[d], person->door[d + 1],
                sizeof(person->door[0]) * (size_t)(person->door_count - d - 1));
        person->door_count--;
        d--;
    }
    return true;
}

static bool take_from_lists(struct people *people, const char *door, struct failure *failure)
{
    for (uint8_t i = 0; i < people->count; i++) {
        if (!take_from_list(&people->at[i], door, failure)) {
            return false;
        }
    }
    return true;
}

bool door_is_nobodys_only(const struct home *home, const char *door, struct failure *failure)
{
    static struct people people; // large, and there is one
    return people_read(home->folder.text, &people, failure) &&
           take_from_lists(&people, door, failure);
}

// A new TLS key too: the old one lies in a controller that may be anybody's.
static bool certify_anew(const struct door_request *request, struct image *image, uint8_t *room,
                         size_t size, struct failure *failure)
{
    EVP_PKEY *key = NULL;
    X509 *certificate = NULL;
    char common_name[32];
    (void)snprintf(common_name, sizeof(common_name), "door-%s", request->name);
    const struct client_request client = {
        .home = request->home,
        .passphrase = request->passphrase,
        .common_name = common_name,
    };
    struct client_request with_key = client;
    bool done = key_generate(&key, failure);
    with_key.key = key;
    done = done && authority_issue_client(&with_key, &certificate, failure);
    if (done && (!key_scalar(key, image->tls_key) ||
                 !certificate_der(certificate, room, size, &image->chain[0]))) {
        done = failure_say(failure, "OpenSSL refused its own key; check that its library is whole");
    }
    image->chain_count = 1;
    EVP_PKEY_free(key);
    X509_free(certificate);
    return done;
}

static bool put_under_name(const struct home *home, const char *old, const char *name,
                           struct failure *failure)
{
    struct path from;
    struct path to;
    return home_door_path(home, old, NULL, &from, failure) &&
           home_door_path(home, name, NULL, &to, failure) &&
           folder_put(from.text, to.text, failure);
}

static bool rename_all(const struct door_request *request, const char *old,
                       struct door_image *opened, struct failure *failure)
{
    static struct people people; // large, and there is one
    uint8_t certificate[2048];
    const struct home *home = request->home;
    if (!door_name_is_free(home, request->name, failure) ||
        !people_read(home->folder.text, &people, failure) ||
        !revoke_certificate(&people, opened, failure)) {
        return false;
    }
    rename_in_lists(&people, old, request->name);
    opened->image.door_name = bytes_of_text(request->name);
    return certify_anew(request, &opened->image, certificate, sizeof(certificate), failure) &&
           people_write(home->folder.text, &people, failure) &&
           // Before the new name has rows: a door that was removed may have had it.
           broker_revoke(home, &people, request->passphrase, request->now, failure) &&
           door_image_write(home, old, opened, failure) &&
           put_under_name(home, old, request->name, failure) && broker_write(home, failure) &&
           page_write(home, failure);
}

bool rename_door(const struct door_request *request, const char *old, struct door_image *opened,
                 struct failure *failure)
{
    int lock = -1;
    if (!home_lock(request->home->folder.text, &lock, failure)) {
        return false;
    }
    const bool done = rename_all(request, old, opened, failure);
    home_unlock(lock);
    return done;
}

// What was said of the controller that goes.
static bool forget_old_words(const struct home *home, const char *door, struct failure *failure)
{
    static const char *const files[] = {"signed", "roster.next", "unattended-close.json"};
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        struct path path;
        if (!home_door_path(home, door, files[i], &path, failure)) {
            return false;
        }
        if (unlink(path.text) != 0 && errno != ENOENT) {
            return failure_of_system(failure, "remove", path.text);
        }
    }
    return true;
}

static bool replace_all(const struct door_request *request, const struct door_image *opened,
                        struct failure *failure)
{
    static struct people people; // large, and there is one
    const struct home *home = request->home;
    return people_read(home->folder.text, &people, failure) &&
           revoke_certificate(&people, opened, failure) &&
           people_write(home->folder.text, &people, failure) && make_door_anew(request, failure) &&
           forget_old_words(home, request->name, failure) &&
           broker_revoke(home, &people, request->passphrase, request->now, failure) &&
           broker_write(home, failure) && page_write(home, failure);
}

bool replace_door(const struct door_request *request, const struct door_image *opened,
                  struct failure *failure)
{
    int lock = -1;
    if (!clock_is_plausible(request->now, failure) ||
        !home_lock(request->home->folder.text, &lock, failure)) {
        return false;
    }
    const bool done = replace_all(request, opened, failure);
    home_unlock(lock);
    return done;
}

static bool remove_all(const struct home *home, const char *door, const struct door_image *opened,
                       struct failure *failure)
{
    static struct people people; // large, and there is one
    struct path folder;
    struct path going;
    char name[32];
    (void)snprintf(name, sizeof(name), "%s.removed", door);
    if (!people_read(home->folder.text, &people, failure) ||
        !take_from_lists(&people, door, failure) || !revoke_certificate(&people, opened, failure) ||
        !home_door_path(home, name, NULL, &going, failure) ||
        !home_door_path(home, door, NULL, &folder, failure)) {
        return false;
    }
    folder_remove(going.text); // of a run that was cut off
    if (!people_write(home->folder.text, &people, failure) ||
        !folder_put(folder.text, going.text, failure)) {
        return false;
    }
    folder_remove(going.text);
    return broker_write(home, failure) && page_write(home, failure);
}

bool remove_door(const struct home *home, const char *door, const struct door_image *opened,
                 struct failure *failure)
{
    int lock = -1;
    if (!home_lock(home->folder.text, &lock, failure)) {
        return false;
    }
    const bool done = remove_all(home, door, opened, failure);
    home_unlock(lock);
    return done;
}
