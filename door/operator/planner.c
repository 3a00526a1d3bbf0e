#include "door/operator/planner.h"

#include "base/insist.h"
#include "door/operator/plan.h"

struct planner planner_at_boot(bool lock_out, millis now)
{
    return (struct planner){.goal = GOAL_NONE,
                            .phase = PHASE_PENDING,
                            .lock_out = lock_out,
                            .belief = belief_unknown(now)};
}

bool planner_has_warned(const struct planner *planner, const struct planner_rules *rules,
                        millis now)
{
    return stopwatch_reached(planner->warning, now, rules->timing.warning);
}

bool planner_waits_to_press(const struct planner *planner)
{
    return planner->goal != GOAL_NONE && (planner->phase == PHASE_WARNING ||
                                          planner->phase == PHASE_PAUSING || planner->presses == 0);
}

void planner_lost_time(struct planner *planner, millis now)
{
    if (planner->goal != GOAL_NONE && planner->phase == PHASE_WARNING) {
        planner->in_phase = stopwatch_started(now);
        planner->warning = stopwatch_stopped();
    }
}

bool plan_has_warned(const struct plan *plan)
{
    return planner_has_warned(plan->planner, plan->rules, plan->now);
}

// The running goal is over, or gives way.
static void note_ending(struct plan *plan, enum outcome outcome)
{
    const struct planner *planner = plan->planner;
    struct planner_decision *decision = &plan->decision;
    INSIST(110, decision->endings_count < ENDINGS_MOST);
    // One that still awaits the answer to the press of the goal it replaced has made none of its own.
    const uint8_t presses = planner->phase == PHASE_AWAITING ? 0 : planner->presses;
    decision->endings[decision->endings_count] =
        (struct ending){.goal = planner->goal, .outcome = outcome, .presses = presses};
    decision->endings_count++;
}

// C25: sound and light outlast a goal that ended before the movement it caused: until a limit is
// proven, or until no run can last any longer.
static void silence_if_over(struct plan *plan)
{
    struct planner *planner = plan->planner;
    const bool at_a_limit =
        planner->belief.is == BELIEVED_CLOSED || planner->belief.is == BELIEVED_OPEN;
    const bool pressed_of_late =
        planner->since_press.running &&
        stopwatch_elapsed(planner->since_press, plan->now) <
            stopwatch_elapsed(planner->warning, plan->now) &&
        !stopwatch_reached(planner->since_press, plan->now, plan->rules->timing.travel_limit);
    if (at_a_limit || !pressed_of_late) {
        planner->warning = stopwatch_stopped();
    }
}

void plan_end(struct plan *plan, enum outcome outcome)
{
    struct planner *planner = plan->planner;
    // C21: whoever stands at the door has taken over, or it is closed; else nobody may try again.
    if (planner->goal == GOAL_CLOSE && planner->presses > 0 && outcome != OUTCOME_DONE &&
        outcome != OUTCOME_OVERTAKEN) {
        planner->lock_out = true;
    }
    note_ending(plan, outcome);
    planner->goal = GOAL_NONE;
    planner->phase = PHASE_PENDING;
    planner->in_phase = stopwatch_stopped();
    planner->presses = 0;
    planner->closing_mark = false;
    planner->press_unanswered = false;
    planner->blind_close = false;
    silence_if_over(plan);
}

void plan_replace(struct plan *plan, enum goal goal)
{
    struct planner *planner = plan->planner;
    note_ending(plan, OUTCOME_REPLACED);
    planner->goal = goal;
    plan_enter(plan, PHASE_AWAITING);
}

void plan_enter(struct plan *plan, enum phase phase)
{
    plan->planner->phase = phase;
    plan->planner->in_phase = stopwatch_started(plan->now);
}

void plan_warn(struct plan *plan)
{
    plan_enter(plan, PHASE_WARNING);
    if (!plan->planner->warning.running && !plan->sounding) {
        plan->planner->warning = stopwatch_started(plan->now);
    }
}

