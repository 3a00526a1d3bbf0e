// STOP: what it takes for our own, how long it waits, and what it makes of where the door is then.
#include "test/unit/door/operator/plan_bench.h"

static struct plan_bench bench;

// A press that closes from midway: nothing shows where the door goes.
static void close_blindly(enum operator_profile profile)
{
    bench_begin(&bench, profile, SWITCHES_BOTH, BELIEVED_UNKNOWN);
    CHECK_SAME(bench_command(&bench, GOAL_CLOSE), OUTCOME_DONE);
    CHECK_SAME(bench_next_press(&bench, 10000), PRESS_CLOSE);
    CHECK(bench.planner.blind_close);
}

static void start_closing(void)
{
    bench_begin(&bench, PROFILE_STOP_BOTH, SWITCHES_BOTH, BELIEVED_OPEN);
    bench_start(&bench, GOAL_CLOSE);
    CHECK_SAME(bench.planner.belief.is, BELIEVED_CLOSING);
}

static void a_blind_close_is_stopped_where_a_press_midway_closes_for_sure(void)
{
    close_blindly(PROFILE_REV_CLOSING);
    CHECK_SAME(bench_command(&bench, GOAL_STOP), OUTCOME_DONE);
    CHECK_SAME(bench_next_press(&bench, 3000), PRESS_STOP_CLOSING);
    bench_run(&bench, 26000);
    bench_check_ended(&bench, OUTCOME_STOPPED, 1);
}

static void a_blind_close_may_be_an_opening_elsewhere_and_is_not_stopped(void)
{
    close_blindly(PROFILE_STOP_BOTH);
    CHECK_SAME(bench_command(&bench, GOAL_STOP), OUTCOME_REFUSED_PROFILE);
    CHECK_SAME(bench_next_press(&bench, 5000), PRESS_NONE);
    CHECK_SAME(bench.planner.goal, GOAL_CLOSE); // it is watched to its end
}

static void a_blind_close_is_young_from_its_press_on(void)
{
    close_blindly(PROFILE_REV_CLOSING);
    bench_run(&bench, 8000);
    CHECK_SAME(bench_command(&bench, GOAL_STOP), OUTCOME_REFUSED_TOO_LATE);
}

static void a_fault_in_a_blind_close_is_the_reason_that_is_said(void)
{
    close_blindly(PROFILE_REV_CLOSING);
    bench_sees(&bench, BELIEVED_FAULT);
    CHECK_SAME(bench_command(&bench, GOAL_STOP), OUTCOME_REFUSED_FAULT);
    bench_check_ended(&bench, OUTCOME_FAILED_FAULT, 1);
    CHECK_SAME(bench.presses, 1);
}

static void at_a_fault_nothing_is_stopped(void)
{
    bench_begin(&bench, PROFILE_STOP_BOTH, SWITCHES_BOTH, BELIEVED_OPEN);
    bench_sees(&bench, BELIEVED_FAULT);
    CHECK_SAME(bench_command(&bench, GOAL_STOP), OUTCOME_REFUSED_FAULT);
    CHECK_SAME(bench.presses, 0);
}

static void c01_a_closing_is_not_pressed_at_when_sound_and_light_are_off(void)
{
    start_closing();
    bench.planner.warning = stopwatch_stopped();
    CHECK_SAME(bench_command(&bench, GOAL_STOP), OUTCOME_REFUSED_PERMISSION);
    CHECK_SAME(bench_next_press(&bench, 5000), PRESS_NONE);
}

static void what_changes_while_the_gap_passes_is_looked_at_again(void)
{
    start_closing();
    CHECK_SAME(bench_command(&bench, GOAL_STOP), OUTCOME_DONE);
    bench.inputs.obstructed = true;
    bench_run(&bench, 5000);
    bench_check_ended(&bench, OUTCOME_REFUSED_OBSTRUCTED, 0);
    CHECK_SAME(bench.presses, 1);
}

