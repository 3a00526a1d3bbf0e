#include "home/cli/invitations/accepting.h"
#include "home/cli/invitations/admit.h"
#include "home/cli/invitations/see_through.h"
#include "home/cli/passphrase.h"
#include "home/cli/question.h"

#include <stdio.h>
#include <string.h>

enum {
    HEARD_MOST = 32,
    LOOK_WITHIN = 2000,  // ms: what the broker keeps comes at once
    SECOND_WITHIN = 500, // another one comes as fast
    LINE_MOST = 80
};

struct accepting {
    const struct accepting_request *request;
    struct reception reception;
    size_t heard_count; // different ones, as they came
    size_t judged;      // up to here they are judged
    uint8_t heard[HEARD_MOST][ENROL_SIZE];
    bool told; // why somebody was refused
    bool asks; // somebody does, with this:
    uint8_t enrol[ENROL_SIZE];
    struct invitation invitation;
};

enum reply {
    REPLY_NONE, // nothing that could be meant for an answer
    REPLY_SAME,
    REPLY_OTHER
};

static void hear(void *self, struct bytes message)
{
    struct accepting *accepting = self;
    struct enrol enrol;
    if (!enrol_decode(message, &enrol) || accepting->heard_count == HEARD_MOST) {
        return; // two that are good are enough to refuse them all
    }
    for (size_t i = 0; i < accepting->heard_count; i++) {
        if (memcmp(accepting->heard[i], message.at, ENROL_SIZE) == 0) {
            return;
        }
    }
    memcpy(accepting->heard[accepting->heard_count++], message.at, ENROL_SIZE);
}

static const char *thing_of(const struct invitation *invitation)
{
    return invitation->kind == INVITATION_PHONE ? "link" : "file";
}

static const char *thing_to_take(const struct invitation *invitation)
{
    return invitation->kind == INVITATION_PHONE ? "its login" : "its certificate";
}

static const char *how_he_asks(const struct invitation *invitation)
{
    return invitation->kind == INVITATION_PHONE ? "On his phone: open the link"
                                                : "On his machine: portcullis join FILE";
}

// Aloud, for somebody may have a copy of the invitation.
static void tell_refused(struct accepting *accepting, const struct judgement *judgement)
{
    const struct invitation *invitation = &judgement->invitation;
    const struct user_name user = person_user(&invitation->person);
    switch (judgement->answer) {
    case ENROLMENT_NONE:
    case ENROLMENT_AGAIN:
    case ENROLMENT_TAKEN:
        return;
    case ENROLMENT_EXPIRED:
        (void)printf(
            "%s asks to be let in, but his invitation is over: refused. Invite him again.\n",
            user.text);
        break;
    case ENROLMENT_CLOSED:
        (void)printf("Somebody asks with the invitation of %s, which is %s: refused. If that was "
                     "not %s, somebody has a copy of the %s; it lets nobody in.\n",
                     user.text, invitation_words(invitation, time(NULL)), user.text,
                     thing_of(invitation));
        break;
    case ENROLMENT_SECOND:
        (void)printf("TWO DIFFERENT KEYS ask with the invitation of %s: both are refused, and the "
                     "invitation is dead. Somebody may have a copy of its %s. Make a new one, "
                     "and carry it over yourself.\n",
                     user.text, thing_of(invitation));
        break;
    }
    (void)fflush(stdout);
    accepting->told = true;
    reception_clear(&accepting->reception, invitation);
    if (judgement->answer == ENROLMENT_SECOND) {
        tell_rules_changed(accepting->request->home);
    }
}

static bool is_wanted(const struct accepting *accepting, const struct invitation *invitation)
{
    const char *user = accepting->request->user;
    return user == NULL || strcmp(user, person_user(&invitation->person).text) == 0;
}

static bool judge_one(struct accepting *accepting, const uint8_t *enrol, struct failure *failure)
{
    const struct bytes message = {enrol, ENROL_SIZE};
    struct judgement judgement = {.answer = ENROLMENT_NONE};
    if (!admit_judge(accepting->request->home, message, time(NULL), &judgement, failure)) {
        return false;
    }
    if (judgement.answer == ENROLMENT_NONE || !is_wanted(accepting, &judgement.invitation)) {
        return true;
    }
    tell_refused(accepting, &judgement);
    if (judgement.answer == ENROLMENT_TAKEN && !accepting->asks) {
        accepting->asks = true;
        accepting->invitation = judgement.invitation;
        memcpy(accepting->enrol, enrol, ENROL_SIZE);
    } else if (judgement.answer == ENROLMENT_SECOND && accepting->asks &&
               memcmp(accepting->invitation.point, judgement.invitation.point, POINT_SIZE) == 0) {
        accepting->asks = false;
    }
    return true;
}

