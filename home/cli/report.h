// What a door says of itself, told with its age and its ground.
#ifndef HOME_CLI_REPORT_H
#define HOME_CLI_REPORT_H

#include "base/must_use.h"
#include "home/link/door_view.h"

struct report {
    const char *door;
    const struct epoch *epoch;
    time_t now;
    uint32_t roster_version; // that was last signed for the door; 0: not known here
    uint8_t roster_hash8[HASH8_SIZE];
};

// Reads doors/NAME/roster for the two last fields; a member's home has none.
struct home;
MUST_USE bool report_fill_roster(struct report *report, const struct home *home,
                                 struct failure *failure);

// The door's signed word carries version and hash of the roster that was last signed for it.
MUST_USE bool report_roster_confirmed(const struct report *report);

// Seconds since the door's word; 0 for one from the future, as clocks differ.
uint64_t epoch_age(const struct epoch *epoch, time_t now);

// How old it is and whether that is believed (docs/protocol.md, "What clients must do"): "fresh, 3 s old",
// "unproven: 4 h old; …".
struct age_text {
    char text[96];
};
struct age_text epoch_age_words(const struct epoch *epoch, time_t now);

// Lines for a person; a head line, and one for each thing that is not as usual.
void report_print(const struct report *report);

// One line for --json, and for `watch`.
MUST_USE bool report_print_json(const struct report *report);
void report_print_line(const struct report *report);

#endif
