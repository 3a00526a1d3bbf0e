// CLOSE: what has to hold at the instant of the press, and what ends it while it pauses.
#include "test/unit/door/operator/plan_bench.h"

static struct plan_bench bench;

static void warn(void)
{
    bench_begin(&bench, PROFILE_STOP_BOTH, SWITCHES_BOTH, BELIEVED_OPEN);
    CHECK_SAME(bench_command(&bench, GOAL_CLOSE), OUTCOME_DONE);
    bench_run(&bench, 3000);
    CHECK_SAME(bench.planner.phase, PHASE_WARNING);
}

// The first attempt was not answered.
static void pause(void)
{
    warn();
    CHECK_SAME(bench_next_press(&bench, 5000), PRESS_CLOSE);
    bench_run(&bench, 6000);
    CHECK_SAME(bench.planner.phase, PHASE_PAUSING);
}

static void c01_the_whole_warning_comes_first_however_long_it_waited(void)
{
    warn();
    bench.planner.warning = stopwatch_started(bench.now); // sound and light began only now
    CHECK_SAME(bench_next_press(&bench, 4900), PRESS_NONE);
    CHECK_SAME(bench_next_press(&bench, 200), PRESS_CLOSE);
}

static void c02_the_gap_between_two_presses_is_kept_after_the_warning(void)
{
    warn();
    bench.planner.since_press = stopwatch_started(bench.now);
    CHECK_SAME(bench_next_press(&bench, 2400), PRESS_NONE);
    CHECK_SAME(bench_next_press(&bench, 200), PRESS_CLOSE);
}

static void a_second_attempt_is_warned_of_anew(void)
{
    pause();
    CHECK(!bench.planner.warning.running);
    CHECK_SAME(bench_next_press(&bench, 30000), PRESS_CLOSE);
    CHECK(stopwatch_elapsed(bench.planner.warning, bench.now) >= bench.rules.timing.warning);
    CHECK_SAME(bench.presses, 2);
}

static void c21_a_door_that_moves_while_it_pauses_is_left_alone_and_locked_out(void)
{
    pause();
    bench_sees(&bench, BELIEVED_UNKNOWN);
    bench_run(&bench, BENCH_STEP);
    bench_check_ended(&bench, OUTCOME_CANCELLED_MOVED, 1);
    CHECK(bench.planner.lock_out);
    CHECK_SAME(bench_command(&bench, GOAL_CLOSE), OUTCOME_REFUSED_LOCKED);
    CHECK_SAME(bench_next_press(&bench, 60000), PRESS_NONE);
}

static void a_beam_that_breaks_while_it_pauses_ends_it(void)
{
    pause();
    bench.inputs.obstructed = true;
    bench_run(&bench, BENCH_STEP);
    bench_check_ended(&bench, OUTCOME_CANCELLED_OBSTRUCTED, 1);
    CHECK(bench.planner.lock_out);
}

static void a_door_that_is_never_still_is_waited_for_only_so_long(void)
{
    bench_begin(&bench, PROFILE_STOP_BOTH, SWITCHES_BOTH, BELIEVED_UNKNOWN);
    bench.planner.belief.quiet = stopwatch_started(bench.now);
    CHECK_SAME(bench_command(&bench, GOAL_CLOSE), OUTCOME_DONE);
    for (millis waited = 0; waited < 44000; waited += 1000) {
        bench.planner.belief.quiet = stopwatch_started(bench.now);
        bench_run(&bench, 1000);
        CHECK_SAME(bench.planner.goal, GOAL_CLOSE);
    }
    bench.planner.belief.quiet = stopwatch_started(bench.now);
    bench_run(&bench, 1500);
    bench_check_ended(&bench, OUTCOME_REFUSED_UNKNOWN, 0);
    CHECK_SAME(bench.presses, 0);
}

int main(void)
{
    RUN(c01_the_whole_warning_comes_first_however_long_it_waited);
    RUN(c02_the_gap_between_two_presses_is_kept_after_the_warning);
    RUN(a_second_attempt_is_warned_of_anew);
    RUN(c21_a_door_that_moves_while_it_pauses_is_left_alone_and_locked_out);
    RUN(a_beam_that_breaks_while_it_pauses_ends_it);
    RUN(a_door_that_is_never_still_is_waited_for_only_so_long);
    return check_verdict();
}
