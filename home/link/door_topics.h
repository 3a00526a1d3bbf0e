// What a broker keeps of a door: its last words and its roster, retained.
#ifndef HOME_LINK_DOOR_TOPICS_H
#define HOME_LINK_DOOR_TOPICS_H

#include "home/folder/home.h"
#include "protocol/image.h"

// Clears epoch, state and availability as the door itself, by the certificate in its image (nobody
// else may write them), and its roster as the owner. The broker's rules must still be those of that
// door. False: the broker could not be asked, or refused.
MUST_USE bool door_topics_clear(const struct home *home, const struct image *image,
                                struct failure *failure);

#endif
