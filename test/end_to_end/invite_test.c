// Inviting and joining, by the programs as they are: Alice's home with broker and door, and Bob's
// machine, which is another folder. Whoever has the invitation's key can ask; the 12 digits tell who it
// is. Where this is root, an ordinary user does the short of it at the same time.
#include "test/end_to_end/invite_scene.h"
#include "test/support/check.h"

#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct failure failure;
static struct run bob;

static void bob_joins_by_twelve_digits_and_opens_with_his_own_home(void)
{
    char digits[16] = "";
    const struct path file = invited("bob-laptop", "member");
    struct stat found;
    CHECK(stat(file.text, &found) == 0 && (found.st_mode & 07777) == 0600);
    joins(&bob, &file, "bob");
    CHECK(digits_on(&bob, digits));
    const char *const words[] = {"invite", "accept", "--passphrase-file", passphrase.text, NULL};
    struct run alice;
    char hers[16] = "";
    run_begins(&alice, &house, words);
    CHECK(run_says(&alice, "bob-laptop asks to be let in as member", WITHIN));
    CHECK(digits_on(&alice, hers));
    CHECK(strcmp(hers, digits) == 0);
    run_types(&alice, "y\n");
    CHECK(run_says(&alice, "bob-laptop is member from now on", WITHIN));
    CHECK(run_says(&alice, "The broker knows of it", WITHIN));
    CHECK(run_says(&alice, "garage: done: the door has roster 2 in force", WITHIN));
    CHECK(run_says(&alice, "bob-laptop has his certificate", WITHIN));
    CHECK_SAME(run_ends(&alice, WITHIN), 0);
    CHECK(run_says(&bob, "bob-laptop is let in", WITHIN));
    CHECK(run_says(&bob, "garage knows you: portcullis open garage", WITHIN));
    CHECK_SAME(run_ends(&bob, WITHIN), 0);
    CHECK_SAME(state_of("bob-laptop"), INVITATION_USED);
    CHECK_SAME(with_his_home("bob", "open"), 0);
    CHECK(house_said(&house, "garage: open, done"));
    CHECK_SAME(with_his_home("bob", "status"), 0);
    CHECK(house_said(&house, "roster: version 2 at the door"));
    is_closed_by_hand();
}

static void a_members_home_refuses_what_owners_do_in_plain_words(void)
{
    const struct path home = in(&elsewhere, "bob");
    CHECK_SAME(
        house_does(&house, "invite", "carol-desk", "--role", "member", "--home", home.text, NULL),
        3);
    CHECK(house_said(&house, "is the home of bob-laptop, who was invited"));
    CHECK(house_said(&house, "do this on the owner's machine"));
    CHECK_SAME(house_does(&house, "door", "add", "barn", "--profile", "stop-both", "--switches",
                          "both", "--home", home.text, NULL),
               3);
    CHECK(house_said(&house, "no admin key and no list of people"));
    CHECK_SAME(house_does(&house, "broker", "config", "--home", home.text, NULL), 3);
    CHECK_SAME(house_does(&house, "invite", "list", "--home", home.text, NULL), 3);
    CHECK_SAME(house_does(&house, "join", "--home", home.text, NULL), 0);
    CHECK(house_said(&house, "bob-laptop has joined"));
    CHECK_SAME(house_does(&house, "join", NULL), 3);
    CHECK(house_said(&house, "is a home of your own"));
}

// A door takes one roster in half a minute, and forgets that with the power.
static void the_door_has_time_for_a_roster(void)
{
    door_program_kill(&house.door);
    CHECK(door_program_start(&house.door));
    CHECK(house_is_fresh(&house, ""));
}

// After him, whatever he signs is a stranger's.
static void bob_is_revoked_and_met_with_silence(void)
{
    the_door_has_time_for_a_roster();
    CHECK_SAME(
        house_does(&house, "revoke", "bob", "--passphrase-file", passphrase.text, "--yes", NULL),
        0);
    CHECK(!is_among_the_people("bob-laptop"));
    CHECK_SAME(with_his_home("bob", "open"), 3);
    CHECK(house_stands(&house, 0, 1000));
}

