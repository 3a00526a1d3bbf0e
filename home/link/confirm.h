// Sends a door its stored roster, and waits until the door itself says that it is in force: a signed
// Epoch with that version and that hash (docs/protocol.md, "Roster"). Nothing less is "done".
#ifndef HOME_LINK_CONFIRM_H
#define HOME_LINK_CONFIRM_H

#include "base/stopwatch.h"
#include "home/folder/home.h"

enum {
    CONFIRM_LOOK_WITHIN = 2000,   // ms: the broker gives the door's last Epoch at once
    CONFIRM_SILENT_AFTER = 10000, // a door that is there has answered by then
    CONFIRM_AT_MOST = 40000       // a door that is there takes one Roster in 30 s
};

enum confirmation {
    ROSTER_NOT_YET,  // the door is silent, or shows an older one of this home
    ROSTER_ANOTHERS, // another owner's roster is in force at the door
    ROSTER_CONFIRMED
};

struct confirmed {
    enum confirmation answer;
    uint32_t version;      // of the stored roster
    bool kept;             // the broker has taken the roster, and gives it to the door
    bool known;            // the door has said something:
    uint32_t door_version; // what it has in force
    uint8_t door_hash8[HASH8_SIZE];
    uint64_t door_unix; // its clock then; 0: not known
};

struct confirm_request {
    const struct home *home;
    const char *door;
    bool only_look; // sends nothing
    void (*slow)(
        const char *door); // called once when it will take half a minute; NULL: nobody is told
};

// False: it was not possible to ask, and failure says why (no broker, no such door, its files).
// Ctrl-C ends the waiting; the answer is then what was known.
MUST_USE bool roster_confirm(const struct confirm_request *request, struct confirmed *out,
                             struct failure *failure);

// The answer as a sentence's end, with what to do.
void confirmed_words(const struct confirmed *confirmed, const char *door, char *room, size_t size);

#endif
