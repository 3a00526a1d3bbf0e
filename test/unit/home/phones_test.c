// What a home keeps of phones: Enrols with two keys, guests for some hours, what they take, and what no
// roster may say.
#include "home/broker/acl.h"
#include "home/broker/password.h"
#include "home/cli/household/tend_home.h"
#include "home/cli/invitations/admit.h"
#include "home/cli/invitations/make_invitation.h"
#include "home/people/admission.h"
#include "home/people/limits.h"
#include "test/support/check.h"
#include "test/unit/home/scratch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOUR ((time_t)3600)
#define DAY  (24 * HOUR)

static struct scratch scratch;
static struct failure failure;
static struct home home;
static struct people people;
static struct phone_link link;
static EVP_PKEY *keys[3]; // the invite key, the phone's, the one that only stops

static struct invitation_request request_for(const char *user, enum role role)
{
    static const uint8_t nobody[POINT_SIZE];
    return (struct invitation_request){.home = &home,
                                       .passphrase = &scratch.passphrase,
                                       .person = person_of(user, role, nobody),
                                       .link = &link,
                                       .now = SCRATCH_NOW,
                                       .expires = SCRATCH_NOW + HOUR,
                                       .out = "nowhere",
                                       .broker_address = "127.0.0.1"};
}

static struct invitations of_bob(enum invitation_kind kind)
{
    static const uint8_t nobody[POINT_SIZE];
    struct invitations invitations = {.count = 1};
    invitations.at[0] = (struct invitation){.kind = kind,
                                            .state = INVITATION_OPEN,
                                            .expires = SCRATCH_NOW + HOUR,
                                            .person = person_of("bob-phone", ROLE_MEMBER, nobody)};
    CHECK(key_point(keys[0], invitations.at[0].point));
    return invitations;
}

static void sign_enrol(EVP_PKEY *invite, struct enrol *enrol, uint8_t room[ENROL_SIZE])
{
    uint8_t point[POINT_SIZE];
    CHECK(key_point(invite, point));
    key8_of(point, enrol->invite8);
    enrol_encode(enrol, room);
    CHECK(key_sign(invite, (struct bytes){room, ENROL_COVERED}, room + ENROL_COVERED));
}

static enum enrolment_answer take(enum invitation_kind kind, struct enrol enrol)
{
    struct invitations invitations = of_bob(kind);
    struct invitation *which = NULL;
    uint8_t room[ENROL_SIZE];
    sign_enrol(keys[0], &enrol, room);
    return enrolment_take(&invitations, BYTES_OF(room), SCRATCH_NOW, &which);
}

static struct enrol with_two_keys(void)
{
    struct enrol enrol = {.kind = KEY_PASSKEY};
    CHECK(key_point(keys[1], enrol.point) && key_point(keys[2], enrol.stop_point));
    return enrol;
}

static void a_phone_may_show_a_passkey_and_a_key_that_only_stops(void)
{
    struct enrol enrol = with_two_keys();
    CHECK_SAME(take(INVITATION_PHONE, enrol), ENROLMENT_TAKEN);
    CHECK_SAME(take(INVITATION_MACHINE, enrol), ENROLMENT_NONE);
    enrol.kind = KEY_RAW;
    CHECK_SAME(take(INVITATION_PHONE, enrol), ENROLMENT_TAKEN);
    CHECK_SAME(take(INVITATION_MACHINE, enrol), ENROLMENT_NONE);
    memset(enrol.stop_point, 0, POINT_SIZE);
    CHECK_SAME(take(INVITATION_MACHINE, enrol), ENROLMENT_TAKEN);
    enrol.kind = 3;
    CHECK_SAME(take(INVITATION_PHONE, enrol), ENROLMENT_NONE);
}

// A door would refuse the whole roster.
static void one_key_twice_and_a_point_that_is_none_are_nobodys_word(void)
{
    struct enrol enrol = with_two_keys();
    memcpy(enrol.stop_point, enrol.point, POINT_SIZE);
    CHECK_SAME(take(INVITATION_PHONE, enrol), ENROLMENT_NONE);
    memset(enrol.stop_point, 0x11, POINT_SIZE);
    CHECK_SAME(take(INVITATION_PHONE, enrol), ENROLMENT_NONE);
}

static void what_a_phone_takes_has_these_bytes(void)
{
    const struct admission admission = {.user = "bob-phone",
                                        .password = "0123456789abcdeffedcba9876543210",
                                        .door_count = 2,
                                        .door = {{"barn", 7}, {"garage", 5}}};
    char *text = admission_text(&admission);
    if (CHECK(text != NULL)) {
        CHECK_BYTES(bytes_of_text(text),
                    bytes_of_text("{\"user\":\"bob-phone\",\"password\":"
                                  "\"0123456789abcdeffedcba9876543210\",\"rosters\":{\"barn\":7,"
                                  "\"garage\":5}}"));
    }
    free(text);
}

