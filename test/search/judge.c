#include "test/search/judge.h"

#include "door/operator/door.h"

#include <stdio.h>
#include <string.h>

static const char *const violation_names[V_COUNT] = {
    "C1 unwarned or unpermitted closing",
    "C1 unwarned closing by a press that was to stop or turn (R3, R4)",
    "C1 unwarned closing by OPEN and another press at once (R2)",
    "C1 closing press while locked out",
    "C2 press without a goal",
    "C2 more than two presses",
    "C2 a goal does not end",
    "C3 CLOSE done but not closed",
    "C3 OPEN done but not open",
    "C5 interrupted press forgotten",
    "C5 lock-out lost over a reset",
    "C13 closing press into an obstruction",
    "C16 STOP says still of a moving door",
    "C16 STOP pressed on a still door (R4)",
    "C21 CLOSE pressed, not closed, not locked out",
    "C21 pressed CLOSE abandoned",
    "C23 press in the instant of a wall press",
    "C24 press under the vacation lock",
    "C25 closing movement of ours without warning",
};

static const struct operator_reactions operators[OPERATORS_COUNT] = {
    {"rev-closing", 'S', 'R', 'C', true}, {"stop-both", 'S', 'S', 'O', true},
    {"two-step", 'R', 'R', 'O', true},    {"condo-rev", 'I', 'R', 'U', true},
    {"condo-stop", 'I', 'S', 'U', true},  {"auto-close", 'I', 'R', 'U', false},
};

const char *violation_name(enum violation violation)
{
    return violation_names[violation];
}

const struct operator_reactions *operator_reactions_of(unsigned index)
{
    return &operators[index];
}

// The closing mark is decided on the snapshot that the network floor sees, as in the garage.
static bool wants_mark(const struct search_config *config, const struct planner *planner,
                       enum event event)
{
    static const enum action actions[] = {(enum action)0, ACTION_OPEN, ACTION_CLOSE, ACTION_STOP,
                                          ACTION_VENT};
    static const enum door_state states[] = {DOOR_UNKNOWN, DOOR_CLOSED,  DOOR_OPEN,
                                             DOOR_OPENING, DOOR_CLOSING, DOOR_UNKNOWN};
    const enum goal goal = event_row(event)->command;
    const bool unmarked = event_row(event)->unmarked;
    const struct operator_settings settings = {.profile = config->profile};
    const struct door_snapshot snapshot = {.state = states[planner->belief.is],
                                           .busy = planner->goal != GOAL_NONE,
                                           .lock_out = planner->lock_out};
    return goal != GOAL_NONE && !unmarked &&
           door_needs_closing_mark(&settings, &snapshot, actions[goal]);
}

static bool switch_reads(enum stuck stuck, bool at_limit)
{
    return stuck == NOT_STUCK ? at_limit : stuck == STUCK_AT_LIMIT;
}

static struct limit_levels levels_of(const struct search_config *config, const struct world *world)
{
    return (struct limit_levels){
        .at_closed = config_has_closed_switch(config) &&
                     switch_reads(world->closed_switch, world->position == 0),
        .at_open = config_has_open_switch(config) &&
                   switch_reads(world->open_switch, world->position == WORLD_TOP),
    };
}

static void note(struct judged *judged, enum violation violation, bool broken)
{
    if (broken) {
        judged->violations |= 1U << violation;
    }
}

static bool is_ok(enum outcome outcome)
{
    return outcome == OUTCOME_DONE || outcome == OUTCOME_ALREADY;
}

static bool is_word_of_close(const struct ending *ending, const struct planner *after)
{
    return ending->goal == GOAL_CLOSE &&
           (is_ok(ending->outcome) || after->lock_out || ending->outcome == OUTCOME_OVERTAKEN);
}

// One step in the making.
struct step {
    const struct search_config *config;
    enum event event;
    const struct world *before;
    struct world now; // after the planner, before the door moves
    struct planner_decision decision;
    struct judged *judged;
};

