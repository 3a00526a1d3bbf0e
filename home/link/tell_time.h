// Tells doors the time, all at once: signed Time over each one's live Epoch, until the next one shows that
// its clock agrees with ours. Guests' hours need it, and the freshness of what a door says; until there is
// a keeper, a command line does it (docs/protocol.md, "Time").
#ifndef HOME_LINK_TELL_TIME_H
#define HOME_LINK_TELL_TIME_H

#include "base/stopwatch.h"
#include "home/folder/doors.h"

#include <time.h>

enum {
    TIME_TOLD_WITHIN = 35000 // ms: a door says an Epoch every 30 s, whatever happens
};

enum time_answer {
    TIME_NO_WORD, // the door is silent, or its clock is still off
    TIME_REFUSED, // the broker does not carry it
    TIME_AGREES,
    TIME_NOT_ASKED // failure says why
};

struct time_told {
    enum time_answer answer;
    bool known;             // the door has said something:
    int64_t ahead;          // its clock before ours in s, as it said last
    struct failure failure; // of TIME_NOT_ASKED
};

// One for each of the doors; one that cannot be asked takes nothing from the others. Ctrl-C ends the
// waiting; the answers are then what was known.
void time_tell(const struct home *home, const struct doors *doors, millis within,
               struct time_told *out);

#endif
