// CLOSE: warn, press, watch it to the closed limit; one more attempt; then lock out (C1, C3, C21).
#include "door/operator/plan.h"

static const uint8_t attempts_most = 2; // C2

// Midway, and not on its way for all we know.
static void pending_midway(struct plan *plan)
{
    const struct planner_rules *rules = plan->rules;
    if (rules->switches != SWITCHES_CLOSED_ONLY && !rules->recover) {
        plan_end(plan, OUTCOME_REFUSED_UNKNOWN);
    } else if (plan_is_still(plan)) {
        plan_warn(plan);
    }
}

// C17: a door on its way is first let reach a limit; one midway is first let stand.
static void pending(struct plan *plan)
{
    const struct planner_rules *rules = plan->rules;
    const struct belief *belief = &plan->planner->belief;
    const bool unverifiable = rules->switches == SWITCHES_OPEN_ONLY;
    const millis longest = rules->timing.still + rules->timing.travel_limit;
    if (unverifiable || !rules->profile->closes_when_open) {
        plan_end(plan, OUTCOME_REFUSED_PROFILE);
    } else if (!plan_may_close(plan)) {
        plan_end(plan, plan_refusal(plan));
    } else if (plan_waited(plan, longest)) {
        plan_end(plan, OUTCOME_REFUSED_UNKNOWN);
    } else if (belief->is == BELIEVED_OPEN) {
        plan_warn(plan);
    } else if (!belief_is_moving(belief)) {
        pending_midway(plan);
    }
}

static void warning(struct plan *plan)
{
    const struct planner *planner = plan->planner;
    if (!plan_may_close(plan)) {
        plan_end(plan, plan_cancellation(plan));
    } else if (belief_is_moving(&planner->belief)) {
        plan_end(plan, OUTCOME_CANCELLED_MOVED);
    } else if (plan_waited(plan, plan->rules->timing.warning) && plan_has_warned(plan) &&
               plan_gap_has_passed(plan)) {
        const bool at_open = planner->belief.is == BELIEVED_OPEN;
        plan_press(plan, PRESS_CLOSE, at_open ? PHASE_STARTING : PHASE_TRAVELLING);
    }
}

// The movement is over: silence, then a new warning that ends no sooner than the second attempt may.
static void try_again_or_fail(struct plan *plan, enum outcome failure)
{
    if (plan->planner->presses >= attempts_most) {
        plan_end(plan, failure);
        return;
    }
    plan->planner->warning = stopwatch_stopped();
    plan_enter(plan, PHASE_PAUSING);
}

static void pausing(struct plan *plan)
{
    const struct planner_timing *timing = &plan->rules->timing;
    const struct planner *planner = plan->planner;
    if (!plan_may_close(plan)) {
        plan_end(plan, plan_cancellation(plan));
    } else if (belief_is_moving(&planner->belief)) {
        plan_end(plan, OUTCOME_CANCELLED_MOVED);
    } else if (stopwatch_reached(planner->since_press, plan->now,
                                 timing->retry - timing->warning)) {
        plan_warn(plan);
    }
}

static void starting(struct plan *plan)
{
    if (plan->planner->belief.is == BELIEVED_CLOSING) {
        plan_enter(plan, PHASE_TRAVELLING);
    } else if (plan_waited(plan, plan->rules->timing.start_limit)) {
        try_again_or_fail(plan, OUTCOME_FAILED_NO_START);
    }
}

static void travelling(struct plan *plan)
{
    if (plan->planner->belief.is == BELIEVED_OPEN &&
        plan_waited(plan, plan->rules->timing.settle)) {
        try_again_or_fail(plan, OUTCOME_FAILED_OPEN);
    } else if (plan_waited(plan, plan->rules->timing.still)) {
        if (plan->rules->switches == SWITCHES_CLOSED_ONLY) {
            try_again_or_fail(plan, OUTCOME_FAILED_LOST);
        } else {
            plan_end(plan, OUTCOME_FAILED_LOST);
        }
    }
}

void plan_close(struct plan *plan)
{
    const struct planner *planner = plan->planner;
    if (planner->belief.is == BELIEVED_FAULT) {
        plan_end(plan, planner->presses > 0 ? OUTCOME_FAILED_FAULT : OUTCOME_REFUSED_FAULT);
        return;
    }
    if (planner->belief.is == BELIEVED_CLOSED) {
        if (!plan_is_unanswered(plan)) {
            plan_end(plan, planner->presses > 0 ? OUTCOME_DONE : OUTCOME_ALREADY);
        }
        return;
    }
    switch (planner->phase) {
    case PHASE_PENDING:
        pending(plan);
        break;
    case PHASE_WARNING:
        warning(plan);
        break;
    case PHASE_PAUSING:
        pausing(plan);
        break;
    case PHASE_STARTING:
        starting(plan);
        break;
    case PHASE_TRAVELLING:
    case PHASE_AWAITING: // other goals' phases: nothing to do but to be watched
    case PHASE_REOPENING:
    case PHASE_WATCHING:
        travelling(plan);
        break;
    }
}
