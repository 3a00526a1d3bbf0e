#include "home/cli/invitations/admit.h"
#include "home/authority/authority.h"
#include "home/broker/configuration.h"
#include "home/broker/password.h"
#include "home/broker/revocation.h"
#include "home/people/admission.h"

#include <stdio.h>
#include <string.h>

// What he is to take is there: a machine's certificate, a phone's password.
static bool has_way_in(const struct invitation *invitation)
{
    return invitation->kind == INVITATION_PHONE ? invitation->password[0] != '\0'
                                                : invitation->lasting.text[0] != '\0';
}

// The keys of both are the same, and so is the certificate or the password that he is to take.
static bool is_let_in(struct people *people, const struct invitation *invitation)
{
    static const uint8_t nobody[POINT_SIZE];
    const struct person *person = &invitation->person;
    const struct person *there = people_find(people, person_user(person).text);
    return invitation->state == INVITATION_OPEN && there != NULL &&
           memcmp(person->entry.point, nobody, POINT_SIZE) != 0 &&
           memcmp(there->entry.point, person->entry.point, POINT_SIZE) == 0 &&
           has_way_in(invitation) && strcmp(there->certificate, person->certificate) == 0 &&
           strcmp(there->login, person->login) == 0;
}

static bool settle_invitations(const struct home *home, struct failure *failure)
{
    static struct people people;
    struct invitations invitations;
    const char *folder = home->folder.text;
    const time_t now = time(NULL);
    bool any = false;
    if (!people_read(folder, &people, failure) ||
        !invitations_read(folder, &invitations, failure)) {
        return false;
    }
    for (uint8_t i = 0; i < invitations.count; i++) {
        if (is_let_in(&people, &invitations.at[i])) {
            invitations.at[i].state = INVITATION_LET_IN;
            any = true;
        }
        any = invitation_forget(&invitations.at[i], now) || any;
    }
    return !any || invitations_write(folder, &invitations, failure);
}

bool admit_settle(const struct home *home, bool *changed, struct failure *failure)
{
    int lock = -1;
    struct issued issued;
    if (!home_lock(home->folder.text, &lock, failure)) {
        return false;
    }
    const bool settled = rosters_settle(home, &issued, failure) &&
                         settle_invitations(home, failure) && broker_settle(home, changed, failure);
    home_unlock(lock);
    return settled;
}

// What was done stands, though the broker's rules could not be written.
static bool is_half_told(const struct invitation *invitation, const char *what,
                         struct failure *failure)
{
    const struct failure why = *failure;
    return failure_say(failure, "%s %s, but the broker has yet to hear of it: %.380s",
                       person_user(&invitation->person).text, what, why.text);
}

static bool is_closed(const struct invitation *invitation, time_t now, struct failure *failure)
{
    const struct user_name user = person_user(&invitation->person);
    return failure_say(failure,
                       "the invitation of %s is %s meanwhile; nobody was let in. Make a new one "
                       "with `portcullis invite`",
                       user.text, invitation_words(invitation, now));
}

// His certificate, of the key that went with the invitation, and his password.
static bool certify(const struct admit_request *request, struct invitation *invitation,
                    struct failure *failure)
{
    const struct user_name user = person_user(&invitation->person);
    X509 *certificate = NULL;
    EVP_PKEY *tls = key_from_point(invitation->tls_point);
    if (tls == NULL) {
        return key_refused(failure);
    }
    const struct client_request client = {.home = request->home,
                                          .passphrase = request->passphrase,
                                          .common_name = user.text,
                                          .key = tls};
    bool certified = authority_issue_client(&client, &certificate, failure);
    certified =
        certified && certificate_to_text(certificate, &invitation->lasting, failure) &&
        (certificate_serial(certificate, invitation->person.certificate) || key_refused(failure));
    X509_free(certificate);
    EVP_PKEY_free(tls);
    // At a broker that takes passwords: his own name has the one that the invitation's had.
    memcpy(invitation->person.login, invitation->login, sizeof(invitation->person.login));
    return certified;
}

// A phone's own password, in the place of that of the link, which somebody may have seen.
static bool give_password(struct invitation *invitation, struct failure *failure)
{
    struct password password;
    const bool given = password_draw(&password, failure) &&
                       password_hash(password.text, invitation->person.login, failure);
    if (given) {
        memcpy(invitation->password, password.text, sizeof(invitation->password));
    }
    wipe(&password, sizeof(password));
    return given;
}