static void a_press_that_is_never_answered_is_waited_for_only_so_long(void)
{
    bench_begin(&bench, PROFILE_STOP_BOTH, SWITCHES_BOTH, BELIEVED_OPEN);
    CHECK_SAME(bench_command(&bench, GOAL_CLOSE), OUTCOME_DONE);
    CHECK_SAME(bench_next_press(&bench, 10000), PRESS_CLOSE);
    CHECK_SAME(bench_command(&bench, GOAL_STOP), OUTCOME_DONE);
    bench_run(&bench, 4800);
    CHECK_SAME(bench.planner.goal, GOAL_STOP);
    bench_run(&bench, 300);
    bench_check_ended(&bench, OUTCOME_STILL, 0);
    CHECK_SAME(bench.presses, 1);
}

static void a_door_that_arrives_before_the_gap_has_passed_needs_no_stop(void)
{
    start_closing();
    CHECK_SAME(bench_command(&bench, GOAL_STOP), OUTCOME_DONE);
    bench_sees(&bench, BELIEVED_CLOSED);
    bench_run(&bench, BENCH_STEP);
    bench_check_ended(&bench, OUTCOME_STILL, 0);
    CHECK_SAME(bench.presses, 1);
}

static void a_fault_while_it_is_watched_is_said(void)
{
    start_closing();
    CHECK_SAME(bench_command(&bench, GOAL_STOP), OUTCOME_DONE);
    CHECK_SAME(bench_next_press(&bench, 5000), PRESS_STOP_CLOSING);
    bench_sees(&bench, BELIEVED_FAULT);
    bench_run(&bench, BENCH_STEP);
    bench_check_ended(&bench, OUTCOME_FAILED_FAULT, 1);
}

// Only the closed limit is fitted: an OPEN is over as soon as the door has left it.
static void a_movement_outlives_its_goal_and_is_stopped_all_the_same(void)
{
    bench_begin(&bench, PROFILE_STOP_BOTH, SWITCHES_CLOSED_ONLY, BELIEVED_CLOSED);
    bench_start(&bench, GOAL_OPEN);
    bench_check_ended(&bench, OUTCOME_LEFT_CLOSED, 1);
    CHECK_SAME(bench_command(&bench, GOAL_STOP), OUTCOME_DONE);
    CHECK_SAME(bench_next_press(&bench, 5000), PRESS_STOP_OPENING);
    CHECK(bench.planner.warning.running);
}

// An OPEN that nobody heard would be pressed again after T_start, also in the step of a refused STOP.
static void c24_a_refused_stop_lets_nothing_else_press_under_the_lock(void)
{
    bench_begin(&bench, PROFILE_REV_CLOSING, SWITCHES_BOTH, BELIEVED_CLOSED);
    CHECK_SAME(bench_command(&bench, GOAL_OPEN), OUTCOME_DONE);
    CHECK_SAME(bench.press, PRESS_OPEN);
    bench.inputs.vacation_lock = true;
    bench.inputs.permission = false;
    while (bench.planner.goal != GOAL_NONE) {
        (void)bench_command(&bench, GOAL_STOP);
    }
    CHECK_SAME(bench.presses, 1);
    bench_check_ended(&bench, OUTCOME_FAILED_NO_START, 1);
}

int main(void)
{
    RUN(a_blind_close_is_stopped_where_a_press_midway_closes_for_sure);
    RUN(a_blind_close_may_be_an_opening_elsewhere_and_is_not_stopped);
    RUN(a_blind_close_is_young_from_its_press_on);
    RUN(a_fault_in_a_blind_close_is_the_reason_that_is_said);
    RUN(at_a_fault_nothing_is_stopped);
    RUN(c01_a_closing_is_not_pressed_at_when_sound_and_light_are_off);
    RUN(what_changes_while_the_gap_passes_is_looked_at_again);
    RUN(a_press_that_is_never_answered_is_waited_for_only_so_long);
    RUN(a_door_that_arrives_before_the_gap_has_passed_needs_no_stop);
    RUN(a_fault_while_it_is_watched_is_said);
    RUN(a_movement_outlives_its_goal_and_is_stopped_all_the_same);
    RUN(c24_a_refused_stop_lets_nothing_else_press_under_the_lock);
    return check_verdict();
}
