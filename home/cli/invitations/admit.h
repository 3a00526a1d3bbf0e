// Lets in whom the owner has recognised by the 12 digits: his certificate or his password, his place in
// people.json, the rosters. Cut off anywhere, asking again goes on: nobody is in twice, and nobody by half.
#ifndef HOME_CLI_INVITATIONS_ADMIT_H
#define HOME_CLI_INVITATIONS_ADMIT_H

#include "home/people/enrolment.h"
#include "home/people/issue_rosters.h"

// Takes the home's lock, and finishes what a run that was cut off has begun: rosters that are signed come
// into their places, who is in people.json by an open invitation has been let in by it, what he has not
// taken in time is forgotten, and the broker's rules are what the home says. changed: the rules were not; whoever calls tells the broker.
MUST_USE bool admit_settle(const struct home *home, bool *changed, struct failure *failure);

struct admit_request {
    const struct home *home;
    const struct passphrase *passphrase;
    struct bytes enrol; // the one that was compared
    time_t now;
};

// Takes the home's lock. Refuses an Enrol that is not, or no more, that of an open invitation. out is
// the invitation as it is then. The broker's rules are written; whoever calls tells it to read them.
MUST_USE bool admit(const struct admit_request *request, struct invitation *out,
                    struct failure *failure);

// What he is to take, to be freed with free: his certificate or his login, and the rosters that name
// him.
char *admit_text(const struct home *home, const struct invitation *invitation,
                 struct failure *failure);

// Takes the lock, and sets the state of the invitation of that key; a closed one's rows at the broker
// go with it. False too where there is none.
MUST_USE bool admit_set_state(const struct home *home, const struct invitation *invitation,
                              enum invitation_state state, struct failure *failure);

// He is in people.json with the key he asked with: nobody has revoked him since.
MUST_USE bool admit_is_in(const struct home *home, const struct invitation *invitation, bool *out,
                          struct failure *failure);

struct judgement {
    enum enrolment_answer answer;
    struct invitation invitation; // as it is then; untouched at ENROLMENT_NONE
};

// Takes the lock, judges an Enrol, and keeps what was found out: see enrolment_take.
MUST_USE bool admit_judge(const struct home *home, struct bytes enrol, time_t now,
                          struct judgement *out, struct failure *failure);

#endif
