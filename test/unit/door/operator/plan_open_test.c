// OPEN: where its press may close the door, and what it needs then; and OPEN instead of a CLOSE.
#include "test/unit/door/operator/plan_bench.h"

static struct plan_bench bench;

// A press at the open limit, answered: the door closes for us.
static void start_closing(enum operator_profile profile)
{
    bench_begin(&bench, profile, SWITCHES_BOTH, BELIEVED_OPEN);
    bench_start(&bench, GOAL_CLOSE);
    CHECK_SAME(bench.planner.belief.is, BELIEVED_CLOSING);
}

static void close_blindly(enum operator_profile profile)
{
    bench_begin(&bench, profile, SWITCHES_BOTH, BELIEVED_UNKNOWN);
    CHECK_SAME(bench_command(&bench, GOAL_CLOSE), OUTCOME_DONE);
    CHECK_SAME(bench_next_press(&bench, 10000), PRESS_CLOSE);
}

// Warned, at a door that stands midway.
static void warn_midway(void)
{
    bench_begin(&bench, PROFILE_STOP_BOTH, SWITCHES_BOTH, BELIEVED_UNKNOWN);
    CHECK_SAME(bench_command(&bench, GOAL_OPEN), OUTCOME_DONE);
    bench_run(&bench, 3000);
    CHECK_SAME(bench.planner.phase, PHASE_WARNING);
}

static void an_operator_that_is_not_settled_is_opened_with_a_warning(void)
{
    bench_begin(&bench, PROFILE_STOP_BOTH, SWITCHES_BOTH, BELIEVED_CLOSED);
    bench.profile.opening = REACTION_UNSETTLED;
    CHECK_SAME(bench_command(&bench, GOAL_OPEN), OUTCOME_DONE);
    CHECK_SAME(bench_next_press(&bench, 4900), PRESS_NONE);
    CHECK_SAME(bench_next_press(&bench, 200), PRESS_RECOVER);
}

static void permission_that_is_taken_away_ends_its_warning(void)
{
    bench_begin(&bench, PROFILE_TWO_STEP, SWITCHES_BOTH, BELIEVED_CLOSED);
    CHECK_SAME(bench_command(&bench, GOAL_OPEN), OUTCOME_DONE);
    bench_run(&bench, 3000);
    bench.inputs.permission = false;
    bench_run(&bench, BENCH_STEP);
    bench_check_ended(&bench, OUTCOME_CANCELLED, 0);
    CHECK_SAME(bench.presses, 0);
}

static void c01_the_whole_warning_comes_first_however_long_it_waited(void)
{
    warn_midway();
    bench.planner.warning = stopwatch_started(bench.now); // sound and light began only now
    CHECK_SAME(bench_next_press(&bench, 4900), PRESS_NONE);
    CHECK_SAME(bench_next_press(&bench, 200), PRESS_RECOVER);
}

static void a_door_that_turns_up_closed_while_warned_of_is_opened_at_once(void)
{
    warn_midway();
    bench_sees(&bench, BELIEVED_CLOSED);
    CHECK_SAME(bench_next_press(&bench, 2 * BENCH_STEP), PRESS_OPEN);
    CHECK_SAME(bench.planner.phase, PHASE_STARTING);
}

static void a_door_that_is_never_still_is_waited_for_only_so_long(void)
{
    bench_begin(&bench, PROFILE_STOP_BOTH, SWITCHES_BOTH, BELIEVED_UNKNOWN);
    bench.planner.belief.quiet = stopwatch_started(bench.now);
    CHECK_SAME(bench_command(&bench, GOAL_OPEN), OUTCOME_DONE);
    for (millis waited = 0; waited < 46000; waited += 1000) {
        bench.planner.belief.quiet = stopwatch_started(bench.now);
        bench_run(&bench, 1000);
    }
    bench_check_ended(&bench, OUTCOME_REFUSED_UNKNOWN, 0);
    CHECK_SAME(bench.presses, 0);
}

