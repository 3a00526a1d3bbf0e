// After people changed: signs a roster for every door that it concerns, and stores people.json and
// those rosters so that a power cut leaves nothing half done that the next command does not finish.
//
// All are made and found to fit before anything is written. Then, in this order:
//   1. doors/NAME/roster.next and doors/NAME/signed of every door: the disk may fill up here, and
//      what was is still in force;
//   2. people.json, the one source: with its renaming the change is made;
//   3. doors/NAME/roster.next becomes doors/NAME/roster: a renaming, which takes no space.
// Cut off before 2, the next rosters that people.json does not name are thrown away; cut off after 2,
// they are put in their places. Both is done by rosters_settle, without the passphrase.
#ifndef HOME_PEOPLE_ISSUE_ROSTERS_H
#define HOME_PEOPLE_ISSUE_ROSTERS_H

#include "home/folder/doors.h"
#include "home/people/roster_file.h"

// What doors have in force of other owners', and is to be overruled.
struct door_mark {
    char door[NAME_MOST + 1];
    struct roster_mark mark;
};

struct door_marks {
    size_t count;
    struct door_mark at[DOORS_MOST];
};

// What changes; nothing of it is written yet.
struct roster_issue {
    const struct home *home;
    const struct people *people; // as they are to be
    EVP_PKEY *signer;            // an admin's key of theirs, or the recovery key
    time_t now;
    const char *policy_door;        // a door whose policy changes too; NULL: none
    uint8_t policy;                 // POLICY_UNATTENDED_CLOSE, or 0
    const struct door_marks *above; // these doors get one in any case, above that; NULL: none
};

struct issued_door {
    char name[NAME_MOST + 1];
    uint32_t version;
};

// The doors that got a new roster.
struct issued {
    size_t count;
    struct issued_door door[DOORS_MOST];
};

// The caller holds home_lock. A door is concerned where its roster does not say what people.json will
// say, or another page than the home's; version and policy follow its last one. Role 4 has power (POLICY_AUTOMATION) exactly
// where somebody has role 4. Admins change only where the recovery key signs. Nothing is sent: see
// home/link/confirm.h.
MUST_USE bool rosters_issue(const struct roster_issue *issue, struct issued *out,
                            struct failure *failure);

// The caller holds home_lock. Takes over what another owner has put in force at a door, as it lies in
// roster, with the people that it makes; the caller has judged both. In the same order as above.
MUST_USE bool rosters_adopt(const struct home *home, const struct people *people, const char *door,
                            const struct stored_roster *roster, struct failure *failure);

// The caller holds home_lock. Finishes, or throws away, what an interrupted run left; out tells which
// doors got their roster by that. Writers call it first; rosters_issue does.
MUST_USE bool rosters_settle(const struct home *home, struct issued *out, struct failure *failure);

// Doors whose stored roster does not say what people.json says, or another page than the home's: people.json
// was changed by hand, or put back from elsewhere; or the naming of a page was cut off. `portcullis roster sign` signs for them.
MUST_USE bool rosters_behind(const struct home *home, const struct people *people,
                             struct doors *out, struct failure *failure);

#endif
