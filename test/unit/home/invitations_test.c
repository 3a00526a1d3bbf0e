// Invitations and the Enrols that answer them: who is let in, and who never.
#include "home/people/enrolment.h"
#include "test/support/check.h"
#include "test/support/hex.h"
#include "test/unit/home/scratch.h"

#include <stdio.h>
#include <string.h>

enum {
    HOUR = 3600
};

static struct scratch scratch;
static struct failure failure;
static struct invitations invitations;
static struct people people;
static EVP_PKEY *invite;    // Bob's invitation
static EVP_PKEY *bobs;      // the key that Bob makes
static EVP_PKEY *somebodys; // and one of somebody who has a copy of the invitation
static uint8_t room[ENROL_SIZE];

static EVP_PKEY *made(void)
{
    EVP_PKEY *key = NULL;
    CHECK(key_generate(&key, &failure));
    return key;
}

static struct invitation invitation_for(const char *user, EVP_PKEY *key)
{
    static const uint8_t nobody[POINT_SIZE];
    struct invitation invitation = {.kind = INVITATION_MACHINE,
                                    .state = INVITATION_OPEN,
                                    .expires = SCRATCH_NOW + HOUR,
                                    .person = person_of(user, ROLE_MEMBER, nobody)};
    CHECK(key_point(key, invitation.point));
    return invitation;
}

// One open invitation of bob-laptop.
static void begin(void)
{
    const struct invitation bob = invitation_for("bob-laptop", invite);
    invitations = (struct invitations){.count = 0};
    CHECK(invitations_add(&invitations, &bob, SCRATCH_NOW, &failure));
}

static struct bytes enrol_of(EVP_PKEY *signer, EVP_PKEY *key)
{
    uint8_t point[POINT_SIZE];
    CHECK(key_point(key, point));
    CHECK(enrolment_sign(signer, point, room));
    return BYTES_OF(room);
}

static enum enrolment_answer take_at(struct bytes message, time_t now)
{
    struct invitation *which = NULL;
    const enum enrolment_answer answer = enrolment_take(&invitations, message, now, &which);
    CHECK_SAME(which == NULL, answer == ENROLMENT_NONE);
    return answer;
}

static enum enrolment_answer take(struct bytes message)
{
    return take_at(message, SCRATCH_NOW);
}

static void an_enrol_by_the_invite_key_is_taken_and_may_come_again(void)
{
    begin();
    CHECK_SAME(take(enrol_of(invite, bobs)), ENROLMENT_TAKEN);
    // Signed anew: the same words under another signature.
    CHECK_SAME(take(enrol_of(invite, bobs)), ENROLMENT_TAKEN);
    CHECK_SAME(invitations.at[0].state, INVITATION_OPEN);
}

static void an_enrol_by_another_key_is_nobodys_word(void)
{
    begin();
    struct bytes message = enrol_of(somebodys, bobs);
    CHECK_SAME(take(message), ENROLMENT_NONE);
    // Under the invitation's name, but signed by another key.
    uint8_t point[POINT_SIZE];
    CHECK(key_point(invite, point));
    key8_of(point, room + MAGIC_SIZE);
    CHECK(key_sign(somebodys, (struct bytes){room, ENROL_COVERED}, room + ENROL_COVERED));
    CHECK_SAME(take(message), ENROLMENT_NONE);
    CHECK(memcmp(invitations.at[0].enrol_hash, (uint8_t[HASH_SIZE]){0}, HASH_SIZE) == 0);
}

static void every_changed_byte_and_every_truncation_is_nobodys_word(void)
{
    begin();
    const struct bytes message = enrol_of(invite, bobs);
    for (size_t i = 0; i < ENROL_SIZE; i++) {
        room[i] ^= 1;
        CHECK_SAME(take(message), ENROLMENT_NONE);
        room[i] ^= 1;
        CHECK_SAME(take((struct bytes){room, i}), ENROLMENT_NONE);
    }
    CHECK_SAME(take(message), ENROLMENT_TAKEN);
}

