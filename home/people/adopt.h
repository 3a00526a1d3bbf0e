// Another owner's roster, taken over into people.json: judged, compared, and made the people's own.
#ifndef HOME_PEOPLE_ADOPT_H
#define HOME_PEOPLE_ADOPT_H

#include "home/folder/doors.h"
#include "home/people/roster_file.h"

// It is signed by an admin of these people at that door, or by the recovery key of the home.
MUST_USE bool adopt_may(const struct home *home, const struct people *people, const char *door,
                        const struct roster_message *roster, struct failure *failure);

// What it would change, told one by one; person is as he is to be, or, for one who goes, as he is.
enum adopt_change {
    ADOPT_COMES,
    ADOPT_GOES,
    ADOPT_CHANGES,
    ADOPT_NEW_KEY // of the same device, and its old one goes, with its certificate
};

struct adopt_teller {
    void (*tell)(void *self, enum adopt_change change, const struct person *person);
    void *self;
};

struct adoption {
    const struct doors *doors; // of the home
    const char *door;
    const struct roster_message *roster;
    const struct adopt_teller *teller;
};

// Makes the people say at that door exactly what the roster says. Who goes from his only door goes from
// the home; who comes, comes to this door alone, unless he is known elsewhere; what changes of
// somebody changes at all of his doors, his key too.
MUST_USE bool adopt_people(const struct adoption *adoption, struct people *people,
                           struct failure *failure);

#endif
