// Somebody is invited to a home whose broker is somebody's own: one that takes names and passwords, and
// one that asks certificates and has no password of ours. Alice carries the new rules over each time.
#include "home/broker/configuration.h"
#include "home/broker/foreign.h"
#include "home/broker/password.h"
#include "home/broker/revocation.h"
#include "home/cli/household/foreign_broker.h"
#include "home/cli/invitations/admit.h"
#include "home/cli/invitations/make_invitation.h"
#include "home/cli/invitations/make_member.h"
#include "home/link/conversation.h"
#include "home/link/joining.h"
#include "home/link/reception.h"
#include "test/support/check.h"
#include "test/unit/home/his_broker.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    HOUR = 3600,
    WITHIN = 5000, // ms
    TEXT_MOST = 8192
};

static struct scratch scratch;
static struct failure failure;
static struct his_broker his;
static struct home home; // Alice's
static struct people people;

static const char alices_password[] = "chosen by Alice herself";

// What he types: what `portcullis broker config` says, our rows, and where he has passwords, Alice's and
// ours behind it.
static bool carry_over(void)
{
    struct path ours;
    char login[LOGIN_MOST + 1];
    char text[TEXT_MOST];
    uint8_t room[TEXT_MOST / 2];
    struct bytes content;
    if (home.settings.broker_user[0] == '\0') {
        return true; // the broker reads our acl and our list of the revoked themselves
    }
    if (!home_path(&home, "broker/passwords", &ours, &failure) ||
        !file_read(ours.text, room, sizeof(room), &content, &failure) ||
        !password_hash(alices_password, login, &failure)) {
        return false;
    }
    (void)snprintf(text, sizeof(text), "alice-at-his:%s\n%.*s", login, (int)content.count,
                   (const char *)content.at);
    return his_broker_writes(&his, "passwords", text, &failure);
}

static void alice_carries_the_rules_over(void)
{
    CHECK(carry_over());
    his_broker_reads_again(&his);
}

// The text of ours, on loopback alone.
static bool configure(void)
{
    char text[TEXT_MOST];
    char line[64];
    char *ours = foreign_text(home.folder.text, &home.settings);
    const char *folder = his.home.folder.text;
    const bool passwords = home.settings.broker_user[0] != '\0';
    (void)snprintf(line, sizeof(line), "listener %u\n", (unsigned)his.home.settings.broker_port);
    if (ours == NULL) {
        return false;
    }
    char *listener = strstr(ours, line);
    if (listener != NULL) {
        memcpy(listener, "#is here", 8);
    }
    (void)snprintf(text, sizeof(text), "user %s\nlog_dest stderr\nacl_file %s/broker/acl\n",
                   home.settings.run_as, home.folder.text);
    size_t length = strlen(text);
    if (passwords) {
        (void)snprintf(text + length, sizeof(text) - length, "password_file %.512s/passwords\n",
                       folder);
        length = strlen(text);
    }
    (void)snprintf(text + length, sizeof(text) - length, "listener %u 127.0.0.1\n%s",
                   (unsigned)his.home.settings.broker_port, ours);
    length = strlen(text);
    if (home.settings.broker_user[0] != '\0') {
        (void)snprintf(text + length, sizeof(text) - length,
                       "certfile %.512s/his.crt\nkeyfile %.512s/his.key\n", folder, folder);
    }
    free(ours);
    return check_that((listener != NULL) != passwords,
                      "where machines come is said to the broker "
                      "of certificates",
                      __FILE__, __LINE__) &&
           carry_over() && his_broker_writes(&his, "broker/mosquitto.conf", text, &failure);
}

