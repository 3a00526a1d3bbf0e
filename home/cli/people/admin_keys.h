// The admin keys of a home, and what other admins have put in force.
#ifndef HOME_CLI_PEOPLE_ADMIN_KEYS_H
#define HOME_CLI_PEOPLE_ADMIN_KEYS_H

#include "home/people/issue_rosters.h"

// The admin of that name.
MUST_USE bool admin_find(const struct people *people, const char *name, uint8_t *index);

// Prints the list; home is the option, or NULL.
MUST_USE bool admin_list(const char *home, bool json, struct failure *failure);

// Asks every door what it has in force, and gives those where it is another owner's. Doors that are
// away are left out.
MUST_USE bool admin_look_above(const char *home, struct door_marks *out, struct failure *failure);

#endif