// Listens for so long, and judges what came.
static bool listen(struct accepting *accepting, millis at_most, struct failure *failure)
{
    const struct stopwatch since = stopwatch_started(session_now());
    bool sound = true;
    do {
        reception_wait(&accepting->reception, 100);
        while (sound && accepting->judged < accepting->heard_count) {
            sound = judge_one(accepting, accepting->heard[accepting->judged++], failure);
        }
    } while (sound && !session_interrupted() && !stopwatch_reached(since, session_now(), at_most));
    return sound;
}

static enum reply read_reply(const struct enrolment_digits *digits)
{
    char line[LINE_MOST] = "";
    if (!question_line("Are they the same there? Look, or have them read to you (y, n):", line,
                       sizeof(line)) ||
        session_interrupted()) {
        return REPLY_NONE;
    }
    if (strcmp(line, "y") == 0 || strcmp(line, "yes") == 0 || enrolment_digits_are(digits, line)) {
        return REPLY_SAME;
    }
    // Other digits that were typed are other digits.
    const bool number = line[0] != '\0' && strspn(line, "0123456789 ") == strlen(line);
    return number || strcmp(line, "n") == 0 || strcmp(line, "no") == 0 ? REPLY_OTHER : REPLY_NONE;
}

static enum reply compare(const struct accepting *accepting, const struct enrolment_digits *digits)
{
    if (accepting->request->digits != NULL) {
        return enrolment_digits_are(digits, accepting->request->digits) ? REPLY_SAME : REPLY_OTHER;
    }
    return read_reply(digits);
}

// What is to be known of a phone's key before it is let in.
static const char *words_of_key(const struct accepting *accepting)
{
    struct enrol enrol;
    if (accepting->invitation.kind == INVITATION_MACHINE ||
        !enrol_decode(BYTES_OF(accepting->enrol), &enrol)) {
        return "";
    }
    return enrol.kind == KEY_PASSKEY ? ", with a passkey"
                                     : ", with a key of its browser: good for whoever has the "
                                       "phone unlocked, and weaker than a passkey";
}

static void show(const struct accepting *accepting, const struct enrolment_digits *digits)
{
    const struct person *person = &accepting->invitation.person;
    (void)printf("%s asks to be let in as %s%s.\n\n    %s\n\n", person_user(person).text,
                 role_name(person->entry.role), words_of_key(accepting), digits->text);
    (void)fflush(stdout);
}