void plan_press(struct plan *plan, enum press press, enum phase next)
{
    struct planner *planner = plan->planner;
    // C5: whatever else is believed, nothing that may close is pressed without its mark on flash.
    INSIST(111, planner->belief.is == BELIEVED_CLOSED || planner->closing_mark);
    plan->decision.press = press;
    if (planner->phase == PHASE_AWAITING) {
        planner->presses = 0;
    }
    planner->presses++;
    planner->press_unanswered = next == PHASE_STARTING;
    planner->blind_close = press == PRESS_CLOSE && planner->belief.is == BELIEVED_UNKNOWN;
    planner->since_press = stopwatch_started(plan->now);
    if (press == PRESS_STOP_OPENING && !planner->warning.running) {
        // R3: warned only from this instant; the owner has chosen that.
        planner->warning = stopwatch_started(plan->now);
    }
    planner->belief.quiet = stopwatch_started(plan->now);
    const bool turns_a_movement = press == PRESS_STOP_OPENING || press == PRESS_STOP_CLOSING ||
                                  press == PRESS_REOPEN || press == PRESS_VENT_STOP;
    if (turns_a_movement || planner->belief.is == BELIEVED_UNKNOWN) {
        belief_forget(&planner->belief, plan->now);
    }
    plan_enter(plan, next);
}

bool plan_waited(const struct plan *plan, millis length)
{
    return stopwatch_reached(plan->planner->in_phase, plan->now, length);
}

bool plan_is_unanswered(const struct plan *plan)
{
    const struct planner *planner = plan->planner;
    const bool turned = planner->phase == PHASE_REOPENING || planner->phase == PHASE_TRAVELLING;
    const bool since_press = stopwatch_elapsed(planner->in_phase, plan->now) ==
                             stopwatch_elapsed(planner->since_press, plan->now);
    return turned && planner->presses > 0 && since_press &&
           !plan_waited(plan, plan->rules->timing.start_limit);
}

bool plan_may_press(const struct plan *plan)
{
    return plan->planner->goal == GOAL_STOP || !plan->inputs->vacation_lock;
}

bool plan_may_turn_down(const struct plan *plan)
{
    const struct planner *planner = plan->planner;
    return plan->inputs->permission && !plan->inputs->obstructed && !planner->lock_out &&
           (planner->closing_mark || plan->inputs->closing_mark) &&
           planner->belief.is != BELIEVED_FAULT;
}

bool plan_may_close(const struct plan *plan)
{
    return plan_may_press(plan) && plan_may_turn_down(plan);
}

enum outcome plan_refusal(const struct plan *plan)
{
    if (plan->planner->belief.is == BELIEVED_FAULT) {
        return OUTCOME_REFUSED_FAULT;
    }
    if (plan->planner->lock_out) {
        return OUTCOME_REFUSED_LOCKED;
    }
    return plan->inputs->obstructed ? OUTCOME_REFUSED_OBSTRUCTED : OUTCOME_REFUSED_PERMISSION;
}

enum outcome plan_cancellation(const struct plan *plan)
{
    return plan->inputs->obstructed ? OUTCOME_CANCELLED_OBSTRUCTED : OUTCOME_CANCELLED;
}

bool plan_gap_has_passed(const struct plan *plan)
{
    const struct stopwatch since_press = plan->planner->since_press;
    return !since_press.running ||
           stopwatch_reached(since_press, plan->now, plan->rules->timing.gap);
}

bool plan_is_still(const struct plan *plan)
{
    return stopwatch_reached(plan->planner->belief.quiet, plan->now, plan->rules->timing.still);
}

// The refused one leaves the running goal watched to its end (C2).
static void refuse_command(struct plan *plan, enum outcome outcome)
{
    plan->decision.command_outcome = outcome;
}

static void begin(struct plan *plan, enum goal goal)
{
    plan->planner->goal = goal;
    plan->planner->presses = 0;
    plan->planner->closing_mark = plan->inputs->closing_mark;
    plan_enter(plan, PHASE_PENDING);
}

static void command_stop(struct plan *plan)
{
    struct planner *planner = plan->planner;
    if (planner->goal == GOAL_STOP) {
        refuse_command(plan, OUTCOME_ALREADY);
        return;
    }
    if (planner_waits_to_press(planner)) {
        plan_end(plan, OUTCOME_CANCELLED);
        return;
    }
    const enum outcome judged = plan_judge_stop(plan);
    if (judged != OUTCOME_DONE) {
        refuse_command(plan, judged);
        return;
    }
    // C5: the mark of a goal that gives way stands for this one too.
    planner->closing_mark = planner->closing_mark || plan->inputs->closing_mark;
    if (planner->goal == GOAL_NONE) {
        planner->goal = GOAL_STOP;
        plan_enter(plan, PHASE_AWAITING);
    } else {
        plan_replace(plan, GOAL_STOP);
    }
}