static void a_home_without_a_page_says_how_to_get_one(void)
{
    struct home pageless = home;
    struct invitation_request request = request_for("bob-phone", ROLE_MEMBER);
    pageless.settings.page.host[0] = '\0';
    request.home = &pageless;
    CHECK(!make_invitation_allowed(&request, &failure));
    CHECK(strstr(failure.text, "`portcullis page host NAME`") != NULL);
    CHECK(strstr(failure.text, "--machine") != NULL);
    request.home = &home;
    CHECK(make_invitation_allowed(&request, &failure));
}

static void a_wrong_passphrase_invites_nobody(void)
{
    struct invitations invitations;
    struct issued issued;
    struct passphrase wrong = scratch.passphrase;
    struct invitation_request request = request_for("bob-phone", ROLE_MEMBER);
    request.passphrase = &wrong;
    wrong.text[0] = 'x';
    CHECK(!make_invitation(&request, &issued, &failure));
    CHECK(invitations_read(home.folder.text, &invitations, &failure));
    CHECK_SAME(invitations.count, 0);
}

static const struct person *entry_of(const char *user, enum role role)
{
    CHECK(people_read(home.folder.text, &people, &failure));
    for (uint8_t i = 0; i < people.count; i++) {
        if (people.at[i].entry.role == role && strcmp(person_user(&people.at[i]).text, user) == 0) {
            return &people.at[i];
        }
    }
    return NULL;
}

static void both_keys_are_let_in_as_one_device(void)
{
    struct invitations invitations = of_bob(INVITATION_PHONE);
    struct invitation let_in;
    struct enrol enrol = with_two_keys();
    uint8_t room[ENROL_SIZE];
    struct stored_roster roster;
    invitations.at[0].person.door_count = 1;
    memcpy(invitations.at[0].person.door[0], "garage", sizeof("garage"));
    CHECK(password_hash("of the link", invitations.at[0].login, &failure));
    CHECK(invitations_write(home.folder.text, &invitations, &failure));
    sign_enrol(keys[0], &enrol, room);
    const struct admit_request wish = {.home = &home,
                                       .passphrase = &scratch.passphrase,
                                       .enrol = BYTES_OF(room),
                                       .now = SCRATCH_NOW};
    CHECK(check_that(admit(&wish, &let_in, &failure), failure.text, __FILE__, __LINE__));
    const struct person *bob = entry_of("bob-phone", ROLE_MEMBER);
    CHECK(bob != NULL);
    if (bob != NULL) {
        CHECK_SAME(bob->entry.kind, KEY_PASSKEY);
        CHECK(password_is(let_in.password, bob->login) && !password_is("of the link", bob->login));
    }
    const struct person *stop = entry_of("bob-phone", ROLE_STOP_ONLY);
    CHECK(stop != NULL);
    if (stop != NULL) {
        CHECK_SAME(stop->entry.kind, KEY_RAW);
        CHECK_BYTES(BYTES_OF(stop->entry.point), BYTES_OF(enrol.stop_point));
        CHECK_SAME(stop->door_count, 1);
        CHECK(stop->login[0] == '\0');
    }
    CHECK(roster_load(&home, "garage", "roster", &roster, &failure));
    CHECK(roster_says_so(&roster.message, &people, "garage"));
}

static void its_password_is_forgotten_when_it_is_taken(void)
{
    struct invitations invitations;
    CHECK(invitations_read(home.folder.text, &invitations, &failure));
    const struct invitation bob = invitations.at[0];
    CHECK_SAME(strlen(bob.password), PHONE_PASSWORD_DIGITS);
    CHECK(admit_set_state(&home, &bob, INVITATION_USED, &failure));
    CHECK(invitations_read(home.folder.text, &invitations, &failure));
    CHECK(invitations.at[0].password[0] == '\0');
}

