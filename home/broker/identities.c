#include "home/broker/identities.h"

#include <string.h>

bool identity_is_reserved(const char *user)
{
    return strncmp(user, "door-", 5) == 0 || strncmp(user, "invite-", 7) == 0;
}

bool identities_read(const struct home *home, struct identities *out, struct failure *failure)
{
    const char *folder = home->folder.text;
    out->now = time(NULL);
    return doors_list(home, &out->doors, failure) && people_read(folder, &out->people, failure) &&
           invitations_read(folder, &out->invitations, failure);
}
