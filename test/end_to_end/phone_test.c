// Phones are invited, let in and operate the door: the command line, mosquitto, the door's program and
// phones as the protocol describes them (phone.h). Where this is root, an ordinary user does the short of
// it at the same time.
// words[1] is portcullis, words[2] portcullis-door.
#include "test/end_to_end/phone_scene.h"
#include "test/support/check.h"

#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static struct failure failure;
static struct phone bob;
static struct phone other;

static void bob_joins_by_his_link_and_opens_with_a_passkey(void)
{
    invited(&bob, "bob-phone", "member", PHONE_PASSKEY);
    CHECK(strcmp(bob.words.origin, "http://localhost:8088") == 0);
    CHECK_SAME(bob.words.role, ROLE_MEMBER);
    CHECK(joins(&bob));
    CHECK_SAME(state_of("bob-phone"), INVITATION_USED);
    // The link has another password than the phone has now, and opens nothing.
    CHECK(strcmp(bob.password, bob.words.password) != 0);
    CHECK(link_is_dead(&bob) && is_shut_out(&bob, "bob-phone", bob.words.password));
    CHECK_SAME(phone_commands(&bob, ACTION_OPEN, false, WITHIN), RESULT_OK);
    CHECK(house_stands(&house, 1000, WITHIN));
    is_closed_by_hand();
}

// Whether there is anything to stop is the door's to say.
static void his_stop_needs_no_fingerprint_and_his_stop_key_opens_nothing(void)
{
    CHECK_SAME(phone_commands(&bob, ACTION_OPEN, true, WITHIN), RESULT_ROLE);
    const uint8_t stopped = phone_commands(&bob, ACTION_STOP, true, WITHIN);
    CHECK(stopped == RESULT_OK || stopped == RESULT_ALREADY || stopped == RESULT_STATE);
    CHECK(house_stands(&house, 0, 1000));
}

static void he_is_one_device_among_the_people(void)
{
    CHECK_SAME(house_does(&house, "people", NULL), 0);
    CHECK(house_said(&house, "passkey, and a key that only stops"));
    CHECK(strstr(house.run.text, "stop-only") == NULL);
    CHECK_SAME(house_does(&house, "people", "--json", NULL), 0);
    CHECK(house_said(&house, "\"kind\":\"passkey\""));
    CHECK(house_said(&house, "\"stop_key\":true"));
    CHECK(strstr(house.run.text, "\"stop-only\"") == NULL);
    CHECK_SAME(house_does(&house, "user", "rename", "bob-phone", "bob-tablet", "--passphrase-file",
                          passphrase.text, NULL),
               1);
    CHECK(house_said(&house, "invite it anew by the other"));
}

// By name and hash he can say who moved the door.
static void he_is_given_roster_and_events(void)
{
    CHECK(phone_has_heard(&bob, "portcullis/garage/roster"));
    CHECK(phone_has_heard(&bob, "portcullis/garage/event"));
    CHECK(bob.roster_size > 0);
}

static void bob_is_revoked_at_the_door_and_at_the_broker(void)
{
    the_door_has_time_for_a_roster();
    CHECK_SAME(house_does(&house, "revoke", "bob", "--passphrase-file", passphrase.text, NULL), 0);
    CHECK(house_said(&house, "bob is revoked: 2 keys"));
    CHECK(house_said(&house, "garage: done: the door has roster"));
    CHECK(person_called("bob-phone") == NULL);
    CHECK_SAME(house_does(&house, "people", "--json", NULL), 0);
    CHECK(strstr(house.run.text, "bob-phone") == NULL);
    CHECK(is_shut_out(&bob, bob.user, bob.password));
    phone_listens(&bob, 500);
    CHECK(!bob.up); // what was connected is thrown out
    phone_ends(&bob);
}

