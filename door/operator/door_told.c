#include "door/operator/door_told.h"

#include "door/operator/outcome.h"

#include <string.h>

// The proven or inferred state of the belief alone.
static enum door_state state_of(enum believed belief)
{
    switch (belief) {
    case BELIEVED_CLOSED:
        return DOOR_CLOSED;
    case BELIEVED_OPEN:
        return DOOR_OPEN;
    case BELIEVED_OPENING:
        return DOOR_OPENING;
    case BELIEVED_CLOSING:
        return DOOR_CLOSING;
    case BELIEVED_UNKNOWN:
    case BELIEVED_FAULT:
        break;
    }
    return DOOR_UNKNOWN;
}

static enum door_state state_now(const struct door *door)
{
    const struct planner *planner = &door->planner;
    const enum believed belief = planner->belief.is;
    if (planner->goal != GOAL_NONE && planner->phase == PHASE_WARNING && belief != BELIEVED_FAULT) {
        return DOOR_WARNING;
    }
    if (belief == BELIEVED_UNKNOWN && door->stopped_by_us) {
        return DOOR_STOPPED;
    }
    return state_of(belief);
}

static uint8_t inferred_position(const struct door *door, millis now)
{
    const enum believed belief = door->planner.belief.is;
    const enum way way = belief == BELIEVED_OPENING ? WAY_OPENING : WAY_CLOSING;
    const millis whole = travel_median(&door->travel, way);
    if (whole == 0) {
        return POSITION_UNKNOWN;
    }
    const millis elapsed = stopwatch_elapsed(door->planner.belief.since, now);
    const millis travelled = elapsed >= whole ? 99 : elapsed * 100 / whole;
    const millis between = travelled < 1 ? 1 : travelled > 99 ? 99 : travelled;
    return (uint8_t)(way == WAY_OPENING ? between : 100 - between);
}

uint8_t door_position(const struct door *door, millis now)
{
    switch (door->planner.belief.is) {
    case BELIEVED_CLOSED:
        return POSITION_CLOSED;
    case BELIEVED_OPEN:
        return POSITION_OPEN;
    case BELIEVED_OPENING:
    case BELIEVED_CLOSING:
        return inferred_position(door, now);
    case BELIEVED_UNKNOWN:
    case BELIEVED_FAULT:
        break;
    }
    return POSITION_UNKNOWN;
}

void door_pursue(struct door *door, const struct permit *permit, const struct belief *before,
                 millis now)
{
    door->pursuit = (struct pursuit){.permit = *permit,
                                     .before = state_of(before->is),
                                     .age_before = stopwatch_elapsed(before->since, now),
                                     .running = stopwatch_started(now)};
}

static struct occurrence occurrence_for(enum what what, const struct permit *permit)
{
    struct occurrence occurrence = {.what = what, .goal = permit->action};
    memcpy(occurrence.key8, permit->key8, KEY8_SIZE);
    memcpy(occurrence.command8, permit->command8, COMMAND8_SIZE);
    return occurrence;
}

void door_lock_for_vacation(struct door *door, const struct permit *permit)
{
    door->vacation_lock = permit->argument == 1;
    const struct occurrence told = occurrence_for(WHAT_LOCK, permit);
    mailbox_tell(&door->mailbox, &told);
}

static enum action action_of(enum goal goal)
{
    switch (goal) {
    case GOAL_OPEN:
        return ACTION_OPEN;
    case GOAL_CLOSE:
        return ACTION_CLOSE;
    case GOAL_STOP:
        return ACTION_STOP;
    case GOAL_VENT:
        return ACTION_VENT;
    case GOAL_NONE:
        break;
    }
    return (enum action)0;
}

static bool leaves_it_stopped(enum outcome outcome)
{
    return outcome == OUTCOME_STOPPED || outcome == OUTCOME_STOPPED_NOT_OPEN ||
           outcome == OUTCOME_UNVERIFIED;
}

void door_tell_endings(struct door *door, const struct planner_decision *decision,
                       const struct permit *permit, enum goal before, millis now)
{
    for (unsigned i = 0; i < decision->endings_count; i++) {
        const struct ending *ending = &decision->endings[i];
        const bool over_at_once = ending->goal != before &&
                                  decision->command_outcome == ending->outcome &&
                                  action_of(ending->goal) == permit->action;
        if (over_at_once) {
            continue; // told by its answer
        }
        const bool leading = action_of(ending->goal) == door->pursuit.permit.action;
        const struct permit *whose = leading ? &door->pursuit.permit : permit;
        struct occurrence told = occurrence_for(WHAT_GOAL_ENDED, whose);
        told.goal = action_of(ending->goal);
        told.result = outcome_as_end(ending->outcome);
        told.outcome = ending->outcome;
        told.presses = ending->presses;
        told.before = door->pursuit.before;
        told.age_before = door->pursuit.age_before;
        told.after = state_of(door->planner.belief.is);
        told.age_after = stopwatch_elapsed(door->planner.belief.since, now);
        told.took = stopwatch_elapsed(door->pursuit.running, now);
        door->stopped_by_us = leaves_it_stopped(ending->outcome);
        mailbox_tell(&door->mailbox, &told);
    }
}

