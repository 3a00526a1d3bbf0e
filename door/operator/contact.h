// One contact at the end of a long wire: debounced, and watched for flutter (C12).
//
// Reeds bounce for about 1 ms, but wind and wide gaps make them chatter for tens.
#ifndef DOOR_OPERATOR_CONTACT_H
#define DOOR_OPERATOR_CONTACT_H

#include "base/must_use.h"
#include "base/stopwatch.h"

enum {
    CONTACT_CLOSES = 100,   // ms steady before it counts as closed
    CONTACT_OPENS = 50,     // ms steady before it counts as open
    CONTACT_BOUNCE = 20,    // ms from an edge that counts: those that follow are one with it
    FLUTTER_EDGES = 6,      // more of them ...
    FLUTTER_WINDOW = 10000, // ... within so many ms is flutter
    FLUTTER_QUIET = 60000   // ms without an edge that clear it
};

struct contact {
    bool level;                  // as the pin read last
    struct stopwatch steady;     // since the level changed
    struct stopwatch counted;    // since the last edge that counted
    bool closed;                 // debounced
    millis edges[FLUTTER_EDGES]; // when the last ones came, the oldest at next
    uint8_t edges_seen;          // at most FLUTTER_EDGES
    uint8_t next;
    struct stopwatch flutter; // since the last edge of a flutter
};

// At boot a contact is open until it has been closed for CONTACT_CLOSES.
struct contact contact_at_boot(millis now);

// A button: what is pressed at boot is stuck, or held by nobody who means us, and counts as pressed
// only after it has been let go.
struct contact contact_button_at_boot(millis now);

// Takes in the level of the pin. True when the debounced contact has just closed.
bool contact_see(struct contact *contact, bool level, millis now);

MUST_USE bool contact_flutters(const struct contact *contact);

#endif
