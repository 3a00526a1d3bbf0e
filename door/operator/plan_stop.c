// STOP: presses only against a movement of our own, while it is too young to have ended (C16).
#include "door/operator/plan.h"

enum direction {
    NOWHERE,
    UPWARDS,
    DOWNWARDS
};

// Where our own press has sent the door, or is about to.
static enum direction heading(const struct planner *planner)
{
    if (planner->blind_close) {
        return DOWNWARDS;
    }
    switch (planner->belief.is) {
    case BELIEVED_OPENING:
        return UPWARDS;
    case BELIEVED_CLOSING:
        return DOWNWARDS;
    case BELIEVED_CLOSED:
        return planner->press_unanswered ? UPWARDS : NOWHERE;
    case BELIEVED_OPEN:
        return planner->press_unanswered ? DOWNWARDS : NOWHERE;
    case BELIEVED_UNKNOWN:
    case BELIEVED_FAULT:
        break;
    }
    return NOWHERE;
}

static enum outcome judge_standing(const struct plan *plan)
{
    switch (plan->planner->belief.is) {
    case BELIEVED_CLOSED:
    case BELIEVED_OPEN:
        return OUTCOME_STILL;
    case BELIEVED_FAULT:
        return OUTCOME_REFUSED_FAULT;
    case BELIEVED_UNKNOWN:
    case BELIEVED_OPENING:
    case BELIEVED_CLOSING:
        break;
    }
    return plan_is_still(plan) ? OUTCOME_STILL : OUTCOME_REFUSED_UNKNOWN;
}

static enum outcome judge_direction(const struct plan *plan, enum direction direction)
{
    if (!plan_may_turn_down(plan)) {
        return plan_refusal(plan);
    }
    if (direction == UPWARDS) {
        const bool stops = plan->rules->profile->opening == REACTION_STOPS;
        return stops && plan->rules->stop_while_opening ? OUTCOME_DONE : OUTCOME_REFUSED_PROFILE;
    }
    if (!plan_has_warned(plan)) {
        return OUTCOME_REFUSED_PERMISSION;
    }
    const bool seen = !plan->planner->blind_close;
    const bool certain = seen || plan->rules->profile->stopped == REACTION_CLOSES;
    return certain ? OUTCOME_DONE : OUTCOME_REFUSED_PROFILE;
}

enum outcome plan_judge_stop(const struct plan *plan)
{
    const struct planner *planner = plan->planner;
    const enum direction direction = heading(planner);
    if (direction == NOWHERE) {
        return judge_standing(plan);
    }
    if (belief_is_moving(&planner->belief) && !planner->belief.ours) {
        return OUTCOME_REFUSED_NOT_OURS;
    }
    const bool leaves_only_now = planner->press_unanswered;
    const struct stopwatch movement =
        planner->blind_close ? planner->since_press : planner->belief.since;
    if (!leaves_only_now && stopwatch_reached(movement, plan->now, plan->rules->timing.young)) {
        return OUTCOME_REFUSED_TOO_LATE;
    }
    return judge_direction(plan, direction);
}

// The door has not answered yet, or the gap has not passed.
static void awaiting(struct plan *plan)
{
    const struct planner *planner = plan->planner;
    const bool started = planner->blind_close || belief_is_moving(&planner->belief);
    if (!started) {
        if (!planner->press_unanswered || plan_waited(plan, plan->rules->timing.start_limit)) {
            plan_end(plan, judge_standing(plan));
        }
        return;
    }
    const enum outcome judged = plan_judge_stop(plan);
    if (judged != OUTCOME_DONE) {
        plan_end(plan, judged);
    } else if (plan_gap_has_passed(plan)) {
        const bool upwards = heading(planner) == UPWARDS;
        plan_press(plan, upwards ? PRESS_STOP_OPENING : PRESS_STOP_CLOSING, PHASE_WATCHING);
    }
}

static void watching(struct plan *plan)
{
    const struct planner_rules *rules = plan->rules;
    const enum believed belief = plan->planner->belief.is;
    const bool settled = plan_waited(plan, rules->timing.settle);
    if (belief == BELIEVED_FAULT) {
        plan_end(plan, OUTCOME_FAILED_FAULT);
    } else if (belief == BELIEVED_CLOSED && settled) {
        plan_end(plan, OUTCOME_FAILED_CLOSED);
    } else if (belief == BELIEVED_OPEN && settled) {
        const bool reverses = rules->profile->closing == REACTION_REVERSES;
        plan_end(plan, reverses ? OUTCOME_REVERSED : OUTCOME_FAILED_OPEN);
    } else if (plan_waited(plan, rules->timing.still)) {
        plan_end(plan, OUTCOME_STOPPED);
    }
}

void plan_stop(struct plan *plan)
{
    if (plan->planner->phase == PHASE_AWAITING) {
        awaiting(plan);
    } else {
        watching(plan);
    }
}