static void a_used_invitation_lets_in_nobody_else(void)
{
    char digits[16] = "";
    EVP_PKEY *other = NULL;
    const struct path file = in(&elsewhere, "bob-laptop");
    CHECK(key_generate(&other, &failure));
    broker_shows(&file, other);
    EVP_PKEY_free(other);
    CHECK_SAME(alice_accepts("bob-laptop", "0000 0000 0000"), 1);
    CHECK(house_said(&house, "Somebody asks with the invitation of bob-laptop, which is used"));
    // The broker has no row for it any more, so a machine that tries waits for ever.
    joins(&bob, &file, "copy");
    CHECK(digits_on(&bob, digits));
    CHECK_SAME(alice_accepts("bob-laptop", digits), 1);
    CHECK(house_said(&house, "bob-laptop has joined already, and nobody else asks"));
    run_signal(&bob, SIGINT);
    CHECK_SAME(run_ends(&bob, WITHIN), 1);
    CHECK_SAME(with_his_home("copy", "open"), 3);
    CHECK(house_said(&house, "bob-laptop is not let in yet"));
}

static void a_broker_that_swaps_the_question_is_found_by_the_digits(void)
{
    char digits[16] = "";
    EVP_PKEY *thiefs = NULL;
    const struct path file = invited("dora-laptop", "owner");
    joins(&bob, &file, "dora");
    CHECK(digits_on(&bob, digits));
    bench_pause(500);
    // It has a photograph of the invitation.
    CHECK(key_generate(&thiefs, &failure));
    broker_shows(&file, thiefs);
    CHECK_SAME(alice_accepts("dora-laptop", digits), 1);
    CHECK(house_said(&house, "dora-laptop was not let in, and his invitation is dead"));
    CHECK(house_said(&house, "The broker knows of it"));
    CHECK(!is_among_the_people("dora-laptop"));
    CHECK_SAME(state_of("dora-laptop"), INVITATION_REFUSED);
    // And dead it stays, for the right digits too.
    CHECK_SAME(alice_accepts("dora-laptop", digits), 1);
    CHECK(!is_among_the_people("dora-laptop"));
    EVP_PKEY_free(thiefs);
    run_signal(&bob, SIGINT);
    CHECK_SAME(run_ends(&bob, WITHIN), 1);
    CHECK(strstr(bob.text, "is not in yet") != NULL);
}

static void two_machines_with_one_invitation_are_both_refused_aloud(void)
{
    char digits[16] = "";
    char others[16] = "";
    struct run copy;
    const struct path file = invited("erin-laptop", "member");
    joins(&bob, &file, "erin");
    CHECK(digits_on(&bob, digits));
    // Alice looks, and is interrupted before she has said yes.
    const char *const words[] = {"invite",        "accept", "erin-laptop", "--passphrase-file",
                                 passphrase.text, NULL};
    struct run alice;
    run_begins(&alice, &house, words);
    CHECK(run_says(&alice, digits, WITHIN));
    joins(&copy, &file, "erins-copy");
    CHECK(digits_on(&copy, others));
    CHECK(strcmp(digits, others) != 0);
    bench_pause(500);
    run_types(&alice, "y\n");
    CHECK(run_says(&alice, "TWO DIFFERENT KEYS ask with the invitation of erin-laptop", WITHIN));
    CHECK_SAME(run_ends(&alice, WITHIN), 1);
    CHECK(!is_among_the_people("erin-laptop"));
    CHECK_SAME(alice_accepts("erin-laptop", digits), 1);
    CHECK_SAME(alice_accepts("erin-laptop", others), 1);
    CHECK(!is_among_the_people("erin-laptop"));
    run_signal(&bob, SIGINT);
    run_signal(&copy, SIGINT);
    CHECK_SAME(run_ends(&bob, WITHIN), 1);
    CHECK_SAME(run_ends(&copy, WITHIN), 1);
}