// Before he has joined: he may bring his Enrol and take his answer.
static void the_login_of_a_link_is_good_for_nothing_else(void)
{
    static const char forged[] = "forged";
    invited(&other, "dora-phone", "owner", PHONE_PASSKEY);
    CHECK(phone_asks(&other));
    CHECK(phone_publishes(&other, "garage/command/dora-phone", bytes_of_text(forged), true));
    CHECK(phone_publishes(&other, "garage/roster", bytes_of_text(forged), true));
    CHECK(phone_publishes(&other, "enrol/0123456789abcdef", bytes_of_text(forged), true));
    phone_listens(&other, 1000);
    CHECK_SAME(other.topics_heard, 0);
    // Nobody else hears of it, who may hear everything of that: a door takes no notice.
    CHECK_SAME(house_does(&house, "doctor", "garage", "--json", NULL) == 3, 0);
    CHECK(strstr(house.run.text, "retained") == NULL ||
          strstr(house.run.text, "command/dora-phone") == NULL);
}

static void other_digits_are_somebody_else(void)
{
    CHECK_SAME(alice_accepts("dora-phone", "0000 0000 0000"), 1);
    CHECK(house_said(&house, "dora-phone was not let in, and his invitation is dead"));
    CHECK_SAME(state_of("dora-phone"), INVITATION_REFUSED);
    CHECK(person_called("dora-phone") == NULL);
    CHECK(link_is_dead(&other));
    phone_ends(&other);
}

static void a_photographed_link_lets_neither_in(void)
{
    static struct phone thief;
    invited(&other, "erin-phone", "member", PHONE_RAW);
    CHECK(phone_asks(&other));
    // He has the same link; where the broker is his, he need not even come by its login.
    thief = (struct phone){.kind = PHONE_RAW, .port = phones_port, .words = other.words};
    memcpy(thief.user, other.user, sizeof(thief.user));
    const struct enrolment_digits digits = digits_of(&other);
    struct run alice;
    const char *const words[] = {"invite",        "accept", "erin-phone", "--passphrase-file",
                                 passphrase.text, NULL};
    run_begins(&alice, &house, words);
    CHECK(run_says(&alice, "with a key of its browser", WITHIN));
    CHECK(run_says(&alice, digits.text, WITHIN));
    CHECK(phone_asks(&thief));
    run_types(&alice, "y\n");
    CHECK(run_says(&alice, "TWO DIFFERENT KEYS ask with the invitation of erin-phone", WITHIN));
    CHECK(run_says(&alice, "copy of its link", WITHIN));
    CHECK_SAME(run_ends(&alice, WITHIN), 1);
    CHECK_SAME(state_of("erin-phone"), INVITATION_REFUSED);
    CHECK(person_called("erin-phone") == NULL);
    CHECK_SAME(alice_accepts("erin-phone", digits.text), 1);
    CHECK(person_called("erin-phone") == NULL);
    CHECK(link_is_dead(&other));
    phone_ends(&thief);
    phone_ends(&other);
}

static void its_time_is_over(const char *user)
{
    struct invitations invitations;
    CHECK(invitations_read(house.scratch.place.text, &invitations, &failure));
    struct invitation *found = invitations_find(&invitations, user);
    CHECK(found != NULL);
    if (found != NULL) {
        found->expires = time(NULL) - 1;
    }
    CHECK(invitations_write(house.scratch.place.text, &invitations, &failure));
}

// What `time` settles comes first; the doors need not be waited for.
static void time_settles(const char *words)
{
    struct run run;
    const char *const line[] = {"time", NULL};
    run_begins(&run, &house, line);
    CHECK(run_says(&run, words, WITHIN));
    CHECK(run_says(&run, "The broker knows of it", WITHIN));
    run_signal(&run, SIGINT);
    (void)run_ends(&run, WITHIN);
}

static void a_link_whose_time_is_over_is_dead(void)
{
    invited(&other, "finn-phone", "member", PHONE_PASSKEY);
    CHECK(other.words.expires > time(NULL) + 3000 && other.words.expires <= time(NULL) + 3600);
    CHECK(link_is_alive(&other));
    its_time_is_over("finn-phone");
    time_settles("");
    CHECK(link_is_dead(&other));
    phone_ends(&other);
}

static void a_cancelled_link_is_dead(void)
{
    invited(&other, "gina-phone", "member", PHONE_RAW);
    CHECK(link_is_alive(&other));
    CHECK_SAME(house_does(&house, "invite", "cancel", "gina-phone", NULL), 0);
    CHECK(link_is_dead(&other));
    CHECK_SAME(house_does(&house, "invite", "list", NULL), 0);
    CHECK(house_said(&house, "phone"));
    phone_ends(&other);
}