static bool give_way_in(const struct admit_request *request, struct invitation *invitation,
                        struct failure *failure)
{
    return invitation->kind == INVITATION_PHONE ? give_password(invitation, failure)
                                                : certify(request, invitation, failure);
}

// A run that was cut off may have added him, with a certificate or a password that nobody has.
static bool add(struct people *people, const struct person *person, struct failure *failure)
{
    for (uint8_t i = 0; i < people->count; i++) {
        struct person *there = &people->at[i];
        if (memcmp(there->entry.point, person->entry.point, POINT_SIZE) == 0 &&
            memcmp(there->entry.user, person->entry.user, USER_SIZE) == 0) {
            *there = *person;
            return true;
        }
    }
    return people_add(people, person, failure);
}

// The key that only stops: the phone's own identity, at the same doors. It needs no limit, for whoever
// may command may stop.
static bool add_stop_key(struct people *people, const struct person *person,
                         const struct enrol *enrol, struct failure *failure)
{
    struct person stop = person_of(person_user(person).text, ROLE_STOP_ONLY, enrol->stop_point);
    stop.door_count = person->door_count;
    memcpy(stop.door, person->door, sizeof(stop.door));
    return !enrol_has_stop_point(enrol) || add(people, &stop, failure);
}

// Before his name has rows: somebody of that name may have been revoked by a run that was cut off.
static bool shut_out_others(const struct admit_request *request, struct failure *failure)
{
    static struct people people;
    size_t gone = 0;
    return people_read(request->home->folder.text, &people, failure) &&
           people_let_go(&people, request->now, &gone, failure) &&
           broker_revoke(request->home, &people, request->passphrase, request->now, failure);
}

static bool sign_rosters(const struct admit_request *request, const struct person *person,
                         const struct enrol *enrol, struct failure *failure)
{
    static struct people people;
    struct issued issued;
    struct path path;
    EVP_PKEY *admin = NULL;
    size_t gone = 0;
    if (!people_read(request->home->folder.text, &people, failure) ||
        !people_let_go(&people, request->now, &gone, failure) || !add(&people, person, failure) ||
        !add_stop_key(&people, person, enrol, failure) ||
        !home_path(request->home, "keys/admin.key", &path, failure) ||
        !key_load(path.text, request->passphrase, &admin, failure)) {
        return false;
    }
    const struct roster_issue issue = {
        .home = request->home, .people = &people, .signer = admin, .now = request->now};
    const bool signed_them = rosters_issue(&issue, &issued, failure);
    EVP_PKEY_free(admin);
    return signed_them;
}

// A door may have gone, or have another name, since he was invited; another one may come under the old.
static bool doors_are_there(const struct home *home, const struct person *person,
                            struct failure *failure)
{
    struct doors doors;
    if (!doors_list(home, &doors, failure)) {
        return false;
    }
    for (uint8_t i = 0; i < person->door_count; i++) {
        if (!doors_have(&doors, person->door[i])) {
            return failure_say(failure,
                               "%s is invited to %s, which is no door any more; nobody was let in. "
                               "Take it back with `portcullis invite cancel %s`, and invite anew",
                               person_user(person).text, person->door[i], person_user(person).text);
        }
    }
    return true;
}

static bool admit_locked(const struct admit_request *request, struct invitations *invitations,
                         struct invitation *out, struct failure *failure)
{
    const char *folder = request->home->folder.text;
    struct invitation *invitation = NULL;
    struct enrol enrol;
    if (!invitations_read(folder, invitations, failure)) {
        return false;
    }
    const enum enrolment_answer answer =
        enrolment_take(invitations, request->enrol, request->now, &invitation);
    if (invitation == NULL || !enrol_decode(request->enrol, &enrol)) {
        return failure_say(failure, "this invitation is gone; make a new one with `portcullis "
                                    "invite`");
    }
    if (answer != ENROLMENT_TAKEN) {
        return is_closed(invitation, request->now, failure);
    }
    memcpy(invitation->person.entry.point, enrol.point, POINT_SIZE);
    invitation->person.entry.kind = enrol.kind;
    if (!doors_are_there(request->home, &invitation->person, failure) ||
        !shut_out_others(request, failure) || !give_way_in(request, invitation, failure) ||
        !invitations_write(folder, invitations, failure) ||
        !sign_rosters(request, &invitation->person, &enrol, failure)) {
        return false;
    }
    invitation->state = INVITATION_LET_IN;
    if (!invitations_write(folder, invitations, failure)) {
        return false;
    }
    if (!broker_write(request->home, failure)) {
        return is_half_told(invitation, "is let in", failure);
    }
    *out = *invitation;
    return true;
}