static void sign_again(void)
{
    CHECK(key_sign(invite, (struct bytes){room, ENROL_COVERED}, room + ENROL_COVERED));
}

static void a_passkey_a_stop_key_and_no_point_are_not_what_a_machine_says(void)
{
    enum {
        KIND_AT = 12,
        POINT_AT = 13,
        STOP_AT = 77
    };
    begin();
    struct bytes message = enrol_of(invite, bobs);
    room[KIND_AT] = KEY_PASSKEY;
    sign_again();
    CHECK_SAME(take(message), ENROLMENT_NONE);
    message = enrol_of(invite, bobs);
    memcpy(room + STOP_AT, room + POINT_AT, POINT_SIZE);
    sign_again();
    CHECK_SAME(take(message), ENROLMENT_NONE);
    message = enrol_of(invite, bobs);
    memset(room + POINT_AT, 0x11, POINT_SIZE);
    sign_again();
    CHECK_SAME(take(message), ENROLMENT_NONE);
    invitations.at[0].kind = INVITATION_PHONE;
    message = enrol_of(invite, bobs);
    room[KIND_AT] = KEY_PASSKEY;
    sign_again();
    CHECK_SAME(take(message), ENROLMENT_TAKEN);
}

static void two_different_enrols_close_the_invitation_to_both(void)
{
    begin();
    CHECK_SAME(take(enrol_of(invite, bobs)), ENROLMENT_TAKEN);
    CHECK_SAME(take(enrol_of(invite, somebodys)), ENROLMENT_SECOND);
    CHECK_SAME(invitations.at[0].state, INVITATION_REFUSED);
    CHECK_SAME(take(enrol_of(invite, bobs)), ENROLMENT_CLOSED);
    CHECK_SAME(take(enrol_of(invite, somebodys)), ENROLMENT_CLOSED);
}

static void an_invitation_is_dead_after_its_time(void)
{
    begin();
    CHECK_SAME(take_at(enrol_of(invite, bobs), SCRATCH_NOW + HOUR - 1), ENROLMENT_TAKEN);
    CHECK_SAME(take_at(enrol_of(invite, bobs), SCRATCH_NOW + HOUR), ENROLMENT_EXPIRED);
    CHECK(strcmp(invitation_words(&invitations.at[0], SCRATCH_NOW + HOUR), "expired") == 0);
}

static void a_used_invitation_lets_in_nobody_else(void)
{
    begin();
    CHECK_SAME(take(enrol_of(invite, bobs)), ENROLMENT_TAKEN);
    invitations.at[0].state = INVITATION_LET_IN;
    CHECK_SAME(take(enrol_of(invite, somebodys)), ENROLMENT_CLOSED);
    CHECK_SAME(take(enrol_of(invite, bobs)), ENROLMENT_AGAIN);
    invitations.at[0].state = INVITATION_USED;
    CHECK_SAME(take(enrol_of(invite, somebodys)), ENROLMENT_CLOSED);
    CHECK_SAME(take(enrol_of(invite, bobs)), ENROLMENT_AGAIN);
    invitations.at[0].state = INVITATION_CANCELLED;
    CHECK_SAME(take(enrol_of(invite, bobs)), ENROLMENT_CLOSED);
}

static struct enrolment_digits digits_of(struct bytes message)
{
    struct enrolment_digits digits = {""};
    CHECK(enrolment_digits_of(message, &digits, &failure));
    return digits;
}

