// Makes the home of somebody who was invited, from his invitation: built beside its place and put
// there when it is whole. His key is made here; a guest's comes with the invitation.
#ifndef HOME_CLI_INVITATIONS_MAKE_MEMBER_H
#define HOME_CLI_INVITATIONS_MAKE_MEMBER_H

#include "home/people/invitation_file.h"

MUST_USE bool make_member(const char *place, const struct invitation_file *invitation,
                          struct failure *failure);

#endif