static bool make_home_for(const struct foreign_options *chosen)
{
    char broker[64];
    struct home_request request = scratch_home_request(&scratch);
    struct foreign_options options = *chosen;
    (void)snprintf(request.settings.broker_name, sizeof(request.settings.broker_name),
                   "broker.example");
    (void)snprintf(broker, sizeof(broker), "127.0.0.1:%u", (unsigned)his.home.settings.broker_port);
    options.broker = broker;
    if (!foreign_broker_settle(&options, &request, &failure) ||
        !make_home(&request, scratch.sheet, &failure) ||
        !home_open(scratch.place.text, &home, &failure)) {
        return false;
    }
    const struct door_request garage = scratch_door_request(&scratch, &home, "garage");
    const struct door_request barn = scratch_door_request(&scratch, &home, "barn");
    return make_door(&garage, &failure) && make_door(&barn, &failure);
}

// One who is invited, and the machine that he joins with.
struct guest {
    struct path out;
    struct path folder;
    struct home home;
    struct invitation_file file;
    struct joining joining;
};

static void invite(struct guest *guest, const char *user, enum role role)
{
    static const uint8_t nobody[POINT_SIZE];
    char name[64];
    struct issued issued;
    (void)snprintf(name, sizeof(name), "%s.invitation", user);
    CHECK(path_join(scratch.folder.text, name, &guest->out, &failure));
    CHECK(path_join(scratch.folder.text, user, &guest->folder, &failure));
    struct invitation_request request = {.home = &home,
                                         .passphrase = &scratch.passphrase,
                                         .person = person_of(user, role, nobody),
                                         .now = time(NULL),
                                         .expires = time(NULL) + HOUR,
                                         .out = guest->out.text,
                                         .broker_address = "127.0.0.1"};
    request.person.entry.uses = role == ROLE_GUEST ? 3 : 0;
    CHECK(
        check_that(make_invitation(&request, &issued, &failure), failure.text, __FILE__, __LINE__));
    CHECK(invitation_file_read(guest->out.text, &guest->file, &failure));
    CHECK(make_member(guest->folder.text, &guest->file, &failure));
    CHECK(home_open_any(guest->folder.text, &guest->home, &failure));
}

static bool comes_in(const struct guest *guest)
{
    static struct conversation with;
    const bool open = conversation_open(&with, &guest->home, "garage", &failure);
    conversation_close(&with);
    return open;
}

static uint8_t asked[ENROL_SIZE];
static bool heard;

static void hear(void *self, struct bytes enrol)
{
    (void)self;
    if (enrol.count == ENROL_SIZE) {
        memcpy(asked, enrol.at, ENROL_SIZE);
        heard = true;
    }
}

static bool within(bool (*so)(void *self), void *self)
{
    const struct stopwatch since = stopwatch_started(session_now());
    while (!so(self) && !stopwatch_reached(since, session_now(), WITHIN)) {
        // It comes.
    }
    return so(self);
}

static bool question_is_heard(void *self)
{
    reception_wait(self, heard ? 0 : 50);
    return heard;
}

static bool answer_is_heard(void *self)
{
    return joining_wait(self, 50);
}

// Alice looks at the digits, and lets him in: as `invite accept` does.
static void alice_lets_in(struct guest *guest)
{
    struct reception reception = {.came = hear};
    struct invitation invitation;
    heard = false;
    CHECK(
        check_that(reception_open(&reception, &home, &failure), failure.text, __FILE__, __LINE__));
    CHECK(within(question_is_heard, &reception));
    const struct admit_request wish = {.home = &home,
                                       .passphrase = &scratch.passphrase,
                                       .enrol = BYTES_OF(asked),
                                       .now = time(NULL)};
    CHECK(check_that(admit(&wish, &invitation, &failure), failure.text, __FILE__, __LINE__));
    char *text = admit_text(&home, &invitation, &failure);
    CHECK(text != NULL && reception_admit(&reception, &invitation, text, &failure));
    CHECK(text == NULL || guest->file.password[0] == '\0' ||
          strstr(text, guest->file.password) == NULL);
    free(text);
    CHECK(within(answer_is_heard, &guest->joining));
    CHECK(check_that(joining_take(&guest->joining, &failure), failure.text, __FILE__, __LINE__));
    CHECK(admit_set_state(&home, &invitation, INVITATION_USED, &failure));
    reception_close(&reception);
}

