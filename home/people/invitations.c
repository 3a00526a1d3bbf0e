#include "home/people/invitations.h"

#include <stdio.h>
#include <string.h>

struct invite_digits invitation_digits(const struct invitation *invitation)
{
    struct invite_digits digits = {""};
    uint8_t invite8[KEY8_SIZE];
    key8_of(invitation->point, invite8);
    for (size_t i = 0; i < KEY8_SIZE; i++) {
        (void)snprintf(digits.text + 2 * i, 3, "%02x", invite8[i]);
    }
    return digits;
}

struct invite_login invitation_login(const struct invitation *invitation)
{
    struct invite_login login = {""};
    (void)snprintf(login.text, sizeof(login.text), "invite-%s", invitation_digits(invitation).text);
    return login;
}

bool invitation_is_open(const struct invitation *invitation, time_t now)
{
    return invitation->state == INVITATION_OPEN && now < invitation->expires;
}

bool invitation_is_at_the_broker(const struct invitation *invitation, time_t now)
{
    return (invitation->state == INVITATION_LET_IN && now < invitation->expires) ||
           invitation_is_open(invitation, now);
}

bool invitation_forget(struct invitation *invitation, time_t now)
{
    const bool has_any = invitation->password[0] != '\0' || invitation->lasting.text[0] != '\0';
    if (invitation->state != INVITATION_LET_IN || now < invitation->expires || !has_any) {
        return false;
    }
    wipe(invitation->password, sizeof(invitation->password));
    invitation->lasting.text[0] = '\0';
    return true;
}

void invitation_close(struct invitation *invitation, enum invitation_state state)
{
    invitation->state = state;
    wipe(invitation->password, sizeof(invitation->password));
}

const char *invitation_kind_name(const struct invitation *invitation)
{
    return invitation->kind == INVITATION_PHONE ? "phone" : "machine";
}

const char *invitation_words(const struct invitation *invitation, time_t now)
{
    switch (invitation->state) {
    case INVITATION_OPEN:
        return now < invitation->expires ? "open" : "expired";
    case INVITATION_LET_IN:
        return now < invitation->expires ? "let in" : "not taken";
    case INVITATION_USED:
        return "used";
    case INVITATION_REFUSED:
        return "refused";
    case INVITATION_CANCELLED:
        return "cancelled";
    }
    return "?";
}

// The newest of that user; invitations->count: there is none.
static uint8_t newest_of(const struct invitations *invitations, const char *user)
{
    for (uint8_t i = invitations->count; i > 0; i--) {
        if (strcmp(person_user(&invitations->at[i - 1].person).text, user) == 0) {
            return (uint8_t)(i - 1);
        }
    }
    return invitations->count;
}

struct invitation *invitations_find(struct invitations *invitations, const char *user)
{
    const uint8_t at = newest_of(invitations, user);
    return at == invitations->count ? NULL : &invitations->at[at];
}

struct invitation *invitations_of_key(struct invitations *invitations,
                                      const uint8_t invite8[KEY8_SIZE])
{
    for (uint8_t i = 0; i < invitations->count; i++) {
        uint8_t name[KEY8_SIZE];
        key8_of(invitations->at[i].point, name);
        if (memcmp(name, invite8, KEY8_SIZE) == 0) {
            return &invitations->at[i];
        }
    }
    return NULL;
}

// Words of `portcullis invite`.
static bool is_a_word(const char *user)
{
    static const char *const words[] = {"accept", "cancel", "list"};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (strcmp(user, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

// An admin's key may bear the name of the device it lies on.
static const struct person *find_among(const struct people *people, const char *user)
{
    for (uint8_t i = 0; i < people->count; i++) {
        if (people->at[i].entry.role != ROLE_ADMIN &&
            strcmp(person_user(&people->at[i]).text, user) == 0) {
            return &people->at[i];
        }
    }
    return NULL;
}

// A guest's machine is good by its file, wherever it was cut off. His phone is by nothing but the link, which
// is kept nowhere.
static bool is_there(const struct person *person, struct failure *failure)
{
    const struct user_name user = person_user(person);
    const bool by_file = person->certificate[0] != '\0';
    return failure_say(
        failure,
        "%s is there already; choose another name for this device, or revoke the old "
        "one first (`portcullis revoke %s`). Where it is one that was cut off while it "
        "was invited, %s",
        user.text, user.text,
        by_file ? "`portcullis roster send` tells the doors"
                : "and nobody has seen its link, revoke it and invite it anew");
}

bool invitation_name_is_free(const struct invitations *invitations, const struct people *people,
                             const char *user, time_t now, struct failure *failure)
{
    if (!user_name_is_free(user, failure)) {
        return false;
    }
    if (is_a_word(user)) {
        return failure_say(
            failure, "\"%s\" is a word of `portcullis invite`; say another name, as bob-phone",
            user);
    }
    const struct person *there = find_among(people, user);
    if (there != NULL) {
        return is_there(there, failure);
    }
    const uint8_t other = newest_of(invitations, user);
    if (other < invitations->count && invitation_is_at_the_broker(&invitations->at[other], now)) {
        return failure_say(failure,
                           "%s is invited already; take that back first with `portcullis invite "
                           "cancel %s`",
                           user, user);
    }
    return true;
}

// The oldest one that is over makes room.
static bool make_room(struct invitations *invitations, time_t now)
{
    uint8_t at = 0;
    if (invitations->count < INVITATIONS_MOST) {
        return true;
    }
    while (at < invitations->count && invitation_is_at_the_broker(&invitations->at[at], now)) {
        at++;
    }
    if (at == invitations->count) {
        return false;
    }
    invitations->count--;
    for (; at < invitations->count; at++) {
        invitations->at[at] = invitations->at[at + 1];
    }
    return true;
}

bool invitations_add(struct invitations *invitations, const struct invitation *invitation,
                     time_t now, struct failure *failure)
{
    if (!make_room(invitations, now)) {
        return failure_say(failure,
                           "there are %d open invitations already; take one back with `portcullis "
                           "invite cancel NAME`",
                           INVITATIONS_MOST);
    }
    invitations->at[invitations->count++] = *invitation;
    return true;
}
