#include "home/cli/invitations/make_invitation.h"
#include "home/broker/configuration.h"
#include "home/broker/revocation.h"
#include "home/cli/invitations/making.h"

#include <string.h>
#include <unistd.h>

bool making_is_for_guest(const struct making *making)
{
    return making->request->person.entry.role == ROLE_GUEST;
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

static bool has_page(const struct home *home, struct failure *failure)
{
    return home->settings.page.host[0] != '\0' ||
           failure_say(failure, "this home has no page that a phone could open; give it one with "
                                "`portcullis page host NAME`, or say --machine to invite another "
                                "machine by a file");
}

bool make_invitation_allowed(const struct invitation_request *request, struct failure *failure)
{
    const struct user_name user = person_user(&request->person);
    const struct home_settings *settings = &request->home->settings;
    static struct people people;
    struct invitations invitations;
    const char *folder = request->home->folder.text;
    size_t gone = 0;
    if (!people_read(folder, &people, failure) ||
        !people_let_go(&people, request->now, &gone, failure) ||
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
    if (request->link != NULL) {
        return has_page(request->home, failure);
    }
    return !file_exists(request->out) || is_worthless(request, &people, &invitations) ||
           failure_say(failure, "%s is there already; say another --out, or move it away",
                       request->out);
}

static bool add_key(struct making *making)
{
    return key_generate(&making->key, making->failure) &&
           (key_point(making->key, making->invitation.point) || key_refused(making->failure));
}

// A guest is somebody at once: his key goes into the rosters.
static bool let_guest_in(struct making *making, struct issued *issued)
{
    static struct people people;
    const struct home *home = making->request->home;
    struct path path;
    EVP_PKEY *admin = NULL;
    size_t gone = 0;
    memcpy(making->invitation.person.entry.point, making->invitation.point, POINT_SIZE);
    if (!people_read(home->folder.text, &people, making->failure) ||
        !people_let_go(&people, making->request->now, &gone, making->failure) ||
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
    size_t gone = 0;
    return people_read(request->home->folder.text, &people, making->failure) &&
           people_let_go(&people, request->now, &gone, making->failure) &&
           broker_revoke(request->home, &people, request->passphrase, request->now,
                         making->failure);
}

static const char *what_he_is(const struct making *making)
{
    return making_is_for_guest(making) ? "a guest from now on" : "invited";
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

static bool take_in(struct making *making, struct issued *issued)
{
    return making_is_for_guest(making) ? let_guest_in(making, issued) : note(making);
}

static bool make_for_machine(struct making *making, struct issued *issued)
{
    const struct invitation_request *request = making->request;
    if (!machine_part_make(making)) {
        return false;
    }
    (void)unlink(request->out); // a worthless one; what else stands there is not written over
    if (!invitation_file_write(request->out, &making->file, making->failure)) {
        return false;
    }
    // A file without an invitation lets nobody in, so it comes first, and goes when the rest fails.
    return take_in(making, issued) || is_unfinished(making);
}

// A link that counts is shown, whatever failed behind it: nobody could make it again.
static bool make_for_phone(struct making *making, struct issued *issued)
{
    struct phone_link *link = making->request->link;
    const bool linked = phone_part_make(making);
    if (linked && take_in(making, issued)) {
        return true;
    }
    const struct failure why = *making->failure;
    if (!linked || !counts_all_the_same(making)) {
        wipe(link, sizeof(*link));
        return false;
    }
    return failure_say(making->failure, "%.400s. But %s is %s by this link", why.text,
                       person_user(&making->request->person).text, what_he_is(making));
}

static bool make_locked(struct making *making, struct issued *issued)
{
    if (!make_invitation_allowed(making->request, making->failure) ||
        !shut_out_the_last_one(making) || !add_key(making)) {
        return false;
    }
    const bool made = making->request->link == NULL ? make_for_machine(making, issued)
                                                    : make_for_phone(making, issued);
    return made && write_rules(making);
}

bool make_invitation(const struct invitation_request *request, struct issued *issued,
                     struct failure *failure)
{
    int lock = -1;
    struct making making = {
        .request = request,
        .invitation = {.kind = request->link == NULL ? INVITATION_MACHINE : INVITATION_PHONE,
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
