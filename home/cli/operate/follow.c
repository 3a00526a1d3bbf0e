#include "home/cli/operate/follow.h"

enum {
    STILL = 12000, // ms without change: longer than a start
    STILL_TRYING =
        60000 // a second attempt comes 30 s after the first, and a closing one warns again
};

struct follow follow_begun(uint8_t action, uint8_t state, millis now)
{
    return (struct follow){
        .action = action,
        .state = state,
        .since_change = stopwatch_started(now),
        .since_began = stopwatch_started(now),
    };
}

static bool is_moving(uint8_t state)
{
    return state == DOOR_OPENING || state == DOOR_CLOSING || state == DOOR_WARNING;
}

static bool is_reached(const struct follow *follow)
{
    switch ((enum action)follow->action) {
    case ACTION_OPEN:
        return follow->state == DOOR_OPEN;
    case ACTION_CLOSE:
        return follow->state == DOOR_CLOSED;
    case ACTION_STOP:
        return !is_moving(follow->state);
    case ACTION_VENT:
        return follow->moved && (follow->state == DOOR_STOPPED || follow->state == DOOR_UNKNOWN);
    case ACTION_IDENTIFY:
    case ACTION_LOCK:
        return true;
    }
    return false;
}

// A close may try once more from wherever it stands, an opening while it has not left.
static millis patience(const struct follow *follow)
{
    const bool tries = follow->action == ACTION_CLOSE ||
                       (follow->action == ACTION_OPEN && follow->state == DOOR_CLOSED);
    return tries ? STILL_TRYING : STILL;
}

enum follow_verdict follow_look(struct follow *follow, uint8_t state, millis now)
{
    if (state != follow->state) {
        follow->state = state;
        follow->moved = true;
        follow->since_change = stopwatch_started(now);
    }
    if (is_reached(follow)) {
        return FOLLOW_REACHED;
    }
    if ((!is_moving(state) && stopwatch_reached(follow->since_change, now, patience(follow))) ||
        stopwatch_reached(follow->since_began, now, FOLLOW_AT_MOST)) {
        return FOLLOW_MISSED;
    }
    return FOLLOW_GOING;
}

enum follow_verdict follow_event(uint8_t result)
{
    return result == RESULT_DONE || result == RESULT_LEFT_CLOSED || result == RESULT_UNVERIFIED
               ? FOLLOW_REACHED
               : FOLLOW_MISSED;
}
