// OPEN: one press at the proven closed limit; from anywhere else a closing press like any other.
#include "door/operator/plan.h"

static const uint8_t attempts_most = 2; // C2

static bool reverses_while_opening(const struct plan *plan)
{
    return plan->rules->profile->opening == REACTION_REVERSES ||
           plan->rules->profile->opening == REACTION_UNSETTLED;
}

bool plan_can_reopen(const struct plan *plan)
{
    const struct planner *planner = plan->planner;
    if (planner->goal != GOAL_CLOSE || planner->presses == 0 || !plan_has_warned(plan) ||
        !plan_may_close(plan)) {
        return false;
    }
    if (planner->blind_close) {
        // Where it goes is not seen: only where a press at a standing door closes it anyway.
        return plan->rules->profile->stopped == REACTION_CLOSES;
    }
    const bool not_answered_yet =
        planner->phase == PHASE_STARTING && planner->belief.is == BELIEVED_OPEN;
    const bool closing_for_us = planner->belief.is == BELIEVED_CLOSING && planner->belief.ours;
    return not_answered_yet || closing_for_us;
}

static void pending_midway(struct plan *plan)
{
    const struct planner_rules *rules = plan->rules;
    const bool leads_to_a_limit = rules->switches == SWITCHES_OPEN_ONLY || rules->recover;
    if (rules->switches == SWITCHES_CLOSED_ONLY || !leads_to_a_limit || !plan_may_close(plan)) {
        plan_end(plan, OUTCOME_REFUSED_UNKNOWN);
    } else if (plan_is_still(plan)) {
        plan_warn(plan);
    }
}

static void pending_at_closed(struct plan *plan)
{
    if (!reverses_while_opening(plan)) {
        if (plan_gap_has_passed(plan)) {
            plan_press(plan, PRESS_OPEN, PHASE_STARTING);
        }
    } else if (plan_may_close(plan)) {
        // Two-step: a fob in the same second would turn this press into a closing one (R2).
        plan_warn(plan);
    } else {
        plan_end(plan, plan_refusal(plan));
    }
}

static void pending(struct plan *plan)
{
    const struct planner_timing *timing = &plan->rules->timing;
    if (plan_waited(plan, timing->still + timing->travel_limit)) {
        plan_end(plan, OUTCOME_REFUSED_UNKNOWN);
        return;
    }
    switch (plan->planner->belief.is) {
    case BELIEVED_CLOSED:
        pending_at_closed(plan);
        break;
    case BELIEVED_OPENING:
        if (plan->rules->switches == SWITCHES_CLOSED_ONLY) {
            plan_end(plan, OUTCOME_LEFT_CLOSED);
        }
        break;
    case BELIEVED_CLOSING:
        plan_end(plan, OUTCOME_REFUSED_NOT_OURS);
        break;
    case BELIEVED_UNKNOWN:
        pending_midway(plan);
        break;
    case BELIEVED_OPEN:
    case BELIEVED_FAULT:
        break; // both ended the goal already
    }
}

static void warning(struct plan *plan)
{
    const bool at_closed = plan->planner->belief.is == BELIEVED_CLOSED;
    if (!plan_may_close(plan)) {
        plan_end(plan, plan_cancellation(plan));
    } else if (belief_is_moving(&plan->planner->belief)) {
        plan_end(plan, OUTCOME_CANCELLED_MOVED);
    } else if (!plan_gap_has_passed(plan)) {
        return;
    } else if (at_closed && !reverses_while_opening(plan)) {
        plan_press(plan, PRESS_OPEN, PHASE_STARTING);
    } else if (plan_waited(plan, plan->rules->timing.warning) && plan_has_warned(plan)) {
        plan_press(plan, PRESS_RECOVER, at_closed ? PHASE_STARTING : PHASE_TRAVELLING);
    }
}