static void judge_endings(const struct step *step)
{
    const struct planner *after = &step->now.planner;
    const struct planner *before = &step->before->planner;
    const uint8_t position = step->now.position;
    bool close_spoke =
        after->goal == GOAL_CLOSE || after->goal == GOAL_STOP || after->goal == GOAL_OPEN;
    for (unsigned i = 0; i < step->decision.endings_count; i++) {
        const struct ending *ending = &step->decision.endings[i];
        const bool ok = is_ok(ending->outcome);
        const bool close = ending->goal == GOAL_CLOSE;
        const bool given_way =
            ending->outcome == OUTCOME_REPLACED || ending->outcome == OUTCOME_OVERTAKEN;
        note(step->judged, V_C3_CLOSE_LIES, close && ok && position != 0);
        note(step->judged, V_C3_OPEN_LIES,
             ending->goal == GOAL_OPEN && ok && position != WORLD_TOP);
        note(step->judged, V_C21_NOT_LOCKED_OUT,
             close && ending->presses > 0 && !ok && !given_way && !after->lock_out);
        close_spoke = close_spoke || is_word_of_close(ending, after);
    }
    const bool close_ran = before->goal == GOAL_CLOSE && before->presses > 0;
    note(step->judged, V_C21_ABANDONED, close_ran && !close_spoke);
}

static void judge_decision(const struct step *step)
{
    const struct planner *after = &step->now.planner;
    const struct planner_decision *decision = &step->decision;
    judge_endings(step);
    const bool moves_for_us = step->before->planner.goal == GOAL_CLOSE &&
                              step->before->motion != STANDS && step->now.position != 0 &&
                              step->now.position != WORLD_TOP;
    note(step->judged, V_C16_STILL_BUT_MOVES,
         event_row(step->event)->command == GOAL_STOP &&
             decision->command_outcome == OUTCOME_STILL && moves_for_us &&
             step->before->faults_left == step->config->faults);
    if (decision->press == PRESS_NONE) {
        return;
    }
    const bool stops =
        decision->press == PRESS_STOP_OPENING || decision->press == PRESS_STOP_CLOSING;
    note(step->judged, V_C2_NO_GOAL, after->goal == GOAL_NONE && decision->endings_count == 0);
    note(step->judged, V_C2_THREE_PRESSES, after->presses > 2);
    note(step->judged, V_C23_WALL_DEFIED, step->event == EVENT_WALL);
    note(step->judged, V_C24_VACATION, step->now.vacation_lock && !stops);
    note(step->judged, V_C13_OBSTRUCTED, step->now.beam_blocked && decision->press != PRESS_OPEN);
}

// Our press meets the operator: is a closing movement begun that nobody was warned of?
static void judge_closing(const struct step *step)
{
    const struct planner *after = &step->now.planner;
    const enum press press = step->decision.press;
    const bool warned =
        stopwatch_reached(after->warning, WORLD_NOW + 1, step->config->rules.timing.warning);
    const bool unwarned = !step->config->permission || !warned;
    if (press == PRESS_OPEN) {
        // It was made at the closed limit, so something else has pressed in the same instant.
        const bool pressed_twice =
            step->event == EVENT_DOUBLE || event_row(step->event)->presses_the_operator;
        note(step->judged, V_C1_SAME_INSTANT, unwarned && pressed_twice);
        note(step->judged, V_C1_UNWARNED, unwarned && !pressed_twice);
        return;
    }
    const bool turns =
        press == PRESS_STOP_OPENING || press == PRESS_STOP_CLOSING || press == PRESS_REOPEN;
    note(step->judged, V_C1_UNWARNED, unwarned && !turns);
    note(step->judged, V_C1_UNWARNED_TURN, unwarned && turns);
    note(step->judged, V_C1_LOCKED_OUT, after->lock_out);
}

static struct stopwatch one_tick_later(struct stopwatch watch)
{
    return watch.running ? stopwatch_started(watch.began - 1) : watch;
}

static void age(struct planner *planner)
{
    planner->in_phase = one_tick_later(planner->in_phase);
    planner->since_press = one_tick_later(planner->since_press);
    planner->warning = one_tick_later(planner->warning);
    planner->belief.since = one_tick_later(planner->belief.since);
    planner->belief.quiet = one_tick_later(planner->belief.quiet);
}

// The press, or none, has met the operator: the door moves, and the world is one tick older.
static void follow(const struct world *world, struct motion_outcome outcome, bool ours,
                   struct judged *judged)
{
    struct world *next = &judged->next[judged->count];
    *next = *world;
    next->motion = outcome.motion;
    next->last = outcome.last;
    next->sinks_for_us = outcome.motion == SINKS && (ours || world->sinks_for_us);
    world_move(next);
    age(&next->planner);
    judged->count++;
}