static void a_second_press_is_for_a_door_that_is_proven_closed(void)
{
    for (unsigned lost = 0; lost < 2; lost++) {
        bench_begin(&bench, PROFILE_STOP_BOTH, SWITCHES_BOTH, BELIEVED_CLOSED);
        CHECK_SAME(bench_command(&bench, GOAL_OPEN), OUTCOME_DONE);
        CHECK_SAME(bench.presses, 1);
        if (lost == 1) {
            bench_sees(&bench, BELIEVED_UNKNOWN);
            belief_forget(&bench.planner.belief, bench.now);
        }
        CHECK_SAME(bench_next_press(&bench, 6000), lost == 1 ? PRESS_NONE : PRESS_OPEN);
    }
    bench_check_ended(&bench, OUTCOME_FAILED_NO_START, 1);
}

// It left, turned round, and stands closed again.
static void come_back(enum operator_profile profile)
{
    bench_begin(&bench, profile, SWITCHES_BOTH, BELIEVED_CLOSED);
    bench_start(&bench, GOAL_OPEN);
    bench_run(&bench, 1000);
    bench_sees(&bench, BELIEVED_CLOSED);
}

static void a_door_that_came_back_is_pressed_once_more(void)
{
    come_back(PROFILE_STOP_BOTH);
    CHECK_SAME(bench_next_press(&bench, 6000), PRESS_OPEN);
    CHECK_SAME(bench.presses, 2);
}

static void c02_the_gap_is_kept_at_a_door_that_came_back(void)
{
    bench_begin(&bench, PROFILE_STOP_BOTH, SWITCHES_BOTH, BELIEVED_CLOSED);
    bench.rules.timing.gap = 9000;
    bench_start(&bench, GOAL_OPEN);
    bench_sees(&bench, BELIEVED_CLOSED);
    CHECK_SAME(bench_next_press(&bench, 8700), PRESS_NONE);
    CHECK_SAME(bench.planner.goal, GOAL_OPEN);
    CHECK_SAME(bench_next_press(&bench, 300), PRESS_OPEN);
}

static void c24_a_vacation_lock_forbids_the_second_press(void)
{
    come_back(PROFILE_STOP_BOTH);
    bench.inputs.vacation_lock = true;
    bench_run(&bench, 6000);
    bench_check_ended(&bench, OUTCOME_FAILED_CLOSED, 1);
    CHECK_SAME(bench.presses, 1);
}

static void c01_a_two_step_operator_is_not_pressed_again_without_permission_or_warning(void)
{
    for (unsigned silent = 0; silent < 2; silent++) {
        come_back(PROFILE_TWO_STEP);
        if (silent == 1) {
            bench.planner.warning = stopwatch_stopped();
        } else {
            bench.inputs.permission = false;
        }
        bench_run(&bench, 6000);
        bench_check_ended(&bench, OUTCOME_FAILED_CLOSED, 1);
        CHECK_SAME(bench.presses, 1);
    }
}

static void c01_lost_midway_it_is_not_pressed_again_without_permission(void)
{
    bench_begin(&bench, PROFILE_CONDO_REV, SWITCHES_OPEN_ONLY, BELIEVED_UNKNOWN);
    bench_start(&bench, GOAL_OPEN);
    CHECK_SAME(bench.presses, 1);
    bench.inputs.obstructed = true;
    bench_run(&bench, 26000);
    bench_check_ended(&bench, OUTCOME_FAILED_LOST, 1);
    CHECK_SAME(bench.presses, 1);
}

static void a_fault_ends_it_after_a_press(void)
{
    bench_begin(&bench, PROFILE_STOP_BOTH, SWITCHES_BOTH, BELIEVED_CLOSED);
    bench_start(&bench, GOAL_OPEN);
    bench_sees(&bench, BELIEVED_FAULT);
    bench_run(&bench, BENCH_STEP);
    bench_check_ended(&bench, OUTCOME_FAILED_FAULT, 1);
}

