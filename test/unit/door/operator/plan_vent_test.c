// VENT: when it is given up, and that it then presses nothing more.
#include "test/unit/door/operator/plan_bench.h"

static struct plan_bench bench;

static void begin(void)
{
    bench_begin(&bench, PROFILE_STOP_BOTH, SWITCHES_BOTH, BELIEVED_CLOSED);
}

// Pressed, and the door has left the closed limit.
static void start(void)
{
    begin();
    bench_start(&bench, GOAL_VENT);
    CHECK_SAME(bench.press, PRESS_OPEN);
}

static void it_opens_a_little_and_stops(void)
{
    start();
    CHECK_SAME(bench_next_press(&bench, 10000), PRESS_VENT_STOP);
    bench_run(&bench, 26000);
    bench_check_ended(&bench, OUTCOME_UNVERIFIED, 2);
}

static void a_fault_ends_it_before_a_press_and_after_one(void)
{
    begin();
    bench_sees(&bench, BELIEVED_FAULT);
    CHECK_SAME(bench_command(&bench, GOAL_VENT), OUTCOME_REFUSED_FAULT);
    CHECK_SAME(bench.presses, 0);
    start();
    bench_sees(&bench, BELIEVED_FAULT);
    bench_run(&bench, 10000);
    bench_check_ended(&bench, OUTCOME_FAILED_FAULT, 1);
    CHECK_SAME(bench.presses, 1);
}

static void a_door_that_is_too_far_by_then_opens_whole(void)
{
    start();
    bench.rules.timing.vent = 9000; // longer than a movement is young
    bench_run(&bench, 20000);
    bench_check_ended(&bench, OUTCOME_FAILED_LIMIT, 1);
    CHECK_SAME(bench.presses, 1);
}

static void a_movement_that_is_not_ours_is_not_stopped(void)
{
    start();
    bench.planner.belief.ours = false;
    bench_run(&bench, 10000);
    bench_check_ended(&bench, OUTCOME_FAILED_LIMIT, 1);
    CHECK_SAME(bench.presses, 1);
}

static void without_permission_at_that_moment_it_opens_whole(void)
{
    start();
    bench.inputs.obstructed = true;
    bench_run(&bench, 10000);
    bench_check_ended(&bench, OUTCOME_FAILED_LIMIT, 1);
    CHECK_SAME(bench.presses, 1);
}

static void a_door_that_is_open_at_once_is_too_far(void)
{
    begin();
    CHECK_SAME(bench_command(&bench, GOAL_VENT), OUTCOME_DONE);
    CHECK_SAME(bench_next_press(&bench, 10000), PRESS_OPEN);
    bench_sees(&bench, BELIEVED_OPEN);
    bench_run(&bench, 10000);
    bench_check_ended(&bench, OUTCOME_FAILED_LIMIT, 1);
    CHECK_SAME(bench.presses, 1);
}

static void a_door_that_reaches_a_limit_after_its_stop_has_failed(void)
{
    static const enum believed limits[] = {BELIEVED_CLOSED, BELIEVED_OPEN};
    for (unsigned i = 0; i < 2; i++) {
        start();
        CHECK_SAME(bench_next_press(&bench, 10000), PRESS_VENT_STOP);
        bench_sees(&bench, limits[i]);
        bench_run(&bench, 4000);
        CHECK_SAME(bench.planner.goal, GOAL_VENT); // it may still go away from there
        bench_run(&bench, 2000);
        bench_check_ended(&bench, OUTCOME_FAILED_LIMIT, 2);
    }
}

static void c01_the_whole_warning_comes_first_however_long_it_waited(void)
{
    begin();
    CHECK_SAME(bench_command(&bench, GOAL_VENT), OUTCOME_DONE);
    bench_run(&bench, 3000);
    bench.planner.warning = stopwatch_started(bench.now); // sound and light began only now
    CHECK_SAME(bench_next_press(&bench, 4900), PRESS_NONE);
    CHECK_SAME(bench_next_press(&bench, 200), PRESS_OPEN);
}

static void c02_the_gap_between_two_presses_is_kept_after_the_warning(void)
{
    begin();
    CHECK_SAME(bench_command(&bench, GOAL_VENT), OUTCOME_DONE);
    bench_run(&bench, 4000);
    bench.planner.since_press = stopwatch_started(bench.now);
    CHECK_SAME(bench_next_press(&bench, 2400), PRESS_NONE);
    CHECK_SAME(bench_next_press(&bench, 200), PRESS_OPEN);
}

int main(void)
{
    RUN(it_opens_a_little_and_stops);
    RUN(a_fault_ends_it_before_a_press_and_after_one);
    RUN(a_door_that_is_too_far_by_then_opens_whole);
    RUN(a_movement_that_is_not_ours_is_not_stopped);
    RUN(without_permission_at_that_moment_it_opens_whole);
    RUN(a_door_that_is_open_at_once_is_too_far);
    RUN(a_door_that_reaches_a_limit_after_its_stop_has_failed);
    RUN(c01_the_whole_warning_comes_first_however_long_it_waited);
    RUN(c02_the_gap_between_two_presses_is_kept_after_the_warning);
    return check_verdict();
}