bool admit(const struct admit_request *request, struct invitation *out, struct failure *failure)
{
    struct invitations invitations;
    int lock = -1;
    if (!home_lock(request->home->folder.text, &lock, failure)) {
        return false;
    }
    const bool admitted = admit_locked(request, &invitations, out, failure);
    home_unlock(lock);
    return admitted;
}

static bool add_door(struct admission *admission, const struct home *home, const char *door,
                     struct failure *failure)
{
    static struct stored_roster roster;
    struct admission_door *one = &admission->door[admission->door_count];
    if (!roster_load(home, door, "roster", &roster, failure)) {
        return false;
    }
    memcpy(one->name, door, strlen(door) + 1);
    one->roster = roster.message.head.version;
    admission->door_count++;
    return true;
}

char *admit_text(const struct home *home, const struct invitation *invitation,
                 struct failure *failure)
{
    struct admission admission = {.certificate = invitation->lasting};
    struct doors doors;
    const struct user_name user = person_user(&invitation->person);
    memcpy(admission.user, user.text, sizeof(admission.user));
    memcpy(admission.password, invitation->password, sizeof(admission.password));
    if (!doors_list(home, &doors, failure)) {
        return NULL;
    }
    for (size_t i = 0; i < doors.count; i++) {
        if (person_may_at(&invitation->person, doors.name[i]) &&
            !add_door(&admission, home, doors.name[i], failure)) {
            return NULL;
        }
    }
    char *text = admission_text(&admission);
    wipe(&admission, sizeof(admission));
    if (text == NULL) {
        (void)failure_say(failure,
                          "what %s is to take does not fit into a message; give him fewer "
                          "doors",
                          user.text);
    }
    return text;
}

static bool set_locked(const struct home *home, const struct invitation *invitation,
                       enum invitation_state state, struct failure *failure)
{
    struct invitations invitations;
    uint8_t invite8[KEY8_SIZE];
    key8_of(invitation->point, invite8);
    if (!invitations_read(home->folder.text, &invitations, failure)) {
        return false;
    }
    struct invitation *found = invitations_of_key(&invitations, invite8);
    if (found == NULL) {
        return failure_say(failure, "there is no such invitation any more; `portcullis invite "
                                    "list` names them");
    }
    invitation_close(found, state);
    if (!invitations_write(home->folder.text, &invitations, failure)) {
        return false;
    }
    char what[64];
    (void)snprintf(what, sizeof(what), "had an invitation that is %s now",
                   invitation_words(found, time(NULL)));
    return broker_write(home, failure) || is_half_told(found, what, failure);
}

bool admit_set_state(const struct home *home, const struct invitation *invitation,
                     enum invitation_state state, struct failure *failure)
{
    int lock = -1;
    if (!home_lock(home->folder.text, &lock, failure)) {
        return false;
    }
    const bool set = set_locked(home, invitation, state, failure);
    home_unlock(lock);
    return set;
}

bool admit_is_in(const struct home *home, const struct invitation *invitation, bool *out,
                 struct failure *failure)
{
    static struct people people;
    if (!people_read(home->folder.text, &people, failure)) {
        return false;
    }
    const struct person *there = people_find(&people, person_user(&invitation->person).text);
    *out = there != NULL &&
           memcmp(there->entry.point, invitation->person.entry.point, POINT_SIZE) == 0;
    return true;
}

static bool judge_locked(const struct home *home, struct bytes enrol, time_t now,
                         struct judgement *out, struct failure *failure)
{
    struct invitations invitations;
    struct invitation *found = NULL;
    if (!invitations_read(home->folder.text, &invitations, failure)) {
        return false;
    }
    const enum enrolment_answer answer = enrolment_take(&invitations, enrol, now, &found);
    const bool noted = answer == ENROLMENT_TAKEN || answer == ENROLMENT_SECOND;
    if (noted && !invitations_write(home->folder.text, &invitations, failure)) {
        return false;
    }
    // Who is refused has no rows at the broker any more.
    if (answer == ENROLMENT_SECOND && !broker_write(home, failure)) {
        return is_half_told(found, "is refused", failure);
    }
    if (found != NULL) {
        out->invitation = *found;
    }
    out->answer = answer;
    return true;
}

bool admit_judge(const struct home *home, struct bytes enrol, time_t now, struct judgement *out,
                 struct failure *failure)
{
    int lock = -1;
    if (!home_lock(home->folder.text, &lock, failure)) {
        return false;
    }
    const bool judged = judge_locked(home, enrol, now, out, failure);
    home_unlock(lock);
    return judged;
}