static void starting(struct plan *plan)
{
    if (plan->planner->belief.is == BELIEVED_OPENING) {
        if (plan->rules->switches == SWITCHES_CLOSED_ONLY) {
            plan_end(plan, OUTCOME_LEFT_CLOSED);
        } else {
            plan_enter(plan, PHASE_TRAVELLING);
        }
    } else if (plan_waited(plan, plan->rules->timing.start_limit)) {
        const bool still_harmless =
            plan->planner->belief.is == BELIEVED_CLOSED && !reverses_while_opening(plan);
        if (still_harmless && plan_may_press(plan) && plan->planner->presses < attempts_most) {
            plan_press(plan, PRESS_OPEN, PHASE_STARTING);
        } else {
            plan_end(plan, OUTCOME_FAILED_NO_START);
        }
    }
}

// Back at the closed limit, or never away from it: from there one more press is certain.
static void closed_again(struct plan *plan)
{
    if (!plan_gap_has_passed(plan)) {
        return;
    }
    const bool harmless =
        !reverses_while_opening(plan) || (plan_has_warned(plan) && plan_may_close(plan));
    if (harmless && plan_may_press(plan) && plan->planner->presses < attempts_most) {
        plan_press(plan, PRESS_OPEN, PHASE_STARTING);
    } else {
        plan_end(plan, OUTCOME_FAILED_CLOSED);
    }
}

static void travelling(struct plan *plan)
{
    const struct planner_rules *rules = plan->rules;
    const struct planner *planner = plan->planner;
    if (planner->belief.is == BELIEVED_CLOSED && plan_waited(plan, rules->timing.settle)) {
        closed_again(plan);
    } else if (plan_waited(plan, rules->timing.still)) {
        if (rules->switches == SWITCHES_OPEN_ONLY && planner->presses < attempts_most &&
            plan_may_close(plan)) {
            plan->planner->warning = stopwatch_stopped();
            plan_warn(plan);
        } else {
            plan_end(plan, OUTCOME_FAILED_LOST);
        }
    }
}

// Our closing press is not answered yet, or the gap has not passed: then turn it round.
static void awaiting(struct plan *plan)
{
    struct planner *planner = plan->planner;
    const bool closing =
        planner->blind_close || (planner->belief.is == BELIEVED_CLOSING && planner->belief.ours);
    if (closing) {
        if (!plan_gap_has_passed(plan)) {
            return;
        }
        if (plan_may_close(plan) && plan_has_warned(plan)) {
            plan_press(plan, PRESS_REOPEN, PHASE_REOPENING);
        } else {
            plan_end(plan, plan_cancellation(plan));
        }
    } else if (planner->belief.is == BELIEVED_CLOSED ||
               plan_waited(plan, plan->rules->timing.start_limit)) {
        planner->presses = 0;
        planner->press_unanswered = false;
        plan_enter(plan, PHASE_PENDING);
    }
}

// Stop-both needs a second press, which opens because it went down last; the others reverse.
static void reopening(struct plan *plan)
{
    const enum reaction closing = plan->rules->profile->closing;
    if (plan->planner->belief.is == BELIEVED_CLOSED &&
        plan_waited(plan, plan->rules->timing.settle)) {
        closed_again(plan);
    } else if (closing != REACTION_STOPS) {
        plan->planner->phase = PHASE_TRAVELLING;
    } else if (plan_gap_has_passed(plan)) {
        if (plan_may_close(plan) && plan_has_warned(plan) &&
            plan->planner->presses < attempts_most) {
            plan_press(plan, PRESS_REOPEN, PHASE_TRAVELLING);
        } else {
            plan_end(plan, OUTCOME_STOPPED_NOT_OPEN);
        }
    }
}

void plan_open(struct plan *plan)
{
    const struct planner *planner = plan->planner;
    if (planner->belief.is == BELIEVED_FAULT) {
        plan_end(plan, planner->presses > 0 ? OUTCOME_FAILED_FAULT : OUTCOME_REFUSED_FAULT);
        return;
    }
    if (planner->belief.is == BELIEVED_OPEN && planner->phase != PHASE_AWAITING) {
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
    case PHASE_STARTING:
        starting(plan);
        break;
    case PHASE_AWAITING:
        awaiting(plan);
        break;
    case PHASE_REOPENING:
        reopening(plan);
        break;
    case PHASE_TRAVELLING:
    case PHASE_WATCHING: // another goal's phases
    case PHASE_PAUSING:
        travelling(plan);
        break;
    }
}
