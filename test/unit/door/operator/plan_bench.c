#include "test/unit/door/operator/plan_bench.h"

static const struct planner_timing usual = {.start_limit = 5000,
                                            .travel_limit = 20000,
                                            .still = 25000,
                                            .young = 8000,
                                            .warning = 5000,
                                            .gap = 2500,
                                            .settle = 5000,
                                            .retry = 30000,
                                            .vent = 3000};

static enum outcome step(struct plan_bench *bench, const struct planner_inputs *inputs)
{
    bench->now += BENCH_STEP;
    const struct planner_decision decision =
        planner_step(&bench->planner, &bench->rules, inputs, bench->now);
    if (decision.press != PRESS_NONE) {
        bench->press = decision.press;
        bench->presses++;
    }
    for (unsigned i = 0; i < decision.endings_count; i++) {
        bench->ended = decision.endings[i];
        bench->endings++;
    }
    return decision.command_outcome;
}

void bench_begin(struct plan_bench *bench, enum operator_profile profile,
                 enum limit_switches switches, enum believed at)
{
    *bench = (struct plan_bench){.profile = *profile_of(profile), .now = UINT32_MAX - 70000};
    bench->rules = (struct planner_rules){.profile = &bench->profile,
                                          .switches = switches,
                                          .recover = true,
                                          .stop_while_opening = true,
                                          .timing = usual};
    bench->inputs.permission = true;
    bench->planner = planner_at_boot(false, bench->now);
    bench_sees(bench, at);
    bench_run(bench, 2 * usual.still);
    CHECK_SAME(bench->planner.belief.is, at);
}

void bench_sees(struct plan_bench *bench, enum believed at)
{
    bench->inputs.levels = (struct limit_levels){.at_open = at == BELIEVED_OPEN,
                                                 .at_closed = at == BELIEVED_CLOSED,
                                                 .fault = at == BELIEVED_FAULT};
}

void bench_run(struct plan_bench *bench, millis length)
{
    for (millis ran = 0; ran < length; ran += BENCH_STEP) {
        (void)step(bench, &bench->inputs);
    }
}

enum outcome bench_command(struct plan_bench *bench, enum goal goal)
{
    struct planner_inputs inputs = bench->inputs;
    inputs.command = goal;
    inputs.closing_mark = true;
    return step(bench, &inputs);
}

enum press bench_next_press(struct plan_bench *bench, millis most)
{
    const unsigned before = bench->presses;
    for (millis ran = 0; ran < most && bench->presses == before; ran += BENCH_STEP) {
        (void)step(bench, &bench->inputs);
    }
    return bench->presses == before ? PRESS_NONE : bench->press;
}

void bench_start(struct plan_bench *bench, enum goal goal)
{
    const unsigned before = bench->presses;
    CHECK_SAME(bench_command(bench, goal), OUTCOME_DONE);
    CHECK(bench->presses > before || bench_next_press(bench, 10000) != PRESS_NONE);
    bench_sees(bench, BELIEVED_UNKNOWN);
    bench_run(bench, BENCH_STEP);
}

void bench_check_ended(const struct plan_bench *bench, enum outcome outcome, uint8_t presses)
{
    CHECK_SAME(bench->planner.goal, GOAL_NONE);
    CHECK(bench->endings > 0);
    CHECK_SAME(bench->ended.outcome, outcome);
    CHECK_SAME(bench->ended.presses, presses);
}
