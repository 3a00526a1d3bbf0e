// A phone's invite and its letting in, cut off at every call that changes the disk, and on a disk that is
// full at any page: nobody is in by halves, no key stops whose phone is not in, and the same again goes on.
#include "home/broker/configuration.h"
#include "home/broker/password.h"
#include "home/cli/invitations/admit.h"
#include "home/cli/invitations/make_invitation.h"
#include "test/support/check.h"
#include "test/unit/home/scratch.h"
#include "test/unit/home/small_disk.h"

#include <stdio.h>
#include <string.h>

#define HOUR ((time_t)3600)

static struct scratch scratch;
static struct failure failure;
static struct home home;
static struct people people;
static struct path disk;
static struct path record;
static struct phone_link link;
static EVP_PKEY *keys[3]; // the invite key, the phone's, the one that only stops
static uint8_t enrol[ENROL_SIZE];
static struct enrol words;

static void begin(void)
{
    folder_remove(scratch.place.text);
    CHECK(scratch_home(&scratch, &home));
    CHECK(page_settings_name(&home.settings.page, "localhost", 0, &failure) &&
          home_write_settings(home.folder.text, &home.settings, &failure));
    const struct door_request garage = scratch_door_request(&scratch, &home, "garage");
    CHECK(make_door(&garage, &failure));
}

static bool told(bool done)
{
    if (!done) {
        (void)fprintf(stderr, "%s\n", failure.text);
    }
    return done;
}

static bool invite(const char *user, enum role role)
{
    static const uint8_t nobody[POINT_SIZE];
    bool changed = false;
    struct issued issued;
    struct invitation_request request = {.home = &home,
                                         .passphrase = &scratch.passphrase,
                                         .person = person_of(user, role, nobody),
                                         .link = &link,
                                         .now = time(NULL),
                                         .expires = time(NULL) + HOUR,
                                         .out = "nowhere",
                                         .broker_address = "127.0.0.1"};
    request.person.entry.uses = role == ROLE_GUEST ? 3 : 0;
    return told(admit_settle(&home, &changed, &failure) &&
                make_invitation(&request, &issued, &failure));
}

static bool invite_bob(void)
{
    return invite("bob-phone", ROLE_MEMBER);
}

static bool invite_carol(void)
{
    return invite("carol-phone", ROLE_GUEST);
}

static bool rules_stand(void)
{
    bool changed = false;
    return broker_settle(&home, &changed, &failure) && !changed;
}

static bool runs(bool (*what)(void))
{
    const struct trial once = {.what = what, .record = record.text};
    return trial_run(&once);
}

static const struct invitation *invitation_of(const char *user)
{
    static struct invitations invitations;
    CHECK(invitations_read(home.folder.text, &invitations, &failure));
    return invitations_find(&invitations, user);
}

static const struct person *key_of(const char *user, bool stop)
{
    CHECK(people_read(home.folder.text, &people, &failure));
    for (uint8_t i = 0; i < people.count; i++) {
        const struct person *one = &people.at[i];
        if (strcmp(person_user(one).text, user) == 0 &&
            (one->entry.role == ROLE_STOP_ONLY) == stop) {
            return one;
        }
    }
    return NULL;
}

static void rosters_say_so(void)
{
    struct doors behind;
    CHECK(people_read(home.folder.text, &people, &failure));
    CHECK(rosters_behind(&home, &people, &behind, &failure));
    // The page was named after the door was made: its first roster has another origin until one is signed.
    CHECK(behind.count <= 1);
}

static void bob_can_be_invited(void)
{
    bool changed = false;
    const struct invitation *bob = NULL;
    CHECK(key_of("bob-phone", false) == NULL);
    if (!runs(invite_bob)) {
        bob = invitation_of("bob-phone");
        CHECK(bob != NULL && admit_set_state(&home, bob, INVITATION_CANCELLED, &failure));
        CHECK(runs(invite_bob));
    }
    bob = invitation_of("bob-phone");
    CHECK(bob != NULL && invitation_is_open(bob, time(NULL)) && bob->login[0] != '\0');
    CHECK(admit_settle(&home, &changed, &failure) && rules_stand());
}

static void carol_is_a_guest_or_nobody(void)
{
    bool changed = false;
    CHECK(admit_settle(&home, &changed, &failure) && rules_stand());
    const struct person *carol = key_of("carol-phone", false);
    CHECK(carol == NULL || (carol->entry.uses == 3 && carol->login[0] != '\0'));
    CHECK(carol != NULL || runs(invite_carol));
    CHECK(key_of("carol-phone", false) != NULL);
    rosters_say_so();
}