static enum cli_exit refuse(struct accepting *accepting)
{
    struct failure failure;
    const struct user_name user = person_user(&accepting->invitation.person);
    if (!admit_set_state(accepting->request->home, &accepting->invitation, INVITATION_REFUSED,
                         &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    reception_clear(&accepting->reception, &accepting->invitation);
    (void)printf("%s was not let in, and his invitation is dead: with other digits it is somebody "
                 "else who asks. Make a new one with `portcullis invite %s`, and carry it over "
                 "yourself.\n",
                 user.text, user.text);
    tell_rules_changed(accepting->request->home);
    return CLI_REFUSED;
}

static bool let_in(struct accepting *accepting, struct failure *failure)
{
    const struct accepting_request *request = accepting->request;
    struct passphrase passphrase = {.rounds = 0};
    if (request->passphrase != NULL) {
        passphrase = *request->passphrase;
    } else if (!passphrase_get(request->passphrase_file, PASSPHRASE_KNOWN, &passphrase, failure)) {
        return false;
    }
    const struct admit_request wish = {
        .home = request->home,
        .passphrase = &passphrase,
        .enrol = {accepting->enrol, ENROL_SIZE},
        .now = time(NULL),
    };
    const bool done = admit(&wish, &accepting->invitation, failure);
    wipe(&passphrase, sizeof(passphrase));
    return done;
}

static void tell_one(const struct invitation *invitation, const char *user)
{
    const time_t now = time(NULL);
    if (invitation == NULL) {
        (void)printf("%s is not invited; `portcullis invite list` names who is.\n", user);
    } else if (invitation_is_open(invitation, now)) {
        (void)printf("%s has not asked yet. %s\n", user, how_he_asks(invitation));
    } else if (invitation->state == INVITATION_USED) {
        (void)printf("%s has joined already, and nobody else asks.\n", user);
    } else {
        (void)printf("The invitation of %s is %s. Make a new one with `portcullis invite %s`.\n",
                     user, invitation_words(invitation, now), user);
    }
}

static enum cli_exit tell_nobody(const struct accepting *accepting)
{
    struct failure failure;
    struct invitations invitations;
    const char *user = accepting->request->user;
    if (accepting->asks || session_interrupted()) {
        (void)printf("\nNobody was let in; `portcullis invite accept` goes on with it.\n");
        return CLI_REFUSED;
    }
    if (!invitations_read(accepting->request->home->folder.text, &invitations, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    if (user == NULL) {
        (void)printf(
            "Nobody who is invited has asked yet. On his phone: open the link; on a machine: "
            "portcullis join FILE\n");
    } else {
        tell_one(invitations_find(&invitations, user), user);
    }
    return CLI_REFUSED;
}

static enum cli_exit ask(struct accepting *accepting)
{
    struct failure failure;
    struct enrolment_digits digits;
    if (!enrolment_digits_of(BYTES_OF(accepting->enrol), &digits, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    show(accepting, &digits);
    const enum reply reply = compare(accepting, &digits);
    // While the owner looked, another one may have come.
    if (!listen(accepting, SECOND_WITHIN, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    if (!accepting->asks) {
        return CLI_REFUSED;
    }
    if (reply != REPLY_SAME) {
        return reply == REPLY_OTHER ? refuse(accepting) : tell_nobody(accepting);
    }
    if (!let_in(accepting, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    (void)printf("%s is %s from now on.\n", person_user(&accepting->invitation.person).text,
                 role_name(accepting->invitation.person.entry.role));
    return see_through(&accepting->reception, &accepting->invitation, true);
}

static bool is_still_in(const struct accepting *accepting, const struct invitation *invitation)
{
    struct failure unread; // who is not known to be in is not spoken of
    bool is_in = false;
    return admit_is_in(accepting->request->home, invitation, &is_in, &unread) && is_in;
}

// What waits for him at the broker is nobody's any more.
static void tell_too_late(struct accepting *accepting, const struct invitation *invitation)
{
    const struct user_name user = person_user(&invitation->person);
    reception_clear(&accepting->reception, invitation);
    (void)printf("%s was let in, and has not taken %s before the invitation's time was over: "
                 "`portcullis revoke %s`, and invite it anew.\n",
                 user.text, thing_to_take(invitation), user.text);
    accepting->told = true;
}

// An invitation whose person is in already, and has yet to take his certificate.
static bool find_let_in(struct accepting *accepting, bool *found, struct failure *failure)
{
    struct invitations invitations;
    if (!invitations_read(accepting->request->home->folder.text, &invitations, failure)) {
        return false;
    }
    for (uint8_t i = 0; i < invitations.count && !*found; i++) {
        const struct invitation *one = &invitations.at[i];
        if (one->state != INVITATION_LET_IN || !is_wanted(accepting, one)) {
            continue;
        }
        if (invitation_is_at_the_broker(one, time(NULL))) {
            accepting->invitation = *one;
            *found = true;
        } else if (is_still_in(accepting, one)) {
            tell_too_late(accepting, one);
        }
    }
    return true;
}

// The broker still keeps what he asked with: he has not taken his certificate.
static bool still_asks(const struct accepting *accepting)
{
    uint8_t hash[HASH_SIZE];
    for (size_t i = 0; i < accepting->heard_count; i++) {
        sha256_of((struct bytes){accepting->heard[i], ENROL_COVERED}, hash);
        if (memcmp(hash, accepting->invitation.enrol_hash, HASH_SIZE) == 0) {
            return true;
        }
    }
    return false;
}

static bool goes_on(const struct accepting *accepting)
{
    const struct accepting_request *request = accepting->request;
    return request->waits && !accepting->asks && !session_interrupted() &&
           time(NULL) < request->until;
}

static enum cli_exit run(struct accepting *accepting)
{
    struct failure failure;
    bool is_in = false;
    if (!find_let_in(accepting, &is_in, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    do {
        if (!listen(accepting, LOOK_WITHIN, &failure)) {
            return cli_fail(&failure, CLI_ENVIRONMENT);
        }
    } while (!is_in && goes_on(accepting));
    if (is_in) {
        return see_through(&accepting->reception, &accepting->invitation, still_asks(accepting));
    }
    if (accepting->asks && !session_interrupted()) {
        return ask(accepting);
    }
    return accepting->told ? CLI_REFUSED : tell_nobody(accepting);
}

enum cli_exit accept_invited(const struct accepting_request *request)
{
    static struct accepting accepting; // some 30 KB
    struct failure failure;
    accepting = (struct accepting){.request = request};
    accepting.reception.came = hear;
    accepting.reception.self = &accepting;
    session_stop_at_interrupt();
    const bool open = settle_first(request->home, &failure) &&
                      reception_open(&accepting.reception, request->home, &failure);
    const enum cli_exit answer = open ? run(&accepting) : cli_fail(&failure, CLI_ENVIRONMENT);
    reception_close(&accepting.reception);
    return answer;
}