static struct guest bob;

static void bob_joins_when_alice_has_carried_the_rules_over_twice(void)
{
    const bool passwords = home.settings.broker_user[0] != '\0';
    invite(&bob, "bob-laptop", ROLE_MEMBER);
    CHECK((bob.file.password[0] != '\0') == passwords);
    CHECK(strncmp(bob.home.settings.broker_user, "invite-", 7) == 0 || !passwords);
    if (passwords) {
        CHECK(!joining_open(&bob.joining, &bob.home, &failure));
        CHECK(strstr(failure.text, "refused us") != NULL);
        joining_close(&bob.joining);
    }
    alice_carries_the_rules_over();
    CHECK(check_that(joining_open(&bob.joining, &bob.home, &failure), failure.text, __FILE__,
                     __LINE__));
    alice_lets_in(&bob);
    joining_close(&bob.joining);
    CHECK(home_open_any(bob.folder.text, &bob.home, &failure));
    CHECK(strcmp(bob.home.settings.broker_user, passwords ? "bob-laptop" : "") == 0);
    CHECK(!passwords || !comes_in(&bob));
    alice_carries_the_rules_over();
    CHECK(check_that(comes_in(&bob), failure.text, __FILE__, __LINE__));
}

// The broker of passwords knows the invitation's name no more; bob's own is his.
static void the_invitations_name_is_good_for_nothing_afterwards(void)
{
    struct peer peer;
    const uint16_t port = his.home.settings.broker_port;
    CHECK(!peer_begin_by_password(&peer, port, his.ca.text, bob.file.settings.broker_user,
                                  bob.file.password));
    peer_end(&peer);
    CHECK(!peer_begin_by_password(&peer, port, his.ca.text, "bob-laptop", alices_password));
    peer_end(&peer);
    CHECK(peer_begin_by_password(&peer, port, his.ca.text, "bob-laptop", bob.file.password));
    peer_end(&peer);
}

static void a_guest_comes_in_when_the_rules_are_carried_over(void)
{
    static struct guest carol;
    invite(&carol, "carol-tablet", ROLE_GUEST);
    CHECK(home.settings.broker_user[0] == '\0' || !comes_in(&carol));
    alice_carries_the_rules_over();
    CHECK(check_that(comes_in(&carol), failure.text, __FILE__, __LINE__));
}

static void nobody_is_invited_by_alices_name_at_the_broker(void)
{
    static const uint8_t nobody[POINT_SIZE];
    const struct invitation_request request = {.home = &home,
                                               .person =
                                                   person_of("alice-at-his", ROLE_MEMBER, nobody),
                                               .now = time(NULL),
                                               .out = "nowhere"};
    CHECK(!make_invitation_allowed(&request, &failure));
    CHECK(strstr(failure.text, "is this command line") != NULL);
}

// He is revoked, and the rules are carried over once more.
static void bob_is_removed_and_does_not_come_in(void)
{
    CHECK(people_read(home.folder.text, &people, &failure));
    const struct person *there = people_find(&people, "bob-laptop");
    if (!CHECK(there != NULL)) {
        return;
    }
    CHECK(people_revoke(&people, (uint8_t)(there - people.at), &failure));
    CHECK(people_write(home.folder.text, &people, &failure));
    CHECK(broker_revoke(&home, &people, &scratch.passphrase, time(NULL), &failure));
    CHECK(broker_write(&home, &failure));
    alice_carries_the_rules_over();
    CHECK(!comes_in(&bob));
}