// enrol and enrol-digits of test/vectors/messages.txt, and 141 zeroes by another program.
static void the_digits_are_those_of_the_protocols_example(void)
{
    static const char example[] =
        "50434a3179ea5649f671cadc02f6dd40e4aa58692f567216b669430110e5f52214aab62fce390ddb"
        "b4b39955b45198a9cf2fed1a9aed881864871fe6209fed5f207fc45c8fe2da1ee9c1bd3ccee205a9"
        "c766cdcecc374a876bcef442eabf05b3565741cf73c80d37c26e3d2a5efa6d5ae2ca52879d100d48"
        "99db95e56c24d499b41df239fd65a7fdb1126fb2ad55ce33d719e4c140bef900e9cb8129b145d1c8"
        "5cc109168287f426244e29d3a8b01b56161d7e16d4bf65bfba419d41c9224244ab192a7a64fbaf3c"
        "02c9dc205c";
    static const uint8_t zeroes[ENROL_SIZE];
    uint8_t message[ENROL_SIZE];
    hex_fill(example, message, sizeof(message));
    const struct enrolment_digits digits = digits_of(BYTES_OF(message));
    CHECK_BYTES(bytes_of_text(digits.text), bytes_of_text("9577 2705 1664"));
    const struct enrolment_digits of_zeroes = digits_of(BYTES_OF(zeroes));
    CHECK_BYTES(bytes_of_text(of_zeroes.text), bytes_of_text("1779 5341 2484"));
}

static void the_digits_tell_two_keys_apart_and_care_for_no_blanks(void)
{
    const struct enrolment_digits of_bob = digits_of(enrol_of(invite, bobs));
    const struct enrolment_digits again = digits_of(enrol_of(invite, bobs));
    const struct enrolment_digits other = digits_of(enrol_of(invite, somebodys));
    char typed[16] = "";
    CHECK(strcmp(of_bob.text, again.text) == 0);
    CHECK(strcmp(of_bob.text, other.text) != 0);
    CHECK(!enrolment_digits_are(&of_bob, other.text));
    (void)snprintf(typed, sizeof(typed), "%.4s%.4s%.4s\n", of_bob.text, of_bob.text + 5,
                   of_bob.text + 10);
    CHECK(enrolment_digits_are(&of_bob, typed));
    typed[11] = typed[11] == '0' ? '1' : '0';
    CHECK(!enrolment_digits_are(&of_bob, typed));
    CHECK(!enrolment_digits_are(&of_bob, ""));
    CHECK(!enrolment_digits_are(&of_bob, "y"));
    typed[11] = '\0';
    CHECK(!enrolment_digits_are(&of_bob, typed));
}

static void a_name_is_invited_once(void)
{
    begin();
    people = (struct people){.count = 0};
    CHECK(!invitation_name_is_free(&invitations, &people, "bob-laptop", SCRATCH_NOW, &failure));
    CHECK(strstr(failure.text, "invite cancel bob-laptop") != NULL);
    CHECK(
        invitation_name_is_free(&invitations, &people, "bob-laptop", SCRATCH_NOW + HOUR, &failure));
    CHECK(invitation_name_is_free(&invitations, &people, "bob-desk", SCRATCH_NOW, &failure));
    uint8_t point[POINT_SIZE];
    CHECK(key_point(bobs, point));
    const struct person bob = person_of("bob-desk", ROLE_MEMBER, point);
    CHECK(people_add(&people, &bob, &failure));
    CHECK(!invitation_name_is_free(&invitations, &people, "bob-desk", SCRATCH_NOW, &failure));
    CHECK(strstr(failure.text, "portcullis revoke bob-desk") != NULL);
}

// A phone's link was shown once, or never; a machine's file is there.
static void who_was_cut_off_is_invited_anew_or_has_his_file(void)
{
    uint8_t point[POINT_SIZE];
    begin();
    people = (struct people){.count = 0};
    CHECK(key_point(bobs, point));
    const struct person bob = person_of("bob-desk", ROLE_GUEST, point);
    CHECK(people_add(&people, &bob, &failure));
    CHECK(!invitation_name_is_free(&invitations, &people, "bob-desk", SCRATCH_NOW, &failure));
    CHECK(strstr(failure.text, "invite it anew") != NULL);
    CHECK(strstr(failure.text, "roster send") == NULL);
    memcpy(people.at[0].certificate, "77", sizeof("77"));
    CHECK(!invitation_name_is_free(&invitations, &people, "bob-desk", SCRATCH_NOW, &failure));
    CHECK(strstr(failure.text, "roster send") != NULL);
}

