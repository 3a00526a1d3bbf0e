// Inside the planner: what its four plans share. Nobody else includes this.
#ifndef DOOR_OPERATOR_PLAN_H
#define DOOR_OPERATOR_PLAN_H

#include "door/operator/planner.h"

// One step in the making.
struct plan {
    struct planner *planner;
    const struct planner_rules *rules;
    const struct planner_inputs *inputs;
    millis now;
    bool sounding; // the warning was on when the step began
    struct planner_decision decision;
};

// The running goal is over; nothing of it is left, and the warning ends with it.
void plan_end(struct plan *plan, enum outcome outcome);

// The running goal gives way to a newer one that can act, at once or when the door has answered the
// press that was made: no lock-out for that (C21).
void plan_replace(struct plan *plan, enum goal goal);

void plan_enter(struct plan *plan, enum phase phase);

// Enters the warning; sound and light that are on already stay on. Those that end in this very step
// are off for one, so that whoever listens hears a beginning (C25).
void plan_warn(struct plan *plan);

// Presses and enters the phase in which the answer is awaited.
void plan_press(struct plan *plan, enum press press, enum phase next);

// Milliseconds in this phase.
MUST_USE bool plan_waited(const struct plan *plan, millis length);

// The vacation lock is off, or this is about a STOP (C24).
MUST_USE bool plan_may_press(const struct plan *plan);

// We have pressed at a door whose way is not seen, and T_start has not passed: what a limit switch
// says is not the answer yet. A door that was about to arrive there may be on its way back.
MUST_USE bool plan_is_unanswered(const struct plan *plan);

// A press that may close the door is permitted now, whoever's goal it serves (C1, but for the warning
// and the vacation lock); and for the goal that runs, with the lock.
MUST_USE bool plan_may_turn_down(const struct plan *plan);
MUST_USE bool plan_may_close(const struct plan *plan);

// Why it is not, for the result.
enum outcome plan_refusal(const struct plan *plan);
enum outcome plan_cancellation(const struct plan *plan);

MUST_USE bool plan_has_warned(const struct plan *plan);

// The relay's last press is long enough ago for another.
MUST_USE bool plan_gap_has_passed(const struct plan *plan);

// No edge and no press for so long that the door stands.
MUST_USE bool plan_is_still(const struct plan *plan);

// OPEN may replace the running goal: a closing press of ours that the door has not answered yet, or
// a closing movement of our own that a press turns round, now or after the gap.
MUST_USE bool plan_can_reopen(const struct plan *plan);

// What STOP would do to the movement: DONE where a press would act, now or after the gap.
enum outcome plan_judge_stop(const struct plan *plan);

// The goals, one step each.
void plan_open(struct plan *plan);
void plan_close(struct plan *plan);
void plan_stop(struct plan *plan);
void plan_vent(struct plan *plan);

#endif