static void an_invitation_whose_time_is_over_lets_nobody_in(void)
{
    char digits[16] = "";
    struct invitations invitations;
    const struct path file = invited("finn-laptop", "member");
    joins(&bob, &file, "finn");
    CHECK(digits_on(&bob, digits));
    bench_pause(500);
    // An hour later.
    CHECK(invitations_read(house.scratch.place.text, &invitations, &failure));
    struct invitation *finns = invitations_find(&invitations, "finn-laptop");
    CHECK(finns != NULL);
    if (finns != NULL) {
        finns->expires = time(NULL) - 1;
    }
    CHECK(invitations_write(house.scratch.place.text, &invitations, &failure));
    CHECK_SAME(alice_accepts("finn-laptop", digits), 1);
    // The broker has no row for it any more, and does not even carry the question.
    CHECK(house_said(&house, "The invitation of finn-laptop is expired"));
    CHECK(!is_among_the_people("finn-laptop"));
    run_signal(&bob, SIGINT);
    CHECK_SAME(run_ends(&bob, WITHIN), 1);
}

static void a_cancelled_invitation_lets_nobody_in(void)
{
    char digits[16] = "";
    const struct path file = invited("gina-laptop", "member");
    joins(&bob, &file, "gina");
    CHECK(digits_on(&bob, digits));
    CHECK_SAME(house_does(&house, "invite", "cancel", "gina-laptop", NULL), 0);
    CHECK_SAME(alice_accepts("gina-laptop", digits), 1);
    CHECK(!is_among_the_people("gina-laptop"));
    CHECK_SAME(house_does(&house, "invite", "cancel", "gina-laptop", NULL), 1);
    run_signal(&bob, SIGINT);
    CHECK_SAME(run_ends(&bob, WITHIN), 1);
    CHECK_SAME(house_does(&house, "invite", "list", NULL), 0);
    CHECK(house_said(&house, "gina-laptop"));
    CHECK(house_said(&house, "cancelled"));
}

static void alice_lets_in_and_does_not_wait(const char *user, const char *digits)
{
    struct run alice;
    const char *const words[] = {
        "invite", "accept", user, "--digits", digits, "--passphrase-file", passphrase.text, NULL};
    run_begins(&alice, &house, words);
    CHECK(run_says(&alice, "garage: done: the door has roster", WITHIN));
    bench_pause(500);
    run_signal(&alice, SIGINT);
    CHECK(run_says(&alice, "has not taken his certificate yet", WITHIN));
    CHECK_SAME(run_ends(&alice, WITHIN), 1);
}

// Alice lets him in while his machine is off; he takes his certificate the next day.
static void joining_goes_on_where_it_was_interrupted(void)
{
    char digits[16] = "";
    char again[16] = "";
    const struct path file = invited("hugo-laptop", "member");
    const struct path home = in(&elsewhere, "hugo");
    CHECK_SAME(house_does(&house, "join", file.text, "--home", home.text, "--no-wait", NULL), 1);
    CHECK(digits_on(&house.run, digits));
    const char *const words[] = {"join", "--home", home.text, NULL};
    run_begins(&bob, &house, words);
    CHECK(digits_on(&bob, again));
    CHECK(strcmp(digits, again) == 0);
    run_signal(&bob, SIGINT);
    CHECK_SAME(run_ends(&bob, WITHIN), 1);
    CHECK(strstr(bob.text, "goes on with it") != NULL);
    the_door_has_time_for_a_roster();
    alice_lets_in_and_does_not_wait("hugo-laptop", digits);
    CHECK_SAME(state_of("hugo-laptop"), INVITATION_LET_IN);
    CHECK_SAME(house_does(&house, "join", "--home", home.text, NULL), 0);
    CHECK(house_said(&house, "garage knows you"));
    CHECK_SAME(alice_accepts("hugo-laptop", digits), 0);
    CHECK_SAME(state_of("hugo-laptop"), INVITATION_USED);
    CHECK_SAME(with_his_home("hugo", "identify"), 0);
}

static void an_open_invitation_goes_with_its_person(void)
{
    the_door_has_time_for_a_roster();
    (void)invited("hugo-desk", "member");
    CHECK_SAME(house_does(&house, "revoke", "hugo", "--passphrase-file", passphrase.text, NULL), 0);
    CHECK_SAME(state_of("hugo-desk"), INVITATION_CANCELLED);
    (void)invited("ivan-desk", "member");
    CHECK_SAME(house_does(&house, "revoke", "ivan", "--passphrase-file", passphrase.text, NULL), 1);
    CHECK(house_said(&house, "portcullis invite cancel ivan-desk"));
}

