// invite, invite accept, invite cancel and join, cut off at every call that changes the disk, and on a
// disk that is full at any page: nobody is let in by halves, and the same command, or the one that it
// names, goes on or begins again. invite also where the disk refuses a call. No broker runs; with one it
// is join_cut_test.c.
#include "home/broker/configuration.h"
#include "home/cli/invitations/admit.h"
#include "home/cli/invitations/make_invitation.h"
#include "home/cli/invitations/make_member.h"
#include "test/support/check.h"
#include "test/unit/home/command.h"
#include "test/unit/home/rows.h"
#include "test/unit/home/scratch.h"
#include "test/unit/home/small_disk.h"

#include <stdio.h>
#include <string.h>

enum {
    LINE_MOST = 4 * PATH_ROOM
};

static struct scratch scratch;
static struct failure failure;
static struct home home;
static struct people people;
static struct path disk;       // in the test's folder; what is tried writes there
static struct path record;     // beside it
static struct path passphrase; // beside it
static struct path out;        // the invitation's file
static struct path joined;     // the home that is made from it

// Somebody of before, whose certificate bears a name that is given again: a revocation that was cut off
// has left it in people.json, and the broker's list has not got it yet.
static void somebody_is_half_revoked(const char *serial)
{
    CHECK(people_read(home.folder.text, &people, &failure));
    CHECK(people_revoke_serial(&people, serial, &failure));
    CHECK(people_write(home.folder.text, &people, &failure));
}

static void begin(void)
{
    static const char secret[] = "correct horse\n";
    folder_remove(scratch.place.text);
    folder_remove(joined.text);
    (void)remove(out.text); // of the run before
    CHECK(scratch_home(&scratch, &home));
    const struct door_request garage = scratch_door_request(&scratch, &home, "garage");
    CHECK(make_door(&garage, &failure));
    CHECK(file_write(passphrase.text, bytes_of_text(secret), &failure));
    somebody_is_half_revoked("5EC0DE");
}

static bool told(bool done)
{
    if (!done) {
        (void)fprintf(stderr, "%s\n", failure.text);
    }
    return done;
}

static bool heard(const char *words)
{
    return command_told(record.text, words);
}

static bool runs(bool (*what)(void))
{
    const struct trial once = {.what = what, .record = record.text};
    return trial_run(&once);
}

static bool rules_stand(void)
{
    bool changed = false;
    return broker_settle(&home, &changed, &failure) && !changed;
}

static bool has_rows(const char *name)
{
    return rows_has(&home, name);
}

// Who has a name's rows is not who had the name before.
static bool has_rows_alone(const char *name)
{
    return has_rows(name) && CHECK(rows_shut_out_the_revoked(&home));
}

static const struct invitation *invitation_of(const char *user)
{
    static struct invitations invitations;
    CHECK(invitations_read(home.folder.text, &invitations, &failure));
    return invitations_find(&invitations, user);
}

static struct person *person_called(const char *user)
{
    CHECK(home_open(scratch.place.text, &home, &failure));
    CHECK(people_read(home.folder.text, &people, &failure));
    return people_find(&people, user);
}

static bool file_has(struct invitation_file *file, uint8_t point[POINT_SIZE])
{
    if (!invitation_file_read(out.text, file, &failure)) {
        return false;
    }
    EVP_PKEY *key = key_from_scalar(file->key);
    const bool has = key != NULL && key_point(key, point);
    EVP_PKEY_free(key);
    return has;
}

static bool invite_bob(void)
{
    char line[LINE_MOST];
    (void)snprintf(line, sizeof(line),
                   "bob-laptop --role member --no-wait --home %s --out %s --passphrase-file %s",
                   scratch.place.text, out.text, passphrase.text);
    return command_does(cli_invite, line);
}

static bool cancel_bob(void)
{
    char line[LINE_MOST];
    (void)snprintf(line, sizeof(line), "bob-laptop --home %s", scratch.place.text);
    return command_does(cli_invite_cancel, line);
}

// The same command again; or it says by which one the name becomes free.
static void bob_is_invited_by_a_file_that_is_good(void)
{
    static struct invitation_file file;
    uint8_t point[POINT_SIZE];
    CHECK(person_called("bob-laptop") == NULL);
    if (!runs(invite_bob)) {
        CHECK(heard("bob-laptop is invited already"));
        CHECK(heard("`portcullis invite cancel bob-laptop`"));
        CHECK(rules_stand());
        CHECK(runs(cancel_bob) && heard("taken back"));
        CHECK(runs(invite_bob));
    }
    const struct invitation *bob = invitation_of("bob-laptop");
    if (CHECK(bob != NULL && file_has(&file, point))) {
        CHECK(invitation_is_open(bob, time(NULL)));
        CHECK_BYTES(BYTES_OF(point), BYTES_OF(bob->point));
        CHECK(has_rows(invitation_login(bob).text));
    }
    CHECK(rules_stand());
}

