// What follows when somebody was let in: the broker takes his rules, the doors say that they know him,
// he takes his certificate, and the invitation is used up.
#ifndef HOME_CLI_INVITATIONS_SEE_THROUGH_H
#define HOME_CLI_INVITATIONS_SEE_THROUGH_H

#include "home/cli/arguments.h"
#include "home/link/reception.h"

// asks: what he asked with is still there, so he has yet to take his certificate. Done is when every
// door of his has said so and he has it; otherwise "not yet", with what to do.
enum cli_exit see_through(struct reception *reception, const struct invitation *invitation,
                          bool asks);

// Every door that this person may use is sent its roster and asked; tells each answer. True: all have
// it in force.
MUST_USE bool doors_know(const struct home *home, const struct person *person);

// Tells the doors that this person may use the time, where his limits need it: without, he stands before a
// door that knows neither hour nor day. Nothing is said of it; `portcullis time` does.
void tell_time_for(const struct home *home, const struct person *person);

// What every command about invitations does first: see admit_settle. Tells where it had to mend the
// broker's rules.
MUST_USE bool settle_first(const struct home *home, struct failure *failure);

// Tells the broker to read its rules again, or the owner how.
void tell_rules_changed(const struct home *home);

#endif
