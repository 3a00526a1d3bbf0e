#include "home/cli/invitations/see_through.h"
#include "home/broker/reload.h"
#include "home/cli/invitations/admit.h"
#include "home/cli/people/tell_rosters.h"
#include "home/link/tell_time.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    TIME_SENT_WITHIN = 3000, // ms
    TAKEN_WITHIN = 20000     // ms: a machine that waits takes its certificate at once
};

void tell_rules_changed(const struct home *home)
{
    broker_tell_reload(home, stdout);
    (void)fflush(stdout); // what follows may take a while
}

bool settle_first(const struct home *home, struct failure *failure)
{
    bool changed = false;
    if (!admit_settle(home, &changed, failure)) {
        return false;
    }
    if (changed) {
        (void)printf("The broker's rules were not what this home says, and are now.\n");
        tell_rules_changed(home);
    }
    return true;
}

static bool doors_of(const struct home *home, const struct person *person, struct doors *out,
                     struct failure *failure)
{
    struct doors all;
    out->count = 0;
    if (!doors_list(home, &all, failure)) {
        return false;
    }
    for (size_t i = 0; i < all.count; i++) {
        if (person_may_at(person, all.name[i])) {
            memcpy(out->name[out->count++], all.name[i], sizeof(all.name[i]));
        }
    }
    return true;
}

void tell_time_for(const struct home *home, const struct person *person)
{
    static struct time_told told[DOORS_MOST];
    struct doors his;
    struct failure ignored; // what is not told now is told by the next word with the door
    const struct roster_entry *entry = &person->entry;
    const bool needs_it =
        entry->days != 0 || entry->from != 0 || entry->to != 0 || entry->last != 0;
    if (needs_it && doors_of(home, person, &his, &ignored)) {
        time_tell(home, &his, TIME_SENT_WITHIN, told);
    }
}

bool doors_know(const struct home *home, const struct person *person)
{
    struct doors his;
    struct failure failure;
    if (!doors_of(home, person, &his, &failure)) {
        (void)cli_fail(&failure, CLI_ENVIRONMENT); // the end's code tells too
        return false;
    }
    const struct roster_round round = {.home = home, .doors = &his};
    return tell_rosters(&round) == CLI_DONE;
}

static bool hand_over(struct reception *reception, const struct invitation *invitation, bool *taken,
                      struct failure *failure)
{
    const struct invite_digits digits = invitation_digits(invitation);
    char *text = admit_text(reception->home, invitation, failure);
    if (text == NULL) {
        return false;
    }
    reception->taken[0] = '\0';
    const bool put = reception_admit(reception, invitation, text, failure);
    free(text);
    const struct stopwatch since = stopwatch_started(session_now());
    while (put && !*taken && !session_interrupted() &&
           !stopwatch_reached(since, session_now(), TAKEN_WITHIN)) {
        reception_wait(reception, 100);
        *taken = strcmp(reception->taken, digits.text) == 0;
    }
    return put;
}

static enum cli_exit is_revoked(struct reception *reception, const struct invitation *invitation)
{
    struct failure failure;
    reception_clear(reception, invitation);
    if (!admit_set_state(reception->home, invitation, INVITATION_CANCELLED, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    (void)printf("%s was let in and revoked since; his invitation is closed.\n",
                 person_user(&invitation->person).text);
    tell_rules_changed(reception->home);
    return CLI_REFUSED;
}

static void tell_used_by_phone(const char *user, bool asked)
{
    if (asked) {
        (void)printf("%s has joined; the link is used up.\n", user);
    } else {
        (void)printf("%s asks no more: it has joined, and the link is used up. If it still waits, "
                     "the broker has lost its question: `portcullis revoke %s`, and invite it "
                     "again.\n",
                     user, user);
    }
}

// He takes his question away when he has his certificate; a broker may also have lost it.
static void tell_used(const struct invitation *invitation, bool asked)
{
    const struct user_name user = person_user(&invitation->person);
    if (invitation->kind == INVITATION_PHONE) {
        tell_used_by_phone(user.text, asked);
    } else if (asked) {
        (void)printf("%s has his certificate; the invitation is used up.\n", user.text);
    } else {
        (void)printf("%s asks no more: he has his certificate, and the invitation is used up. If "
                     "`portcullis join` still waits there, the broker has lost his question: "
                     "`portcullis revoke %s`, and invite him again.\n",
                     user.text, user.text);
    }
}

static enum cli_exit use_up(struct reception *reception, const struct invitation *invitation,
                            bool asked, bool confirmed)
{
    struct failure failure;
    reception_clear(reception, invitation);
    if (!admit_set_state(reception->home, invitation, INVITATION_USED, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    tell_used(invitation, asked);
    tell_rules_changed(reception->home);
    return confirmed ? CLI_DONE : CLI_REFUSED;
}

enum cli_exit see_through(struct reception *reception, const struct invitation *invitation,
                          bool asks)
{
    struct failure failure;
    const struct user_name user = person_user(&invitation->person);
    bool is_in = false;
    bool taken = !asks;
    if (!admit_is_in(reception->home, invitation, &is_in, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    if (!is_in) {
        return is_revoked(reception, invitation);
    }
    tell_rules_changed(reception->home);
    const bool confirmed = doors_know(reception->home, &invitation->person);
    if (asks && !hand_over(reception, invitation, &taken, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    if (taken) {
        return use_up(reception, invitation, asks, confirmed);
    }
    const bool phone = invitation->kind == INVITATION_PHONE;
    (void)printf("%s has not taken %s yet: %s, then here `portcullis invite accept %s`.\n",
                 user.text, phone ? "its login" : "his certificate",
                 phone ? "open the page on it" : "on his machine run `portcullis join`", user.text);
    return CLI_REFUSED;
}