// Bob asks with a passkey and a key that only stops.
static void bob_asks(void)
{
    static const uint8_t nobody[POINT_SIZE];
    struct invitations invitations = {.count = 1};
    uint8_t point[POINT_SIZE];
    begin();
    struct invitation *bob = &invitations.at[0];
    *bob = (struct invitation){.kind = INVITATION_PHONE,
                               .state = INVITATION_OPEN,
                               .expires = time(NULL) + HOUR,
                               .person = person_of("bob-phone", ROLE_MEMBER, nobody)};
    words = (struct enrol){.kind = KEY_PASSKEY};
    CHECK(key_point(keys[0], bob->point) && key_point(keys[1], words.point) &&
          key_point(keys[2], words.stop_point) && key_point(keys[0], point));
    CHECK(password_hash("of the link", bob->login, &failure));
    key8_of(point, words.invite8);
    enrol_encode(&words, enrol);
    CHECK(key_sign(keys[0], (struct bytes){enrol, ENROL_COVERED}, enrol + ENROL_COVERED));
    CHECK(invitations_write(home.folder.text, &invitations, &failure));
    CHECK(broker_write(&home, &failure));
}

static bool let_bob_in(void)
{
    bool changed = false;
    struct judgement judgement;
    const struct admit_request wish = {.home = &home,
                                       .passphrase = &scratch.passphrase,
                                       .enrol = BYTES_OF(enrol),
                                       .now = time(NULL)};
    if (!admit_settle(&home, &changed, &failure) ||
        !admit_judge(&home, wish.enrol, wish.now, &judgement, &failure)) {
        return told(false);
    }
    struct invitation invitation = judgement.invitation;
    return told(judgement.answer != ENROLMENT_TAKEN || admit(&wish, &invitation, &failure));
}

// Both of his keys are there or none, and the password that he takes is the one the broker knows.
static void bob_is_in_as_a_whole_or_not_at_all(void)
{
    bool changed = false;
    CHECK(admit_settle(&home, &changed, &failure));
    const struct person *stop = key_of("bob-phone", true);
    const struct person *bob = key_of("bob-phone", false);
    const struct invitation *invitation = invitation_of("bob-phone");
    CHECK_SAME(bob != NULL, stop != NULL);
    CHECK(invitation != NULL);
    if (invitation != NULL) {
        CHECK_SAME(invitation->state == INVITATION_OPEN, bob == NULL);
        CHECK(bob == NULL || password_is(invitation->password, bob->login));
    }
    CHECK(bob == NULL || (bob->entry.kind == KEY_PASSKEY && bob->certificate[0] == '\0'));
    rosters_say_so();
    CHECK(rules_stand());
}

static void bob_is_in_once_the_same_is_done_again(void)
{
    bob_is_in_as_a_whole_or_not_at_all();
    CHECK(runs(let_bob_in));
    bob_is_in_as_a_whole_or_not_at_all();
    CHECK(key_of("bob-phone", false) != NULL);
    CHECK_SAME(people_count(&people, ROLE_MEMBER, "garage"), 1);
    CHECK_SAME(people_count(&people, ROLE_STOP_ONLY, "garage"), 1);
}

static const struct trial inviting = {.prepare = begin,
                                      .what = invite_bob,
                                      .then = bob_can_be_invited,
                                      .calls = 10,
                                      .record = record.text};
static const struct trial inviting_a_guest = {.prepare = begin,
                                              .what = invite_carol,
                                              .then = carol_is_a_guest_or_nobody,
                                              .calls = 20,
                                              .record = record.text};
static const struct trial accepting = {.prepare = bob_asks,
                                       .what = let_bob_in,
                                       .then = bob_is_in_once_the_same_is_done_again,
                                       .calls = 30,
                                       .record = record.text};

static bool may_mount;

static void stop_everywhere(const struct trial *trial)
{
    cut_everywhere(trial);
    if (may_mount) {
        full_everywhere(trial, disk.text);
    }
}

static void a_phones_invite_that_was_stopped_is_made_by_the_next(void)
{
    stop_everywhere(&inviting);
    stop_everywhere(&inviting_a_guest);
}

static void a_phone_is_let_in_with_both_keys_or_none(void)
{
    stop_everywhere(&accepting);
}

static bool begins(void)
{
    scratch_begin(&scratch);
    scratch.passphrase.rounds = 1;
    bool made = path_join(scratch.folder.text, "disk", &disk, &failure) &&
                path_join(scratch.folder.text, "record", &record, &failure) &&
                path_join(disk.text, "home", &scratch.place, &failure) &&
                folder_make(disk.text, &failure);
    for (size_t i = 0; i < 3; i++) {
        made = made && key_generate(&keys[i], &failure);
    }
    return made;
}

int main(void)
{
    may_mount = small_disk_may_mount();
    if (CHECK(begins())) {
        RUN(a_phones_invite_that_was_stopped_is_made_by_the_next);
        RUN(a_phone_is_let_in_with_both_keys_or_none);
    }
    for (size_t i = 0; i < 3; i++) {
        EVP_PKEY_free(keys[i]);
    }
    scratch_end(&scratch);
    return check_verdict();
}