// What waits for him is there for whoever has the link.
static void what_is_not_taken_in_time_is_nobodys(void)
{
    begin();
    struct invitation *bob = &invitations.at[0];
    bob->state = INVITATION_LET_IN;
    (void)snprintf(bob->password, sizeof(bob->password), "secret");
    CHECK(invitation_is_at_the_broker(bob, bob->expires - 1));
    CHECK(strcmp(invitation_words(bob, bob->expires - 1), "let in") == 0);
    CHECK(!invitation_forget(bob, bob->expires - 1) && bob->password[0] == 's');
    CHECK(!invitation_is_at_the_broker(bob, bob->expires));
    CHECK(strcmp(invitation_words(bob, bob->expires), "not taken") == 0);
    CHECK(invitation_forget(bob, bob->expires) && bob->password[0] == '\0');
    CHECK(!invitation_forget(bob, bob->expires)); // there is nothing more
}

static void names_of_the_system_are_not_invited(void)
{
    static const char *const names[] = {"admin",      "keeper", "list", "accept",
                                        "cancel",     "enrol",  "",     "door-garage",
                                        "invite-abc", "Bob",    "bob-", "-bob"};
    people = (struct people){.count = 0};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        check_context(names[i]);
        CHECK(!invitation_name_is_free(&invitations, &people, names[i], SCRATCH_NOW, &failure));
    }
    check_context(NULL);
}

static void closed_invitations_make_room_and_open_ones_do_not(void)
{
    invitations = (struct invitations){.count = 0};
    for (unsigned i = 0; i < INVITATIONS_MOST; i++) {
        char name[NAME_MOST + 1];
        (void)snprintf(name, sizeof(name), "bob-%u", i);
        const struct invitation one = invitation_for(name, invite);
        CHECK(invitations_add(&invitations, &one, SCRATCH_NOW, &failure));
    }
    const struct invitation more = invitation_for("carol-desk", invite);
    CHECK(!invitations_add(&invitations, &more, SCRATCH_NOW, &failure));
    invitations.at[3].state = INVITATION_USED;
    CHECK(invitations_add(&invitations, &more, SCRATCH_NOW, &failure));
    CHECK_SAME(invitations.count, INVITATIONS_MOST);
    CHECK(invitations_find(&invitations, "bob-3") == NULL);
    CHECK(invitations_find(&invitations, "bob-4") != NULL);
    CHECK(invitations_find(&invitations, "carol-desk") == &invitations.at[INVITATIONS_MOST - 1]);
}

static void what_is_written_reads_back(void)
{
    struct invitations read;
    begin();
    struct invitation *bob = &invitations.at[0];
    CHECK_SAME(take(enrol_of(invite, bobs)), ENROLMENT_TAKEN);
    bob->state = INVITATION_LET_IN;
    bob->kind = INVITATION_PHONE;
    bob->person.door_count = 1;
    memcpy(bob->person.door[0], "garage", sizeof("garage"));
    bob->person.entry.uses = 3;
    (void)snprintf(bob->login, sizeof(bob->login), "$7$101$a$b");
    (void)snprintf(bob->certificate, sizeof(bob->certificate), "0123abcd");
    memset(bob->tls_point, 0x42, POINT_SIZE);
    CHECK(invitations_write(scratch.folder.text, &invitations, &failure));
    CHECK(invitations_read(scratch.folder.text, &read, &failure));
    CHECK_SAME(read.count, 1);
    const struct invitation *same = &read.at[0];
    CHECK_BYTES(BYTES_OF(same->point), BYTES_OF(bob->point));
    CHECK_BYTES(BYTES_OF(same->tls_point), BYTES_OF(bob->tls_point));
    CHECK_BYTES(BYTES_OF(same->enrol_hash), BYTES_OF(bob->enrol_hash));
    CHECK_SAME(same->kind, INVITATION_PHONE);
    CHECK_SAME(same->state, INVITATION_LET_IN);
    CHECK_SAME(same->expires, bob->expires);
    CHECK_SAME(same->person.entry.uses, 3);
    CHECK(strcmp(same->person.door[0], "garage") == 0);
    CHECK(strcmp(same->login, bob->login) == 0);
    CHECK(strcmp(same->certificate, bob->certificate) == 0);
}

