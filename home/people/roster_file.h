// doors/NAME/roster: the last Roster signed for a door, as it goes out. doors/NAME/signed: version and
// hash of all that this home has signed or taken over for it, so that another owner's is known as such.
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
    const uint8_t *origin;    // ORIGIN_SIZE bytes; NULL: none
    const uint8_t *recovery8; // KEY8_SIZE bytes: the recovery key may sign too; NULL: it may not
};

// Signs with an admin's key, which must be among the people, or with the recovery key; room is of
// ROSTER_MOST bytes. Refuses what the door would drop without a word: more keys than a roster holds,
// two keys of one name, the door's own or the recovery key as somebody's; and a passkey without an origin.
MUST_USE bool roster_sign(const struct roster_request *request, EVP_PKEY *signer, uint8_t *room,
                          struct bytes *out, struct failure *failure);

// A roster as it lies in its file. It borrows from itself, so it may not be copied.
struct stored_roster {
    uint8_t room[ROSTER_MOST + 1];
    struct bytes bytes;
    struct roster_message message;
    uint8_t hash8[HASH8_SIZE];
};

// Reads doors/DOOR/file, as "roster".
MUST_USE bool roster_load(const struct home *home, const char *door, const char *file,
                          struct stored_roster *out, struct failure *failure);

// The same of bytes that came from elsewhere; false: no Roster.
MUST_USE bool roster_store(struct bytes bytes, struct stored_roster *out);

// It names exactly those who may at that door by people.json, in its order and with all they may.
MUST_USE bool roster_says_so(const struct roster_message *roster, const struct people *people,
                             const char *door);

// Whose a roster is, by version and hash8.
enum roster_origin {
    ROSTER_OF_ANOTHER, // this home has signed others since, or another one of that version
    ROSTER_OF_OURS,
    ROSTER_OLDER_THAN_KNOWN // than all that is written down
};

struct roster_mark {
    uint32_t version;
    uint8_t hash8[HASH8_SIZE];
};

enum {
    SIGNED_MOST = 64 // names kept for each door, the newest
};

struct signed_rosters {
    size_t count;
    struct roster_mark name[SIGNED_MOST];
};

// A door whose rosters were never written down has signed its stored one.
MUST_USE bool signed_rosters_load(const struct home *home, const char *door,
                                  struct signed_rosters *out, struct failure *failure);
MUST_USE bool signed_rosters_add(const struct home *home, const char *door,
                                 const struct roster_mark *name, struct failure *failure);
MUST_USE enum roster_origin signed_rosters_origin(const struct signed_rosters *rosters,
                                                  const struct roster_mark *name);

// A Roster's hash; its first 8 bytes are what an Epoch carries.
void roster_hash_of(const struct roster_message *roster, uint8_t hash[HASH_SIZE]);

#endif
