// All invitations of a home, and what came of each: for `invite list`, and with --json for whatever
// command changed them.
#ifndef HOME_CLI_INVITATIONS_INVITATION_LIST_H
#define HOME_CLI_INVITATIONS_INVITATION_LIST_H

#include "home/cli/arguments.h"
#include "home/people/invitations.h"

#include <cjson/cJSON.h>

// One object for each, in an array that is the caller's. False: memory was short; it is his all the same.
MUST_USE bool invitation_list_json(const struct invitations *invitations, time_t now, cJSON **out);

// Lines for a person.
void invitation_list_print(const struct invitations *invitations, time_t now);

// The end of a command that began aside (home/cli/aside.h): the list as it is now. A command that could
// not do its work has told why, and gives none.
enum cli_exit invitation_list_end(const struct home *home, enum cli_exit answer);

#endif