static void it_replaces_a_close_that_is_not_answered_yet(void)
{
    bench_begin(&bench, PROFILE_REV_CLOSING, SWITCHES_BOTH, BELIEVED_OPEN);
    CHECK_SAME(bench_command(&bench, GOAL_CLOSE), OUTCOME_DONE);
    CHECK_SAME(bench_next_press(&bench, 10000), PRESS_CLOSE);
    CHECK_SAME(bench_command(&bench, GOAL_OPEN), OUTCOME_DONE);
    CHECK_SAME(bench.ended.outcome, OUTCOME_REPLACED);
    bench_run(&bench, 4000);
    CHECK_SAME(bench.planner.phase, PHASE_AWAITING);
    bench_run(&bench, 1200); // never answered: it stands open
    bench_check_ended(&bench, OUTCOME_ALREADY, 0);
    CHECK_SAME(bench.presses, 1);
}

static void a_door_that_closed_before_the_gap_had_passed_is_opened_from_there(void)
{
    start_closing(PROFILE_REV_CLOSING);
    CHECK_SAME(bench_command(&bench, GOAL_OPEN), OUTCOME_DONE);
    bench_sees(&bench, BELIEVED_CLOSED);
    CHECK_SAME(bench_next_press(&bench, 4000), PRESS_OPEN);
}

static void c01_it_turns_no_closing_round_without_permission_or_warning(void)
{
    for (unsigned silent = 0; silent < 2; silent++) {
        start_closing(PROFILE_REV_CLOSING);
        if (silent == 1) {
            bench.planner.warning = stopwatch_stopped();
        } else {
            bench.inputs.obstructed = true;
        }
        CHECK_SAME(bench_command(&bench, GOAL_OPEN), OUTCOME_REFUSED_BUSY);
        CHECK_SAME(bench_next_press(&bench, 10000), PRESS_NONE);
    }
}

static void c01_what_is_lost_while_the_gap_passes_ends_it(void)
{
    for (unsigned silent = 0; silent < 2; silent++) {
        start_closing(PROFILE_REV_CLOSING);
        CHECK_SAME(bench_command(&bench, GOAL_OPEN), OUTCOME_DONE);
        if (silent == 1) {
            bench.planner.warning = stopwatch_stopped();
        } else {
            bench.inputs.obstructed = true;
        }
        bench_run(&bench, 3000);
        bench_check_ended(&bench, silent == 1 ? OUTCOME_CANCELLED : OUTCOME_CANCELLED_OBSTRUCTED,
                          0);
        CHECK_SAME(bench.presses, 1);
    }
}

static void a_fault_that_comes_with_it_is_no_time_to_turn_round(void)
{
    start_closing(PROFILE_REV_CLOSING);
    bench_sees(&bench, BELIEVED_FAULT);
    CHECK_SAME(bench_command(&bench, GOAL_OPEN), OUTCOME_REFUSED_BUSY);
    bench_check_ended(&bench, OUTCOME_FAILED_FAULT, 1);
}

static void a_closing_that_somebody_else_began_is_not_turned_round(void)
{
    start_closing(PROFILE_REV_CLOSING);
    bench_sees(&bench, BELIEVED_OPEN); // back where it was
    bench_run(&bench, BENCH_STEP);
    bench_sees(&bench, BELIEVED_UNKNOWN); // and away again, with no press of ours
    bench_run(&bench, BENCH_STEP);
    CHECK_SAME(bench.planner.belief.is, BELIEVED_CLOSING);
    CHECK_SAME(bench_command(&bench, GOAL_OPEN), OUTCOME_REFUSED_BUSY);
}

static void a_closing_that_is_ours_no_more_is_waited_for_only_so_long(void)
{
    start_closing(PROFILE_REV_CLOSING);
    CHECK_SAME(bench_command(&bench, GOAL_OPEN), OUTCOME_DONE);
    bench.planner.belief.ours = false;
    CHECK_SAME(bench_next_press(&bench, 4800), PRESS_NONE);
    bench_run(&bench, 400);
    bench_check_ended(&bench, OUTCOME_REFUSED_NOT_OURS, 0);
}