static enum what what_of(enum mover mover)
{
    switch (mover) {
    case MOVER_WALL:
        return WHAT_MOVED_BY_WALL;
    case MOVER_FOB_OR_TIMER:
        return WHAT_MOVED_BY_FOB_OR_TIMER;
    case MOVER_HAND:
        return WHAT_MOVED_BY_HAND;
    case MOVER_APP:
    case MOVER_UNKNOWN:
        break;
    }
    return WHAT_MOVED_UNKNOWN;
}

// C22: where nobody can press anything we see, a complete close that was not ours nor a timer's.
static void lift_lock_out_unseen(struct door *door, const struct movement *movement)
{
    const struct operator_settings *settings = &door->settings;
    const bool no_button = !settings->wall_input && !settings->device_button;
    const bool no_timer = settings->profile != PROFILE_UNKNOWN && // it may have one
                          profile_of(settings->profile)->closes_when_open;
    const bool complete = movement->from == BELIEVED_OPEN && movement->to == BELIEVED_CLOSED;
    if (no_button && no_timer && complete && movement->mover != MOVER_APP) {
        door->planner.lock_out = false;
    }
}

static void follow_movement(struct door *door, millis now)
{
    struct movement movement;
    if (!attribution_see(&door->attribution, door->planner.belief.is, &door->travel, &movement,
                         now)) {
        return;
    }
    lift_lock_out_unseen(door, &movement);
    // A movement of our own is told by its goal's end.
    if (movement.mover != MOVER_APP) {
        const struct occurrence told = {.what = what_of(movement.mover),
                                        .before = state_of(movement.from),
                                        .after = state_of(movement.to),
                                        .took = movement.took};
        mailbox_tell(&door->mailbox, &told);
    }
}

static void tell_changes(struct door *door)
{
    const bool fault = door->planner.belief.is == BELIEVED_FAULT;
    if (fault && !door->fault_told) {
        const struct occurrence told = {.what = WHAT_FAULT, .before = door->state};
        mailbox_tell(&door->mailbox, &told);
    }
    door->fault_told = fault;
    if (door->planner.lock_out != door->lock_out_told) {
        const struct occurrence told = {.what = WHAT_LOCK_OUT,
                                        .presses = door->planner.lock_out ? 1 : 0};
        mailbox_tell(&door->mailbox, &told);
    }
    door->lock_out_told = door->planner.lock_out;
}

void door_follow(struct door *door, const struct planner_inputs *inputs, millis now)
{
    if (door->planner.belief.is != BELIEVED_UNKNOWN || inputs->local_press) {
        door->stopped_by_us = false;
    }
    if (inputs->obstructed) {
        attribution_disturb(&door->attribution);
    }
    follow_movement(door, now);
    tell_changes(door);
    const enum door_state state = state_now(door);
    if (state != door->state) {
        door->state = state;
        door->in_state = stopwatch_started(now);
        door->sequence++;
    }
    stopwatch_hold(&door->in_state, now);
}

static enum ground ground_of(enum door_state state, enum believed belief)
{
    const bool proven = belief == BELIEVED_CLOSED || belief == BELIEVED_OPEN;
    if (proven) {
        return GROUND_PROVEN;
    }
    return state == DOOR_UNKNOWN || state == DOOR_WARNING ? GROUND_UNKNOWN : GROUND_INFERRED;
}

static uint8_t flags_of(const struct door *door)
{
    unsigned flags = 0;
    flags |= door->settings.photo_eye && door->photo_eye.obstructed ? EPOCH_OBSTRUCTED : 0;
    flags |= door->planner.belief.is == BELIEVED_FAULT ? EPOCH_FAULT : 0;
    flags |= door->vacation_lock ? EPOCH_VACATION_LOCK : 0;
    flags |= door->planner.lock_out ? EPOCH_LOCK_OUT : 0;
    return (uint8_t)flags;
}

static uint8_t warning_left(const struct door *door, millis now)
{
    if (door->state != DOOR_WARNING) {
        return 0;
    }
    const millis length = door->settings.warning_seconds * 1000U;
    const millis elapsed = stopwatch_elapsed(door->planner.in_phase, now);
    return (uint8_t)(elapsed >= length ? 0 : (length - elapsed + 999) / 1000);
}

void door_tell_snapshot(struct door *door, millis now)
{
    struct door_snapshot *snapshot = &door->mailbox.snapshot;
    *snapshot = (struct door_snapshot){
        .sequence = door->sequence,
        .state = door->state,
        .position = door_position(door, now),
        .flags = flags_of(door),
        .ground = ground_of(door->state, door->planner.belief.is),
        .age = stopwatch_elapsed(door->in_state, now),
        .mover = door->attribution.mover,
        .busy = door->planner.goal != GOAL_NONE,
        .lock_out = door->planner.lock_out,
        .vacation_lock = door->vacation_lock,
        .device_permission = door->device_permission,
        .board_test_due = door->device_permission && door->board_test.days >= BOARD_TEST_DAYS,
        .warning_left = warning_left(door, now),
    };
    memcpy(snapshot->mover_key8, door->attribution.mover_key8, KEY8_SIZE);
}