static void write_text(const char *text)
{
    struct path path;
    CHECK(path_join(scratch.folder.text, "invitations.json", &path, &failure));
    CHECK(file_write(path.text, bytes_of_text(text), &failure));
}

static void no_file_is_no_invitation_and_a_damaged_one_is_told(void)
{
    static const char *const damaged[] = {
        "", "{}", "{\"invitations\": 1}", "{\"invitations\": [{}]}",
        "{\"invitations\": [{\"key\": \"00\", \"kind\": \"machine\", \"state\": \"open\"}]}"};
    struct path path;
    CHECK(path_join(scratch.folder.text, "nowhere", &path, &failure));
    CHECK(invitations_read(path.text, &invitations, &failure));
    CHECK_SAME(invitations.count, 0);
    for (size_t i = 0; i < sizeof(damaged) / sizeof(damaged[0]); i++) {
        check_context(damaged[i]);
        write_text(damaged[i]);
        CHECK(!invitations_read(scratch.folder.text, &invitations, &failure));
        CHECK(strstr(failure.text, "is damaged") != NULL);
    }
    check_context(NULL);
}

static void an_invitation_is_called_by_its_key(void)
{
    begin();
    uint8_t invite8[KEY8_SIZE];
    key8_of(invitations.at[0].point, invite8);
    const struct invite_digits digits = invitation_digits(&invitations.at[0]);
    const struct invite_login login = invitation_login(&invitations.at[0]);
    CHECK_SAME(strlen(digits.text), INVITE8_DIGITS);
    CHECK_SAME(strspn(digits.text, "0123456789abcdef"), INVITE8_DIGITS);
    CHECK(strncmp(login.text, "invite-", 7) == 0 && strcmp(login.text + 7, digits.text) == 0);
    CHECK(invitations_of_key(&invitations, invite8) == &invitations.at[0]);
    invite8[0] ^= 1;
    CHECK(invitations_of_key(&invitations, invite8) == NULL);
}

int main(void)
{
    scratch_begin(&scratch);
    invite = made();
    bobs = made();
    somebodys = made();
    RUN(an_enrol_by_the_invite_key_is_taken_and_may_come_again);
    RUN(an_enrol_by_another_key_is_nobodys_word);
    RUN(every_changed_byte_and_every_truncation_is_nobodys_word);
    RUN(a_passkey_a_stop_key_and_no_point_are_not_what_a_machine_says);
    RUN(two_different_enrols_close_the_invitation_to_both);
    RUN(an_invitation_is_dead_after_its_time);
    RUN(a_used_invitation_lets_in_nobody_else);
    RUN(the_digits_are_those_of_the_protocols_example);
    RUN(the_digits_tell_two_keys_apart_and_care_for_no_blanks);
    RUN(a_name_is_invited_once);
    RUN(names_of_the_system_are_not_invited);
    RUN(who_was_cut_off_is_invited_anew_or_has_his_file);
    RUN(what_is_not_taken_in_time_is_nobodys);
    RUN(closed_invitations_make_room_and_open_ones_do_not);
    RUN(what_is_written_reads_back);
    RUN(no_file_is_no_invitation_and_a_damaged_one_is_told);
    RUN(an_invitation_is_called_by_its_key);
    EVP_PKEY_free(invite);
    EVP_PKEY_free(bobs);
    EVP_PKEY_free(somebodys);
    scratch_end(&scratch);
    return check_verdict();
}