// docs/protocol.md: a passkey signs for one origin; the door would be silent for ever.
static void a_passkey_without_an_origin_and_an_origin_doors_refuse_are_not_signed(void)
{
    static uint8_t room[ROSTER_MOST];
    static const uint8_t sound[] = "https://a";
    struct bytes bytes;
    struct path path;
    EVP_PKEY *admin = NULL;
    uint8_t door8[DOOR8_SIZE] = {1};
    uint8_t origin[ORIGIN_SIZE] = "https://garage.example.org";
    struct roster_request request = {
        .people = &people, .door = "garage", .door8 = door8, .version = 2, .made = SCRATCH_NOW};
    CHECK(entry_of("bob-phone", ROLE_MEMBER) != NULL);
    CHECK(home_path(&home, "keys/admin.key", &path, &failure) &&
          key_load(path.text, &scratch.passphrase, &admin, &failure));
    CHECK(!roster_sign(&request, admin, room, &bytes, &failure));
    CHECK(strstr(failure.text, "bob-phone is a passkey") != NULL);
    request.origin = origin;
    CHECK(roster_sign(&request, admin, room, &bytes, &failure));
    static const char *const refused[] = {"https://a b", "https://\"", "https://\\",
                                          "https://\x7f"};
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        memset(origin, 0, sizeof(origin));
        memcpy(origin, refused[i], strlen(refused[i]));
        CHECK(!roster_sign(&request, admin, room, &bytes, &failure));
    }
    memset(origin, 0, sizeof(origin));
    memcpy(origin, sound, sizeof(sound));
    origin[ORIGIN_SIZE - 1] = 'x'; // behind the padding
    CHECK(!roster_sign(&request, admin, room, &bytes, &failure));
    EVP_PKEY_free(admin);
}

static bool has(const char *text, const char *words)
{
    return text != NULL && strstr(text, words) != NULL;
}

static bool is_at_the_broker(const char *user, time_t now)
{
    static struct identities identities;
    char line[64];
    CHECK(identities_read(&home, &identities, &failure));
    identities.now = now;
    char *acl = acl_text(&home.settings, &identities);
    char *passwords = passwords_text(&home.settings, &identities);
    (void)snprintf(line, sizeof(line), "user %s\n", user);
    const bool rows = has(acl, line);
    (void)snprintf(line, sizeof(line), "%s:", user);
    const bool login = has(passwords, line);
    free(acl);
    free(passwords);
    CHECK_SAME(rows, login);
    return rows;
}

static void a_guest_for_three_hours_is_at_the_broker_for_three_hours(void)
{
    struct issued issued;
    struct invitation_request carol = request_for("carol-phone", ROLE_GUEST);
    carol.person.expires = SCRATCH_NOW + 3 * HOUR;
    limits_take_end(carol.person.expires, &carol.person.entry);
    CHECK(check_that(make_invitation(&carol, &issued, &failure), failure.text, __FILE__, __LINE__));
    CHECK_SAME(issued.count, 1);
    CHECK(is_at_the_broker("carol-phone", SCRATCH_NOW + 3 * HOUR - 1));
    CHECK(!is_at_the_broker("carol-phone", SCRATCH_NOW + 3 * HOUR));
    const struct person *there = entry_of("carol-phone", ROLE_GUEST);
    CHECK(there != NULL && there->entry.last == 20513); // 2026-03-01
    CHECK(there != NULL && there->expires == SCRATCH_NOW + 3 * HOUR);
}

static void an_end_bounds_the_last_day_and_never_widens_it(void)
{
    struct roster_entry entry = {.last = 0};
    limits_take_end(SCRATCH_NOW, &entry);
    CHECK_SAME(entry.last, 20513);
    limits_take_end(SCRATCH_NOW + 48 * HOUR, &entry);
    CHECK_SAME(entry.last, 20513);
    entry.last = 20600;
    limits_take_end(SCRATCH_NOW + 48 * HOUR, &entry);
    CHECK_SAME(entry.last, 20515);
}

// By whatever is signed next, and his name is free again.
static void who_is_over_goes_with_the_next_roster(void)
{
    struct issued issued;
    struct invitation_request carol = request_for("carol-phone", ROLE_GUEST);
    carol.now = SCRATCH_NOW + 4 * HOUR;
    carol.person.entry.uses = 1;
    CHECK(check_that(make_invitation(&carol, &issued, &failure), failure.text, __FILE__, __LINE__));
    const struct person *there = entry_of("carol-phone", ROLE_GUEST);
    CHECK(there != NULL && there->entry.uses == 1 && there->entry.last == 0);
    size_t gone = 0;
    people.at[there - people.at].expires = SCRATCH_NOW;
    CHECK(people_let_go(&people, SCRATCH_NOW - 1, &gone, &failure) && gone == 0);
    CHECK(people_let_go(&people, SCRATCH_NOW, &gone, &failure) && gone == 1);
}

