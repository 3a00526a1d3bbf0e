// VENT: open a little, by time: at most half the fastest run, and never verified (C19).
#include "door/operator/plan.h"

static void pending(struct plan *plan)
{
    const struct planner_rules *rules = plan->rules;
    if (rules->profile->opening != REACTION_STOPS || rules->switches == SWITCHES_OPEN_ONLY) {
        plan_end(plan, OUTCOME_REFUSED_PROFILE);
    } else if (plan->planner->belief.is != BELIEVED_CLOSED || rules->timing.vent == 0) {
        plan_end(plan, OUTCOME_REFUSED_UNKNOWN);
    } else if (!plan_may_close(plan)) {
        plan_end(plan, plan_refusal(plan));
    } else {
        plan_warn(plan);
    }
}

static void warning(struct plan *plan)
{
    if (!plan_may_close(plan)) {
        plan_end(plan, plan_cancellation(plan));
    } else if (plan->planner->belief.is != BELIEVED_CLOSED) {
        plan_end(plan, OUTCOME_CANCELLED_MOVED);
    } else if (plan_waited(plan, plan->rules->timing.warning) && plan_has_warned(plan) &&
               plan_gap_has_passed(plan)) {
        plan_press(plan, PRESS_OPEN, PHASE_STARTING);
    }
}

static void starting(struct plan *plan)
{
    const struct planner_timing *timing = &plan->rules->timing;
    const struct belief *belief = &plan->planner->belief;
    if (belief->is == BELIEVED_OPENING) {
        if (stopwatch_reached(belief->since, plan->now, timing->young) || !belief->ours ||
            !plan_may_close(plan)) {
            // Too late to stop it safely, or no longer permitted: it opens whole.
            plan_end(plan, OUTCOME_FAILED_LIMIT);
        } else if (stopwatch_reached(belief->since, plan->now, timing->vent) &&
                   plan_gap_has_passed(plan)) {
            plan_press(plan, PRESS_VENT_STOP, PHASE_WATCHING);
        }
    } else if (belief->is != BELIEVED_CLOSED) {
        plan_end(plan, OUTCOME_FAILED_LIMIT);
    } else if (plan_waited(plan, timing->start_limit)) {
        plan_end(plan, OUTCOME_FAILED_NO_START);
    }
}

static void watching(struct plan *plan)
{
    const enum believed belief = plan->planner->belief.is;
    const bool at_a_limit = belief == BELIEVED_CLOSED || belief == BELIEVED_OPEN;
    if (at_a_limit && plan_waited(plan, plan->rules->timing.settle)) {
        plan_end(plan, OUTCOME_FAILED_LIMIT);
    } else if (plan_waited(plan, plan->rules->timing.still)) {
        plan_end(plan, OUTCOME_UNVERIFIED);
    }
}

void plan_vent(struct plan *plan)
{
    if (plan->planner->belief.is == BELIEVED_FAULT) {
        const bool pressed = plan->planner->presses > 0;
        plan_end(plan, pressed ? OUTCOME_FAILED_FAULT : OUTCOME_REFUSED_FAULT);
        return;
    }
    switch (plan->planner->phase) {
    case PHASE_PENDING:
        pending(plan);
        break;
    case PHASE_WARNING:
        warning(plan);
        break;
    case PHASE_STARTING:
        starting(plan);
        break;
    case PHASE_WATCHING:
    case PHASE_TRAVELLING: // other goals' phases
    case PHASE_AWAITING:
    case PHASE_REOPENING:
    case PHASE_PAUSING:
        watching(plan);
        break;
    }
}