static bool invite_carol(void)
{
    char line[LINE_MOST];
    (void)snprintf(line, sizeof(line),
                   "carol-tablet --role guest --uses 3 --home %s --out %s --passphrase-file %s",
                   scratch.place.text, out.text, passphrase.text);
    return command_does(cli_invite, line);
}

// She is in by a key that she has, or not at all.
static void carol_is_a_guest_by_a_file_that_is_good(void)
{
    static struct invitation_file file;
    uint8_t point[POINT_SIZE] = {0};
    struct doors behind;
    const struct person *carol = person_called("carol-tablet");
    CHECK(carol == NULL ||
          (file_has(&file, point) && memcmp(carol->entry.point, point, POINT_SIZE) == 0));
    if (!runs(invite_carol)) {
        CHECK(heard("carol-tablet is there already"));
        CHECK(heard("`portcullis revoke carol-tablet`"));
        CHECK(heard("`portcullis roster send`"));
    }
    carol = person_called("carol-tablet");
    if (CHECK(carol != NULL && file_has(&file, point))) {
        CHECK_BYTES(BYTES_OF(point), BYTES_OF(carol->entry.point));
        CHECK_SAME(carol->entry.uses, 3);
    }
    CHECK(rosters_behind(&home, &people, &behind, &failure));
    CHECK_SAME(behind.count, 0);
    CHECK(has_rows_alone("carol-tablet") && rules_stand());
}

static uint8_t enrol[ENROL_SIZE];
static uint8_t bobs_point[POINT_SIZE];

// Bob asks with a key of his own.
static void bob_is_invited_and_asks(void)
{
    static struct invitation_file file;
    EVP_PKEY *own = NULL;
    begin();
    CHECK(runs(invite_bob) && invitation_file_read(out.text, &file, &failure));
    somebody_is_half_revoked("5EC0DF");
    EVP_PKEY *invite = key_from_scalar(file.key);
    CHECK(key_generate(&own, &failure) && key_point(own, bobs_point));
    CHECK(invite != NULL && enrolment_sign(invite, bobs_point, enrol));
    EVP_PKEY_free(invite);
    EVP_PKEY_free(own);
}

// What `invite accept` does of it without the broker.
static bool let_bob_in(void)
{
    bool changed = false;
    struct judgement judgement;
    struct invitation invitation;
    const struct admit_request wish = {.home = &home,
                                       .passphrase = &scratch.passphrase,
                                       .enrol = BYTES_OF(enrol),
                                       .now = time(NULL)};
    if (!admit_settle(&home, &changed, &failure) ||
        !admit_judge(&home, wish.enrol, wish.now, &judgement, &failure)) {
        return told(false);
    }
    invitation = judgement.invitation;
    if (judgement.answer == ENROLMENT_TAKEN && !admit(&wish, &invitation, &failure)) {
        return told(false);
    }
    return told(admit_set_state(&home, &invitation, INVITATION_USED, &failure));
}

static bool serial_is(const struct certificate_text *text, const char *wanted)
{
    char serial[SERIAL_MOST + 1] = "";
    X509 *certificate = certificate_from_text(text->text);
    const bool same = certificate != NULL && certificate_serial(certificate, serial) &&
                      strcmp(serial, wanted) == 0;
    X509_free(certificate);
    return same;
}

// Whoever is in is so by his invitation, and what he takes is what he is known and revoked by.
static void bob_is_in_as_a_whole_or_not_at_all(void)
{
    bool changed = false;
    struct doors behind;
    CHECK(admit_settle(&home, &changed, &failure));
    const struct person *bob = person_called("bob-laptop");
    const struct invitation *invitation = invitation_of("bob-laptop");
    if (invitation == NULL) {
        CHECK(invitation != NULL);
        return;
    }
    CHECK_SAME(invitation->state == INVITATION_OPEN, bob == NULL);
    CHECK(bob == NULL || (memcmp(bob->entry.point, bobs_point, POINT_SIZE) == 0 &&
                          serial_is(&invitation->lasting, bob->certificate)));
    CHECK(rosters_behind(&home, &people, &behind, &failure));
    CHECK_SAME(behind.count, 0);
    CHECK(has_rows_alone("bob-laptop") == (bob != NULL) && rules_stand());
}