static void command_open(struct plan *plan)
{
    struct planner *planner = plan->planner;
    if (planner->goal == GOAL_OPEN) {
        refuse_command(plan, OUTCOME_ALREADY);
        return;
    }
    if (planner_waits_to_press(planner)) {
        plan_end(plan, OUTCOME_CANCELLED);
    }
    if (planner->goal == GOAL_NONE) {
        begin(plan, GOAL_OPEN);
    } else if (plan_can_reopen(plan)) {
        plan_replace(plan, GOAL_OPEN);
    } else {
        refuse_command(plan, OUTCOME_REFUSED_BUSY);
    }
}

static void command_close_or_vent(struct plan *plan)
{
    const enum goal command = plan->inputs->command;
    if (plan->planner->goal == command) {
        refuse_command(plan, OUTCOME_ALREADY);
    } else if (plan->planner->goal != GOAL_NONE) {
        refuse_command(plan, OUTCOME_REFUSED_BUSY);
    } else {
        begin(plan, command);
    }
}

static void take_command(struct plan *plan)
{
    const enum goal command = plan->inputs->command;
    plan->decision.command_outcome = OUTCOME_DONE;
    if (command != GOAL_NONE && command != GOAL_STOP && !plan->rules->profile->may_be_controlled) {
        refuse_command(plan, OUTCOME_REFUSED_PROFILE);
        return;
    }
    switch (command) {
    case GOAL_NONE:
        break;
    case GOAL_STOP:
        command_stop(plan);
        break;
    case GOAL_OPEN:
        command_open(plan);
        break;
    case GOAL_CLOSE:
    case GOAL_VENT:
        command_close_or_vent(plan);
        break;
    }
}

// The step in which sound and light were off is over.
static void warn_anew(struct plan *plan)
{
    const struct planner *planner = plan->planner;
    if (planner->goal != GOAL_NONE && planner->phase == PHASE_WARNING &&
        !planner->warning.running && plan_waited(plan, 1)) {
        plan_warn(plan);
    }
}

static void pursue(struct plan *plan)
{
    switch (plan->planner->goal) {
    case GOAL_NONE:
        break;
    case GOAL_OPEN:
        plan_open(plan);
        break;
    case GOAL_CLOSE:
        plan_close(plan);
        break;
    case GOAL_STOP:
        plan_stop(plan);
        break;
    case GOAL_VENT:
        plan_vent(plan);
        break;
    }
}

// C23: whoever stands at the door wins. His press ends every goal and the warning, and lifts the
// lock-out (C22); nothing of ours is pressed after it.
static void yield_to_local_press(struct plan *plan)
{
    struct planner *planner = plan->planner;
    if (planner->goal != GOAL_NONE) {
        plan_end(plan, OUTCOME_OVERTAKEN);
    }
    planner->warning = stopwatch_stopped();
    planner->lock_out = false;
    belief_overtaken(&planner->belief, plan->now);
    if (plan->inputs->command != GOAL_NONE) {
        refuse_command(plan, OUTCOME_REFUSED_BUSY);
    }
}

// A command whose goal began and was over within this step is answered by that.
static void answer_by_ending(struct plan *plan)
{
    const struct planner_decision *decision = &plan->decision;
    const bool taken_up = decision->command_outcome == OUTCOME_DONE && decision->endings_count > 0;
    if (!taken_up || decision->press != PRESS_NONE) {
        return;
    }
    const struct ending *last = &decision->endings[decision->endings_count - 1];
    if (last->goal == plan->inputs->command) {
        plan->decision.command_outcome = last->outcome;
    }
}

struct planner_decision planner_step(struct planner *planner, const struct planner_rules *rules,
                                     const struct planner_inputs *inputs, millis now)
{
    struct plan plan = {.planner = planner,
                        .rules = rules,
                        .inputs = inputs,
                        .now = now,
                        .sounding = planner->warning.running};
    belief_see(&planner->belief, &inputs->levels, planner->press_unanswered,
               rules->timing.travel_limit, now);
    if (belief_is_moving(&planner->belief)) {
        planner->press_unanswered = false;
    }
    stopwatch_hold(&planner->since_press, now);
    if (inputs->local_press) {
        yield_to_local_press(&plan);
        return plan.decision;
    }
    take_command(&plan);
    if (!plan_may_press(&plan) && planner_waits_to_press(planner)) {
        plan_end(&plan, OUTCOME_CANCELLED);
    }
    warn_anew(&plan);
    pursue(&plan);
    answer_by_ending(&plan);
    if (planner->goal == GOAL_NONE) {
        silence_if_over(&plan);
    }
    return plan.decision;
}
