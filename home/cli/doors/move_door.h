// A door gets another name, another controller, or goes. Each is written so that a run that was cut
// off is finished by the same command given again: people.json first, the door's folder then, the
// broker's rules last.
#ifndef HOME_CLI_DOORS_MOVE_DOOR_H
#define HOME_CLI_DOORS_MOVE_DOOR_H

#include "home/cli/doors/make_door.h"
#include "home/doors/door_image.h"

// The name inside the image changes, and with it the topics and the certificate's name; the identity
// and so the roster stay. request names the new door; old is its name until now, opened its image.
MUST_USE bool rename_door(const struct door_request *request, const char *old,
                          struct door_image *opened, struct failure *failure);

// A new identity, secret, TLS key and certificate under the same name; settings and broker stay, the
// roster begins anew, and without the permission to close unattended. What the old controller holds
// is good for nothing any more once the broker has its new rules.
MUST_USE bool replace_door(const struct door_request *request, const struct door_image *opened,
                           struct failure *failure);

// Refuses while somebody may at this door alone: with no door named he would be at every one.
MUST_USE bool door_is_nobodys_only(const struct home *home, const char *door,
                                   struct failure *failure);

// The door's files, its place in people's lists, its certificate and its rules.
MUST_USE bool remove_door(const struct home *home, const char *door,
                          const struct door_image *opened, struct failure *failure);

#endif
