#include "door/guard/verdict.h"

uint8_t guard_result(enum guard_verdict verdict)
{
    switch (verdict) {
    case GUARD_REFUSED_REPLAY:
        return RESULT_REPLAY;
    case GUARD_REFUSED_ROLE:
        return RESULT_ROLE;
    case GUARD_REFUSED_WINDOW:
        return RESULT_WINDOW;
    case GUARD_REFUSED_USES:
        return RESULT_USES;
    case GUARD_REFUSED_LOCKED:
        return RESULT_LOCKED;
    case GUARD_REFUSED_MALFORMED:
    case GUARD_REFUSED_RETAINED:
    case GUARD_REFUSED_DOOR:
    case GUARD_REFUSED_KEY:
    case GUARD_REFUSED_USER:
    case GUARD_REFUSED_EPOCH:
    case GUARD_REFUSED_BUDGET:
    case GUARD_REFUSED_SIGNATURE:
    case GUARD_REFUSED_TIME:
    case GUARD_VERIFIED:
    case GUARD_GRANTED:
        break;
    }
    return 0;
}

const char *guard_verdict_name(enum guard_verdict verdict)
{
    static const char *const names[GUARD_VERDICTS] = {
        "malformed", "retained", "door", "key",    "user", "epoch",  "budget",   "signature",
        "time",      "replay",   "role", "window", "uses", "locked", "verified", "granted"};
    return names[verdict];
}