// A door that comes while he is still in people.json.
static void who_is_over_is_in_no_roster_of_a_new_door(void)
{
    struct stored_roster roster;
    struct issued issued;
    struct invitation_request dora = request_for("dora-phone", ROLE_GUEST);
    dora.person.expires = SCRATCH_NOW + HOUR;
    limits_take_end(dora.person.expires, &dora.person.entry);
    CHECK(check_that(make_invitation(&dora, &issued, &failure), failure.text, __FILE__, __LINE__));
    struct door_request barn = scratch_door_request(&scratch, &home, "barn");
    barn.now = SCRATCH_NOW + 2 * HOUR;
    CHECK(check_that(make_door(&barn, &failure), failure.text, __FILE__, __LINE__));
    CHECK(roster_load(&home, "barn", "roster", &roster, &failure));
    for (uint8_t i = 0; i < roster.message.head.count; i++) {
        const struct person one = {.entry = roster_entry_at(&roster.message, i)};
        CHECK(strcmp(person_user(&one).text, "dora-phone") != 0);
    }
    CHECK(entry_of("dora-phone", ROLE_GUEST) != NULL);
}

// Nobody can write into it: a folder is in the way.
static void block(const char *name, bool on)
{
    struct path path;
    char unfinished[64];
    (void)snprintf(unfinished, sizeof(unfinished), "%s.unfinished", name);
    CHECK(home_path(&home, unfinished, &path, &failure));
    CHECK(on ? folder_make(path.text, &failure) : remove(path.text) == 0);
}

// It is kept nowhere else, and he is in the rosters by it.
static void a_guests_link_that_counts_is_given_though_the_rules_could_not_be_written(void)
{
    struct issued issued;
    struct invitation_request erin = request_for("erin-phone", ROLE_GUEST);
    erin.person.entry.uses = 1;
    block("people.json", true);
    CHECK(!make_invitation(&erin, &issued, &failure));
    CHECK(link.text[0] == '\0' && entry_of("erin-phone", ROLE_GUEST) == NULL);
    block("people.json", false);
    block("broker/acl", true);
    CHECK(!make_invitation(&erin, &issued, &failure));
    CHECK(strstr(failure.text, "has yet to hear of it") != NULL);
    CHECK(strncmp(link.text, "http://localhost:8088/#", 23) == 0);
    CHECK(entry_of("erin-phone", ROLE_GUEST) != NULL);
    block("broker/acl", false);
}

// Its end is five years away; seen from 59 days before it, that is soon.
static void certificates_that_end_soon_are_made_anew_without_a_passphrase(void)
{
    struct tended tended;
    const time_t year = 365 * DAY;
    tend_home(&home, SCRATCH_NOW + 4 * year, &tended);
    CHECK(!tended.broker_certificate && !tended.page_certificate);
    tend_home(&home, SCRATCH_NOW + 5 * year - 59 * DAY, &tended);
    CHECK(tended.broker_certificate);
    tend_home(&home, SCRATCH_NOW + 5 * year - 59 * DAY, &tended);
    CHECK(!tended.broker_certificate);
}

static bool home_is_made(void)
{
    if (!scratch_home(&scratch, &home) ||
        !page_settings_name(&home.settings.page, "localhost", 0, &failure) ||
        !home_write_settings(home.folder.text, &home.settings, &failure)) {
        return false;
    }
    const struct door_request garage = scratch_door_request(&scratch, &home, "garage");
    bool made = make_door(&garage, &failure);
    for (size_t i = 0; i < 3; i++) {
        made = made && key_generate(&keys[i], &failure);
    }
    return made;
}

int main(void)
{
    (void)setenv("TZ", "UTC0", 1);
    scratch_begin(&scratch);
    if (check_that(home_is_made(), failure.text, __FILE__, __LINE__)) {
        RUN(a_phone_may_show_a_passkey_and_a_key_that_only_stops);
        RUN(one_key_twice_and_a_point_that_is_none_are_nobodys_word);
        RUN(what_a_phone_takes_has_these_bytes);
        RUN(a_home_without_a_page_says_how_to_get_one);
        RUN(a_wrong_passphrase_invites_nobody);
        RUN(both_keys_are_let_in_as_one_device);
        RUN(its_password_is_forgotten_when_it_is_taken);
        RUN(a_passkey_without_an_origin_and_an_origin_doors_refuse_are_not_signed);
        RUN(an_end_bounds_the_last_day_and_never_widens_it);
        RUN(a_guest_for_three_hours_is_at_the_broker_for_three_hours);
        RUN(who_is_over_goes_with_the_next_roster);
        RUN(who_is_over_is_in_no_roster_of_a_new_door);
        RUN(a_guests_link_that_counts_is_given_though_the_rules_could_not_be_written);
        RUN(certificates_that_end_soon_are_made_anew_without_a_passphrase);
    }
    for (size_t i = 0; i < 3; i++) {
        EVP_PKEY_free(keys[i]);
    }
    scratch_end(&scratch);
    return check_verdict();
}