static void bob_is_in_once_the_same_is_done_again(void)
{
    bob_is_in_as_a_whole_or_not_at_all();
    CHECK(runs(let_bob_in));
    bob_is_in_as_a_whole_or_not_at_all();
    CHECK_SAME(invitation_of("bob-laptop")->state, INVITATION_USED);
    CHECK_SAME(people_count(&people, ROLE_MEMBER, "garage"), 1);
    CHECK(!has_rows("invite-"));
}

static void bob_is_invited(void)
{
    begin();
    CHECK(runs(invite_bob));
}

static void bobs_invitation_is_taken_back(void)
{
    if (!runs(cancel_bob) || !heard("The invitation of bob-laptop is taken back")) {
        CHECK(heard("no invitation of bob-laptop is open"));
    }
    CHECK_SAME(invitation_of("bob-laptop")->state, INVITATION_CANCELLED);
    CHECK(!has_rows("invite-") && rules_stand());
}

static bool join(void)
{
    static struct invitation_file file;
    return told(invitation_file_read(out.text, &file, &failure) &&
                make_member(joined.text, &file, &failure));
}

static void bobs_home_is_whole_or_none(void)
{
    static const char *const files[] = {
        "authority/server-root.crt", "keys/owner.key", "link/tls.key", "link/tls.crt",
        "doors/garage/identity.pub", "enrol"};
    struct home bobs;
    struct path path;
    CHECK(file_exists(joined.text) || runs(join));
    CHECK(home_open_any(joined.text, &bobs, &failure) && bobs.settings.member);
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        CHECK(home_path(&bobs, files[i], &path, &failure) && file_exists(path.text));
    }
}

static const struct trial inviting = {.prepare = begin,
                                      .what = invite_bob,
                                      .then = bob_is_invited_by_a_file_that_is_good,
                                      .calls = 15,
                                      .record = record.text};
static const struct trial inviting_a_guest = {.prepare = begin,
                                              .what = invite_carol,
                                              .then = carol_is_a_guest_by_a_file_that_is_good,
                                              .calls = 25,
                                              .record = record.text};
static const struct trial accepting = {.prepare = bob_is_invited_and_asks,
                                       .what = let_bob_in,
                                       .then = bob_is_in_once_the_same_is_done_again,
                                       .calls = 40,
                                       .record = record.text};
static const struct trial cancelling = {.prepare = bob_is_invited,
                                        .what = cancel_bob,
                                        .then = bobs_invitation_is_taken_back,
                                        .calls = 10,
                                        .record = record.text};
static const struct trial joining = {.prepare = bob_is_invited,
                                     .what = join,
                                     .then = bobs_home_is_whole_or_none,
                                     .calls = 25,
                                     .record = record.text};

static bool may_mount;

// Cut off, and where this is root on a full disk.
static void stop_everywhere(const struct trial *trial)
{
    cut_everywhere(trial);
    if (may_mount) {
        full_everywhere(trial, disk.text);
    }
}

static void an_invite_that_was_stopped_is_made_by_the_next(void)
{
    stop_everywhere(&inviting);
    stop_everywhere(&inviting_a_guest);
}

// The disk may refuse to sync what is in its place already, and counts.
static void an_invite_that_the_disk_refused_leaves_no_guest_without_his_file(void)
{
    refuse_everywhere(&inviting_a_guest);
    refuse_everywhere(&inviting);
}

static void an_accept_that_was_stopped_lets_nobody_in_by_halves(void)
{
    stop_everywhere(&accepting);
}

static void a_cancel_that_was_stopped_is_finished_by_the_next(void)
{
    stop_everywhere(&cancelling);
}

static void a_join_that_was_stopped_leaves_a_whole_home_or_none(void)
{
    stop_everywhere(&joining);
}

static bool begins(void)
{
    scratch_begin(&scratch);
    scratch.passphrase.rounds = 1;
    return path_join(scratch.folder.text, "disk", &disk, &failure) &&
           path_join(scratch.folder.text, "record", &record, &failure) &&
           path_join(scratch.folder.text, "passphrase", &passphrase, &failure) &&
           path_join(disk.text, "home", &scratch.place, &failure) &&
           path_join(disk.text, "bob-laptop.invitation", &out, &failure) &&
           path_join(disk.text, "bob", &joined, &failure) && folder_make(disk.text, &failure);
}

int main(void)
{
    may_mount = small_disk_may_mount();
    if (CHECK(begins())) {
        RUN(an_invite_that_was_stopped_is_made_by_the_next);
        RUN(an_invite_that_the_disk_refused_leaves_no_guest_without_his_file);
        RUN(an_accept_that_was_stopped_lets_nobody_in_by_halves);
        RUN(a_cancel_that_was_stopped_is_finished_by_the_next);
        RUN(a_join_that_was_stopped_leaves_a_whole_home_or_none);
    }
    scratch_end(&scratch);
    return check_verdict();
}
