// doors/NAME/roster: the last Roster signed for a door, as it goes out.
#ifndef HOME_PEOPLE_ROSTER_FILE_H
#define HOME_PEOPLE_ROSTER_FILE_H

#include "home/authority/key.h"
#include "home/people/people.h"

#include <time.h>

struct roster_request {
    const struct people *people;
    const char *door;     // its name: whoever may there is in it
    const uint8_t *door8; // DOOR8_SIZE bytes
    uint32_t version;
    time_t made;
    uint8_t policy;
};

// Signs with the admin key, which must be among the people; room is of ROSTER_MOST bytes. Refuses more
// keys than a roster holds.
MUST_USE bool roster_sign(const struct roster_request *request, EVP_PKEY *admin, uint8_t *room,
                          struct bytes *out, struct failure *failure);

// A Roster's hash; its first 8 bytes are what an Epoch carries.
void roster_hash(const struct roster_message *roster, uint8_t hash[HASH_SIZE]);

#endif
