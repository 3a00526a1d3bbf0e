#include "door/operator/belief.h"

struct belief belief_unknown(millis now)
{
    return (struct belief){.is = BELIEVED_UNKNOWN,
                           .since = stopwatch_started(now),
                           .quiet = stopwatch_started(now),
                           .ours = false};
}

// What the switches make of a belief; time is looked at elsewhere.
static enum believed judged(enum believed was, const struct limit_levels *levels)
{
    if (levels->fault || (levels->at_open && levels->at_closed)) {
        return BELIEVED_FAULT;
    }
    if (levels->at_closed) {
        return BELIEVED_CLOSED;
    }
    if (levels->at_open) {
        return BELIEVED_OPEN;
    }
    switch (was) {
    case BELIEVED_CLOSED:
    case BELIEVED_OPENING:
        return BELIEVED_OPENING;
    case BELIEVED_OPEN:
    case BELIEVED_CLOSING:
        return BELIEVED_CLOSING;
    case BELIEVED_UNKNOWN:
    case BELIEVED_FAULT:
        break;
    }
    return BELIEVED_UNKNOWN;
}

void belief_see(struct belief *belief, const struct limit_levels *levels, bool ours,
                millis travel_limit, millis now)
{
    const enum believed was = belief->is;
    const enum believed is = judged(was, levels);
    if (is != was) {
        belief->is = is;
        belief->since = stopwatch_started(now);
        belief->quiet = stopwatch_started(now);
        // Only a movement that begins at a limit, in answer to our press, is ours.
        const bool left_a_limit = was == BELIEVED_CLOSED || was == BELIEVED_OPEN;
        belief->ours = left_a_limit && belief_is_moving(belief) && ours;
    }
    if (belief_is_moving(belief) && stopwatch_reached(belief->since, now, travel_limit)) {
        // It should have arrived: no switch has spoken, so the quiet goes on.
        belief->is = BELIEVED_UNKNOWN;
        belief->since = stopwatch_started(now);
        belief->ours = false;
    }
    stopwatch_hold(&belief->since, now);
    stopwatch_hold(&belief->quiet, now);
}

void belief_forget(struct belief *belief, millis now)
{
    *belief = belief_unknown(now);
}

void belief_overtaken(struct belief *belief, millis now)
{
    belief->ours = false;
    belief->quiet = stopwatch_started(now);
}

bool belief_is_moving(const struct belief *belief)
{
    return belief->is == BELIEVED_OPENING || belief->is == BELIEVED_CLOSING;
}