static void a_browsers_key_opens_too_and_is_called_the_weaker_one(void)
{
    the_door_has_time_for_a_roster();
    invited(&other, "hugo-phone", "member", PHONE_RAW);
    CHECK(joins(&other));
    CHECK_SAME(phone_commands(&other, ACTION_OPEN, false, WITHIN), RESULT_OK);
    CHECK(house_stands(&house, 1000, WITHIN));
    is_closed_by_hand();
    CHECK_SAME(house_does(&house, "people", NULL), 0);
    CHECK(house_said(&house, "a browser's key, weaker than a passkey"));
    phone_ends(&other);
}

static void a_guests_link_is_his_key_at_once(void)
{
    char link[512] = "";
    the_door_has_time_for_a_roster();
    CHECK_SAME(house_does(&house, "invite", "carol-phone", "--role", "guest", "--passphrase-file",
                          passphrase.text, NULL),
               2);
    CHECK(house_said(&house, "a guest without limits has no power"));
    CHECK_SAME(house_does(&house, "invite", "carol-phone", "--role", "guest", "--uses", "1",
                          "--expires", "2h", "--json", "--passphrase-file", passphrase.text, NULL),
               0);
    CHECK(link_was_said(link, sizeof(link)) &&
          phone_begins(&other, link, PHONE_RAW, phones_port, identity_of_garage()));
    CHECK_SAME(other.words.kind, 2);
    CHECK_SAME(other.words.uses, 1);
    CHECK(other.words.last != 0 && other.words.expires > time(NULL) + 7000);
    CHECK(phone_enters_in_time(&other, "carol-phone", other.words.password));
    CHECK_SAME(phone_commands(&other, ACTION_OPEN, false, WITHIN), RESULT_OK);
    CHECK(house_stands(&house, 1000, WITHIN));
    is_closed_by_hand();
    CHECK_SAME(phone_commands(&other, ACTION_OPEN, false, WITHIN), RESULT_USES);
    CHECK(!phone_has_heard(&other, "portcullis/garage/roster"));
    CHECK(!phone_has_heard(&other, "portcullis/garage/event"));
    CHECK_SAME(house_does(&house, "people", NULL), 0);
    CHECK(house_said(&house, "over in 11"));
}

static void carols_time_is_over(void)
{
    static struct people people;
    CHECK(people_read(house.scratch.place.text, &people, &failure));
    struct person *carol = people_find(&people, "carol-phone");
    CHECK(carol != NULL);
    if (carol != NULL) {
        carol->expires = time(NULL) - 1;
    }
    CHECK(people_write(house.scratch.place.text, &people, &failure));
}

static void a_guest_whose_time_is_over_is_out(void)
{
    carols_time_is_over();
    time_settles("The time of 1 is over");
    CHECK(is_shut_out(&other, "carol-phone", other.words.password));
    CHECK_SAME(house_does(&house, "people", NULL), 0);
    CHECK(house_said(&house, "(over)"));
    the_door_has_time_for_a_roster();
    CHECK_SAME(house_does(&house, "roster", "sign", "--passphrase-file", passphrase.text, NULL), 0);
    CHECK(house_said(&house, "garage: done: the door has roster"));
    CHECK(person_called("carol-phone") == NULL);
    phone_ends(&other);
}

static void the_time_is_told_and_the_door_says_so(void)
{
    CHECK_SAME(house_does(&house, "time", "--json", NULL), 0);
    CHECK(house_said(&house, "\"done\":true"));
    CHECK(house_said(&house, "\"answer\":\"agrees\""));
    CHECK_SAME(house_does(&house, "time", "--unit", NULL), 0);
    CHECK(house_said(&house, "portcullis-time.timer"));
    door_program_kill(&house.door);
    struct run run;
    const char *const line[] = {"time", NULL};
    run_begins(&run, &house, line);
    bench_pause(2000);
    run_signal(&run, SIGINT);
    CHECK_SAME(run_ends(&run, WITHIN), 1);
    CHECK(strstr(run.text, "garage: no word that it knows the time") != NULL);
    CHECK(door_program_start(&house.door));
}