static void without_a_certificate_nobody_is_there(void)
{
    struct peer peer;
    struct identity stranger = {NULL, NULL};
    CHECK(!peer_begin(&peer, &home, NULL));
    peer_end(&peer);
    // One that the servers' root has made is a broker's, and no client's.
    struct path path;
    CHECK(home_path(&home, "broker/broker.key", &path, &failure));
    CHECK(key_load(path.text, NULL, &stranger.key, &failure));
    CHECK(home_path(&home, "broker/broker.crt", &path, &failure));
    CHECK(certificate_load(path.text, &stranger.certificate, &failure));
    CHECK(!peer_begin(&peer, &home, &stranger));
    peer_end(&peer);
    identity_free(&stranger);
}

static void doors_and_alice_hear_each_other_by_certificate_alone(void)
{
    static struct peer peers[2];
    struct identity door = identity_of_door(&home, "garage");
    struct identity alice = identity_of_owner(&home);
    CHECK(peer_begin(&peers[0], &home, &door));
    CHECK(peer_begin(&peers[1], &home, &alice));
    peer_publish(&peers[0], "portcullis/garage/epoch", "epoch", false);
    peer_publish(&peers[0], "portcullis/barn/epoch", "forged", false);
    peer_publish(&peers[1], "portcullis/garage/command/alice-laptop", "open", false);
    peer_publish(&peers[1], "portcullis/barn/command/alice-laptop", "open", false);
    peers_settle(peers, 2);
    CHECK(peer_has_heard(&peers[1], "portcullis/garage/epoch", "epoch"));
    CHECK(!peer_has_heard(&peers[1], "portcullis/barn/epoch", "forged"));
    CHECK(peer_has_heard(&peers[0], "portcullis/garage/command/alice-laptop", "open"));
    CHECK_SAME(peers[0].heard_count, 1);
    peer_end(&peers[0]);
    peer_end(&peers[1]);
    identity_free(&door);
    identity_free(&alice);
}

static bool begins(bool passwords)
{
    struct path password_file;
    scratch_begin(&scratch);
    scratch.passphrase.rounds = 1;
    struct foreign_options options = {.user = NULL};
    if (!his_broker_begins(&his, &scratch, &failure) ||
        !path_join(his.home.folder.text, "alice", &password_file, &failure) ||
        !his_broker_writes(&his, "alice", alices_password, &failure)) {
        return false;
    }
    if (passwords) {
        if (!his_broker_certificates(&his, &failure)) {
            return false;
        }
        options = (struct foreign_options){
            .user = "alice-at-his", .password_file = password_file.text, .ca_file = his.ca.text};
    }
    if (!make_home_for(&options) || !configure()) {
        return false;
    }
    his.process = bench_start(&his.home);
    return his.process > 0;
}

static void ends(void)
{
    bench_stop(his.process);
    scratch_end(&scratch);
}

static void at_a_broker_of_passwords(void)
{
    if (check_that(begins(true), failure.text, __FILE__, __LINE__)) {
        bob_joins_when_alice_has_carried_the_rules_over_twice();
        the_invitations_name_is_good_for_nothing_afterwards();
        a_guest_comes_in_when_the_rules_are_carried_over();
        nobody_is_invited_by_alices_name_at_the_broker();
        bob_is_removed_and_does_not_come_in();
    }
    ends();
}

static void at_a_broker_of_certificates_alone(void)
{
    if (check_that(begins(false), failure.text, __FILE__, __LINE__)) {
        doors_and_alice_hear_each_other_by_certificate_alone();
        without_a_certificate_nobody_is_there();
        bob_joins_when_alice_has_carried_the_rules_over_twice();
        a_guest_comes_in_when_the_rules_are_carried_over();
        bob_is_removed_and_does_not_come_in();
    }
    ends();
}

int main(void)
{
    (void)signal(SIGPIPE, SIG_IGN);
    (void)mosquitto_lib_init(); // never refused
    RUN(at_a_broker_of_passwords);
    RUN(at_a_broker_of_certificates_alone);
    return check_verdict();
}
