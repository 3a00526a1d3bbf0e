// One planner with its rules and inputs, stepped by hand, for the tests of its plans. Nothing answers
// its presses but the test: switches say what the test says.
#ifndef TEST_UNIT_DOOR_OPERATOR_PLAN_BENCH_H
#define TEST_UNIT_DOOR_OPERATOR_PLAN_BENCH_H

#include "door/operator/planner.h"
#include "test/support/check.h"

enum {
    BENCH_STEP = 100 // ms
};

struct plan_bench {
    struct profile profile; // a copy: a test may change it
    struct planner_rules rules;
    struct planner_inputs inputs;
    struct planner planner;
    millis now;
    unsigned presses; // since the beginning
    enum press press; // the last one
    unsigned endings;
    struct ending ended; // the last one
};

// A door that has stood there for a while (BELIEVED_CLOSED, _OPEN or _UNKNOWN), everything fitted,
// permitted and chosen: recover, and stop while opening.
void bench_begin(struct plan_bench *bench, enum operator_profile profile,
                 enum limit_switches switches, enum believed at);

// What the switches say from now on; for a movement they say nothing.
void bench_sees(struct plan_bench *bench, enum believed at);

void bench_run(struct plan_bench *bench, millis length);

// A step with that command, its mark on flash; gives its outcome.
enum outcome bench_command(struct plan_bench *bench, enum goal goal);

// Runs until the next press, at most so long, and gives it; PRESS_NONE: none came.
enum press bench_next_press(struct plan_bench *bench, millis most);

// Commands it and runs to its press; then the switches say that the door left (or never was) there.
void bench_start(struct plan_bench *bench, enum goal goal);

// The goal is over, with this outcome and so many presses of its own.
void bench_check_ended(const struct plan_bench *bench, enum outcome outcome, uint8_t presses);

#endif
