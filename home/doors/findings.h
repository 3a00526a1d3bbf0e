// What a guided check of a door has seen, and what that means for its wires and its profile. Values
// in, values out.
#ifndef HOME_DOORS_FINDINGS_H
#define HOME_DOORS_FINDINGS_H

#include "protocol/epoch.h"
#include "protocol/operator_settings.h"

// Which limit switches the door says are closed.
enum seen {
    SEEN_NEITHER,
    SEEN_CLOSED_SWITCH,
    SEEN_OPEN_SWITCH,
    SEEN_BOTH // a fault
};

enum place {
    PLACE_CLOSED,
    PLACE_MIDWAY,
    PLACE_OPEN,
    PLACES
};

// From the door's own signed word.
enum seen seen_in(const struct epoch *epoch);

// "closed switch", "neither switch" …
const char *seen_words(enum seen seen);

struct wiring {
    bool good;
    const char *words;   // what is wrong and what to do, or that all is well
    const char *setting; // "switches=closed" where that would say what is there; else NULL
};

// From what was seen with the door really at each place.
struct wiring wiring_of(enum limit_switches fitted, const enum seen seen[PLACES]);

// What a press did while the door moved: told by where the door came to rest.
enum reaction {
    REACTION_STOPPED,
    REACTION_REVERSED,
    REACTION_IGNORED
};

enum reaction reaction_from(enum place began, enum seen rest);
const char *reaction_words(enum reaction reaction);

// PROFILE_UNKNOWN where no operator that we know does so.
enum operator_profile profile_from(enum reaction opening, enum reaction closing,
                                   bool closes_by_itself);

#endif