static void a_blind_close_is_turned_round_where_a_press_midway_closes_for_sure(void)
{
    close_blindly(PROFILE_REV_CLOSING);
    CHECK_SAME(bench_command(&bench, GOAL_OPEN), OUTCOME_DONE);
    CHECK_SAME(bench_next_press(&bench, 4000), PRESS_REOPEN);
    close_blindly(PROFILE_STOP_BOTH);
    CHECK_SAME(bench_command(&bench, GOAL_OPEN), OUTCOME_REFUSED_BUSY);
    CHECK_SAME(bench_next_press(&bench, 5000), PRESS_NONE);
}

// Stop-both: the first press stops it, the second opens.
static void turn_round(void)
{
    start_closing(PROFILE_STOP_BOTH);
    CHECK_SAME(bench_command(&bench, GOAL_OPEN), OUTCOME_DONE);
    CHECK_SAME(bench_next_press(&bench, 4000), PRESS_REOPEN);
    CHECK_SAME(bench.planner.phase, PHASE_REOPENING);
}

static void stop_both_takes_two_presses_to_turn_round(void)
{
    turn_round();
    CHECK_SAME(bench_next_press(&bench, 4000), PRESS_REOPEN);
    bench_sees(&bench, BELIEVED_OPEN);
    bench_run(&bench, 6000);
    bench_check_ended(&bench, OUTCOME_DONE, 2);
}

static void c01_the_second_of_them_needs_permission_and_warning_too(void)
{
    for (unsigned lack = 0; lack < 3; lack++) {
        turn_round();
        if (lack == 0) {
            bench.inputs.obstructed = true;
        } else if (lack == 1) {
            bench.planner.warning = stopwatch_stopped();
        } else {
            bench.planner.presses = 2; // C2: no third
        }
        bench_run(&bench, 4000);
        CHECK_SAME(bench.planner.goal, GOAL_NONE);
        CHECK_SAME(bench.ended.outcome, OUTCOME_STOPPED_NOT_OPEN);
        CHECK_SAME(bench.presses, 2);
    }
}

static void a_door_that_arrived_instead_of_turning_is_opened_from_there(void)
{
    turn_round();
    bench.rules.timing.gap = 9000;
    bench_sees(&bench, BELIEVED_CLOSED);
    CHECK_SAME(bench_next_press(&bench, 10000), PRESS_OPEN);
}

int main(void)
{
    RUN(an_operator_that_is_not_settled_is_opened_with_a_warning);
    RUN(permission_that_is_taken_away_ends_its_warning);
    RUN(c01_the_whole_warning_comes_first_however_long_it_waited);
    RUN(a_door_that_turns_up_closed_while_warned_of_is_opened_at_once);
    RUN(a_door_that_is_never_still_is_waited_for_only_so_long);
    RUN(a_second_press_is_for_a_door_that_is_proven_closed);
    RUN(a_door_that_came_back_is_pressed_once_more);
    RUN(c02_the_gap_is_kept_at_a_door_that_came_back);
    RUN(c24_a_vacation_lock_forbids_the_second_press);
    RUN(c01_a_two_step_operator_is_not_pressed_again_without_permission_or_warning);
    RUN(c01_lost_midway_it_is_not_pressed_again_without_permission);
    RUN(a_fault_ends_it_after_a_press);
    RUN(it_replaces_a_close_that_is_not_answered_yet);
    RUN(a_door_that_closed_before_the_gap_had_passed_is_opened_from_there);
    RUN(c01_it_turns_no_closing_round_without_permission_or_warning);
    RUN(c01_what_is_lost_while_the_gap_passes_ends_it);
    RUN(a_fault_that_comes_with_it_is_no_time_to_turn_round);
    RUN(a_closing_that_somebody_else_began_is_not_turned_round);
    RUN(a_closing_that_is_ours_no_more_is_waited_for_only_so_long);
    RUN(a_blind_close_is_turned_round_where_a_press_midway_closes_for_sure);
    RUN(stop_both_takes_two_presses_to_turn_round);
    RUN(c01_the_second_of_them_needs_permission_and_warning_too);
    RUN(a_door_that_arrived_instead_of_turning_is_opened_from_there);
    return check_verdict();
}