static void a_guests_key_is_good_at_once_and_for_as_often_as_was_said(void)
{
    const struct path file = in(&elsewhere, "carol-tablet");
    const struct path home = in(&elsewhere, "carol");
    the_door_has_time_for_a_roster();
    CHECK_SAME(house_does(&house, "invite", "carol-tablet", "--role", "guest", "--broker-address",
                          "127.0.0.1", "--passphrase-file", passphrase.text, NULL),
               2);
    CHECK(house_said(&house, "a guest without limits has no power"));
    CHECK_SAME(house_does(&house, "invite", "carol-tablet", "--role", "guest", "--uses", "1",
                          "--broker-address", "127.0.0.1", "--out", file.text, "--passphrase-file",
                          passphrase.text, NULL),
               0);
    CHECK_SAME(house_does(&house, "join", file.text, "--home", home.text, NULL), 0);
    CHECK(house_said(&house, "portcullis open garage"));
    CHECK_SAME(with_his_home("carol", "open"), 0);
    is_closed_by_hand();
    CHECK_SAME(with_his_home("carol", "open"), 1);
}

static bool begins(char **words)
{
    if (!house_begins(&house, words[1], words[2])) {
        return check_that(false, "the house is there", __FILE__, __LINE__);
    }
    passphrase = house.passphrase;
    elsewhere = in(&house.scratch.folder, "elsewhere");
    return CHECK(folder_make(elsewhere.text, &failure));
}

static void run_all(void)
{
    RUN(bob_joins_by_twelve_digits_and_opens_with_his_own_home);
    RUN(a_members_home_refuses_what_owners_do_in_plain_words);
    RUN(a_used_invitation_lets_in_nobody_else);
    RUN(bob_is_revoked_and_met_with_silence);
    RUN(a_broker_that_swaps_the_question_is_found_by_the_digits);
    RUN(two_machines_with_one_invitation_are_both_refused_aloud);
    RUN(an_invitation_whose_time_is_over_lets_nobody_in);
    RUN(a_cancelled_invitation_lets_nobody_in);
    RUN(joining_goes_on_where_it_was_interrupted);
    RUN(an_open_invitation_goes_with_its_person);
    RUN(a_guests_key_is_good_at_once_and_for_as_often_as_was_said);
}

static void run_the_short_of_it(void)
{
    RUN(bob_joins_by_twelve_digits_and_opens_with_his_own_home);
    RUN(a_cancelled_invitation_lets_nobody_in);
    RUN(a_guests_key_is_good_at_once_and_for_as_often_as_was_said);
}

// In a process of its own, at the same time.
static pid_t as_an_ordinary_user(char **words)
{
    const struct passwd *nobody = getpwnam("nobody");
    const pid_t child = fork();
    if (child == 0) {
        if (nobody == NULL || setgroups(0, NULL) != 0 || setgid(nobody->pw_gid) != 0 ||
            setuid(nobody->pw_uid) != 0) {
            _exit(1);
        }
        if (begins(words)) {
            run_the_short_of_it();
        }
        house_ends(&house);
        const int verdict = check_verdict();
        (void)fflush(stdout);
        _exit(verdict);
    }
    return child;
}

int main(int count, char **words)
{
    int status = 0;
    if (count != 3) {
        (void)fputs("usage: invite PORTCULLIS PORTCULLIS-DOOR\n", stderr);
        return 2;
    }
    const bool is_root = geteuid() == 0;
    const pid_t ordinary = is_root ? as_an_ordinary_user(words) : 0;
    if (begins(words)) {
        run_all();
    }
    house_ends(&house);
    CHECK(!is_root || (ordinary > 0 && waitpid(ordinary, &status, 0) == ordinary));
    check_that(status == 0, "an ordinary user can do it", __FILE__, __LINE__);
    return status == 0 ? check_verdict() : 1;
}
