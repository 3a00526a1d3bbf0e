// What the guard says to a message that wants something of the door.
#ifndef DOOR_GUARD_VERDICT_H
#define DOOR_GUARD_VERDICT_H

#include "base/must_use.h"
#include "protocol/words.h"

#include <stdbool.h>

// Zeroed memory is a refusal, and granting is the last word.
enum guard_verdict {
    // Silent: counted, and nothing else.
    GUARD_REFUSED_MALFORMED = 0,
    GUARD_REFUSED_RETAINED,
    GUARD_REFUSED_DOOR,      // for another door
    GUARD_REFUSED_KEY,       // not in the roster, of another kind, or of no role that may ask
    GUARD_REFUSED_USER,      // on another user's topic
    GUARD_REFUSED_EPOCH,     // not live
    GUARD_REFUSED_BUDGET,    // too many, or the door rests
    GUARD_REFUSED_SIGNATURE, // does not hold
    GUARD_REFUSED_TIME,      // a Time before the roster was made, or of no place on earth
    // The signature held: answered.
    GUARD_REFUSED_REPLAY,
    GUARD_REFUSED_ROLE,
    GUARD_REFUSED_WINDOW,
    GUARD_REFUSED_USES,
    GUARD_REFUSED_LOCKED,
    GUARD_VERIFIED, // the signature holds; nothing is decided yet
    GUARD_GRANTED
};

enum {
    GUARD_VERDICTS = GUARD_GRANTED + 1
};

// The Ack's word for an answered refusal; 0 for a silent one, and for what is none.
uint8_t guard_result(enum guard_verdict verdict);

// "epoch", "signature" and so on, for a log.
const char *guard_verdict_name(enum guard_verdict verdict);

#endif