static void press_meets(const struct step *step, struct motion_outcome before)
{
    const struct operator_reactions *reactions = &step->config->operator_reactions;
    const struct world *now = &step->now;
    struct motion_outcome once[2];
    const unsigned first = world_press(reactions, now->position, before, once);
    note(step->judged, V_C16_STOP_PRESSES,
         now->planner.goal == GOAL_STOP && before.motion == STANDS);
    for (unsigned i = 0; i < first; i++) {
        struct motion_outcome twice[2] = {once[i]};
        const bool double_press = step->event == EVENT_DOUBLE;
        const unsigned second =
            double_press ? world_press(reactions, now->position, once[i], twice) : 1;
        for (unsigned j = 0; j < second; j++) {
            const bool sank_between = double_press && once[i].motion == SINKS;
            const bool sinks = before.motion != SINKS && twice[j].motion == SINKS;
            if (sinks || (sank_between && before.motion != SINKS)) {
                judge_closing(step);
            }
            follow(now, twice[j], sinks, step->judged);
        }
    }
}

static void judge_reset(const struct world *before, struct world *world, struct judged *judged)
{
    const bool locked = before->planner.lock_out || before->mark_on_flash;
    world->planner = planner_at_boot(locked, WORLD_NOW + 1);
    world->mark_on_flash = false;
    world->press_unseen = false;
    world->sinks_for_us = false;
    note(judged, V_C5_PRESS_FORGOTTEN, before->press_unseen && !locked);
    note(judged, V_C5_LOCK_OUT_LOST, before->planner.lock_out && !world->planner.lock_out);
}

static struct planner_decision decide(const struct search_config *config,
                                      const struct world *before, struct world *world,
                                      enum event event)
{
    const bool marked = wants_mark(config, &before->planner, event);
    const struct planner_inputs inputs = {.levels = levels_of(config, world),
                                          .permission = config->permission,
                                          .obstructed = world->beam_blocked,
                                          .vacation_lock = world->vacation_lock,
                                          .local_press = event == EVENT_WALL,
                                          .command = event_row(event)->command,
                                          .closing_mark = marked};
    world->mark_on_flash = world->mark_on_flash || marked;
    const struct planner_decision decision =
        planner_step(&world->planner, &config->rules, &inputs, WORLD_NOW + 1);
    if (decision.press != PRESS_NONE && decision.press != PRESS_OPEN) {
        world->press_unseen = true;
    }
    if (world->planner.goal == GOAL_NONE) {
        world->press_unseen = false;
        world->mark_on_flash = false;
    }
    return decision;
}

static void judge_silence(const struct search_config *config, struct judged *judged)
{
    for (unsigned i = 0; i < judged->count; i++) {
        const struct world *next = &judged->next[i];
        const bool run_is_over = stopwatch_elapsed(next->planner.since_press, WORLD_NOW) >=
                                 config->rules.timing.travel_limit;
        note(judged, V_C25_SILENT,
             next->sinks_for_us && !next->planner.warning.running && !run_is_over);
    }
}

void judge_step(const struct search_config *config, const struct world *before, enum event event,
                struct judged *out)
{
    struct step step = {
        .config = config, .event = event, .before = before, .now = *before, .judged = out};
    struct motion_outcome outcomes[2];
    *out = (struct judged){.count = 0};
    step.now.faults_left = (uint8_t)(before->faults_left - event_row(event)->faults);
    step.now.commands_left = (uint8_t)(before->commands_left - event_row(event)->commands);
    const unsigned count = event_happens(config, &step.now, event, outcomes);
    if (event == EVENT_REBOOT || event == EVENT_MAINS) {
        judge_reset(before, &step.now, out);
    } else {
        step.decision = decide(config, before, &step.now, event);
        judge_decision(&step);
    }
    out->press = step.decision.press;
    out->presses = step.now.planner.presses;
    for (unsigned i = 0; i < count; i++) {
        if (step.decision.press != PRESS_NONE && event != EVENT_MISS) {
            press_meets(&step, outcomes[i]);
        } else {
            follow(&step.now, outcomes[i], false, out);
        }
    }
    judge_silence(config, out);
}

unsigned judge_ticks_to_end(const struct search_config *config, const struct world *world,
                            unsigned most)
{
    struct world at = *world;
    unsigned ticks = 0;
    while (at.planner.goal != GOAL_NONE && ticks <= most) {
        struct judged judged;
        judge_step(config, &at, EVENT_NOTHING, &judged);
        at = judged.next[judged.count - 1];
        ticks++;
    }
    return ticks;
}