// Whoever has no patience for a door that is off has the link already.
static void a_guests_link_comes_before_the_waiting(void)
{
    struct run run;
    const char *const line[] = {"invite",        "dora-phone", "--role", "guest",
                                "--uses",        "1",          "--json", "--passphrase-file",
                                passphrase.text, NULL};
    door_program_kill(&house.door);
    run_begins(&run, &house, line);
    CHECK(run_says(&run, "\"link\":\"http", WITHIN));
    run_signal(&run, SIGINT);
    CHECK_SAME(run_ends(&run, WITHIN), 1);
    const char *answer = strstr(run.text, "\"link\":\"http");
    const char *waited = strstr(run.text, "  garage: ");
    CHECK(answer != NULL && (waited == NULL || answer < waited));
    CHECK(door_program_start(&house.door));
}

static void a_door_that_cannot_be_read_keeps_no_other_from_being_told(void)
{
    struct path attic;
    CHECK(path_join(house.scratch.place.text, "doors/attic", &attic, &failure) &&
          folder_make(attic.text, &failure));
    CHECK_SAME(house_does(&house, "time", "--json", NULL), 3);
    CHECK(house_said(&house, "\"done\":false"));
    CHECK(house_said(&house, "{\"door\":\"attic\",\"answer\":\"not-asked\"}"));
    CHECK(house_said(&house, "{\"door\":\"garage\",\"answer\":\"agrees\""));
    CHECK(house_said(&house, "doors/attic/identity.pub"));
    CHECK(rmdir(attic.text) == 0);
}

static void run_all(void)
{
    RUN(bob_joins_by_his_link_and_opens_with_a_passkey);
    RUN(his_stop_needs_no_fingerprint_and_his_stop_key_opens_nothing);
    RUN(he_is_one_device_among_the_people);
    RUN(he_is_given_roster_and_events);
    RUN(bob_is_revoked_at_the_door_and_at_the_broker);
    RUN(the_login_of_a_link_is_good_for_nothing_else);
    RUN(other_digits_are_somebody_else);
    RUN(a_photographed_link_lets_neither_in);
    RUN(a_link_whose_time_is_over_is_dead);
    RUN(a_cancelled_link_is_dead);
    RUN(a_browsers_key_opens_too_and_is_called_the_weaker_one);
    RUN(a_guests_link_is_his_key_at_once);
    RUN(a_guest_whose_time_is_over_is_out);
    RUN(the_time_is_told_and_the_door_says_so);
    RUN(a_door_that_cannot_be_read_keeps_no_other_from_being_told);
    RUN(a_guests_link_comes_before_the_waiting);
}

static void run_the_short_of_it(void)
{
    RUN(bob_joins_by_his_link_and_opens_with_a_passkey);
    RUN(a_cancelled_link_is_dead);
    RUN(a_guests_link_is_his_key_at_once);
    phone_ends(&bob);
    phone_ends(&other);
}

static pid_t as_an_ordinary_user(char **words)
{
    const struct passwd *nobody = getpwnam("nobody");
    const pid_t child = fork();
    if (child == 0) {
        if (nobody == NULL || setgroups(0, NULL) != 0 || setgid(nobody->pw_gid) != 0 ||
            setuid(nobody->pw_uid) != 0) {
            _exit(1);
        }
        if (phone_house_begins(words[1], words[2])) {
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
        (void)fputs("usage: phone_test PORTCULLIS PORTCULLIS-DOOR\n", stderr);
        return 2;
    }
    (void)mosquitto_lib_init(); // never refused
    const bool is_root = geteuid() == 0;
    const pid_t ordinary = is_root ? as_an_ordinary_user(words) : 0;
    if (CHECK(phone_house_begins(words[1], words[2]))) {
        run_all();
    }
    house_ends(&house);
    CHECK(!is_root || (ordinary > 0 && waitpid(ordinary, &status, 0) == ordinary));
    check_that(status == 0, "an ordinary user can do it", __FILE__, __LINE__);
    return status == 0 ? check_verdict() : 1;
}
