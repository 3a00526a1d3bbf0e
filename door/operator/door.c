#include "door/operator/door.h"

#include "door/operator/door_told.h"
#include "door/operator/outcome.h"

#include <string.h>

void door_init(struct door *door, const struct operator_settings *settings,
               const struct door_memory *memory, millis now)
{
    memset(door, 0, sizeof(*door));
    // What can not be true is no ground to move a door on: nothing is fitted, nothing is pressed.
    door->settings = operator_settings_sound(settings) ? *settings : operator_settings_default();
    door->limits = limits_at_boot(door->settings.switches, now);
    door->wall = contact_button_at_boot(now);
    door->device = contact_button_at_boot(now);
    door->photo_eye = photo_eye_at_boot(now);
    door->planner = planner_at_boot(memory->lock_out, now);
    // There may have been a press just before: the gap after it is kept.
    door->planner.since_press = stopwatch_started(now);
    door->pulse = pulse_of(door->settings.pulse);
    travel_init(&door->travel, &memory->travel, now);
    door->attribution = attribution_at_boot(now);
    door->board_test.day = stopwatch_started(now);
    door->state = DOOR_UNKNOWN;
    door->in_state = stopwatch_started(now);
    door->lock_out_told = memory->lock_out;
    door->vacation_lock = memory->vacation_lock;
    door->device_permission = memory->device_permission;
    mailbox_init(&door->mailbox);
    door_tell_snapshot(door, now);
}

// C26, C29: everything that does not change from one moment to the next.
static bool may_ever_close(const struct operator_settings *settings)
{
    return settings->door_type == DOOR_TYPE_SECTIONAL && settings->lamp && settings->beeper;
}

// C1, as far as it is not the planner's own.
static bool has_permission(const struct door *door, const struct permit *permit,
                           const struct door_inputs *inputs)
{
    return may_ever_close(&door->settings) && door->mailbox.policy.unattended_close &&
           permit->unattended_close && door->device_permission && !inputs->warning_dead;
}

// The device's half of the permission is given by a hand on the device, while the owner's half
// stands; and each time it is given, the owner has tested reversal on a board.
static void watch_device_button(struct door *door, millis now)
{
    if (!door->device.closed) {
        door->device_held = stopwatch_stopped();
    } else if (stopwatch_reached(door->device_held, now, DEVICE_HOLD)) {
        door->device_held = stopwatch_stopped();
        if (may_ever_close(&door->settings) && door->mailbox.policy.unattended_close) {
            door->device_permission = true;
            door->board_test = (struct board_test){.day = stopwatch_started(now)};
        }
    }
}

static void count_days(struct board_test *test, millis now)
{
    const millis a_day = 86400000;
    if (stopwatch_reached(test->day, now, a_day)) {
        test->day = stopwatch_started(now);
        if (test->days < BOARD_TEST_DAYS) {
            test->days++;
        }
    }
}

// True when somebody at the door has pressed the wall button or the one on the device.
static bool see_local_press(struct door *door, const struct door_inputs *inputs, millis now)
{
    const bool wall =
        contact_see(&door->wall, door->settings.wall_input && inputs->wall_button, now);
    const bool device =
        contact_see(&door->device, door->settings.device_button && inputs->device_button, now);
    if (wall) {
        attribution_wall_press(&door->attribution, now);
    }
    if (device) {
        door->device_held = stopwatch_started(now);
    }
    watch_device_button(door, now);
    return wall || device;
}

// A door that nobody watches is not moved (safety.md, section 4).
static const struct profile *profile_for(const struct operator_settings *settings)
{
    const bool watched = settings->switches != SWITCHES_NONE;
    return profile_of(watched ? settings->profile : PROFILE_MONITOR_ONLY);
}

static struct planner_rules rules_for(const struct door *door, uint8_t vent_percent)
{
    const struct operator_settings *settings = &door->settings;
    struct planner_rules rules = {
        .profile = profile_for(settings),
        .switches = settings->switches,
        .recover = settings->recover,
        .stop_while_opening = settings->stop_while_opening,
        .timing = travel_timing(&door->travel, settings->warning_seconds * 1000U, vent_percent),
    };
    // The gap lies between two presses; the planner counts from the beginning of the first.
    rules.timing.gap += settings->pulse;
    return rules;
}

// What the permit asks of the planner; GOAL_NONE when it is answered without it.
static enum goal goal_of(const struct permit *permit)
{
    switch (permit->action) {
    case ACTION_OPEN:
        return GOAL_OPEN;
    case ACTION_CLOSE:
        return GOAL_CLOSE;
    case ACTION_STOP:
        return GOAL_STOP;
    case ACTION_VENT:
        return GOAL_VENT;
    case ACTION_LOCK:
    case ACTION_IDENTIFY:
        break;
    }
    return GOAL_NONE;
}

static bool moves(enum action action)
{
    return action == ACTION_OPEN || action == ACTION_CLOSE || action == ACTION_VENT;
}

// RESULT_OK where the permit may be looked at any further.
static enum result judge(const struct door *door, const struct permit *permit)
{
    if (permit->action != ACTION_STOP && permit->sequence != door->sequence) {
        return RESULT_CONFLICT;
    }
    if (moves(permit->action) && door->vacation_lock) {
        return RESULT_LOCKED; // C24
    }
    if (permit->action == ACTION_IDENTIFY && door->planner.goal != GOAL_NONE) {
        return RESULT_STATE; // the lamp is needed to warn
    }
    const bool vents_too_far = permit->argument < 1 || permit->argument > 50;
    if (permit->action == ACTION_VENT && vents_too_far) {
        return RESULT_STATE;
    }
    if (permit->action == ACTION_LOCK && permit->argument > 1) {
        return RESULT_STATE; // a lock is not lifted by a word that nobody knows
    }
    return RESULT_OK;
}

static void act_without_planner(struct door *door, const struct permit *permit, millis now)
{
    if (permit->action == ACTION_IDENTIFY) {
        door->identify = stopwatch_started(now);
    } else if (permit->action == ACTION_LOCK) {
        door_lock_for_vacation(door, permit);
    }
}

static void tell_answer(struct door *door, const struct permit *permit, enum result result,
                        enum outcome outcome, millis now)
{
    if (result == RESULT_OK || result == RESULT_ALREADY) {
        door->sequence++;
    }
    struct answer told = {.action = permit->action,
                          .outcome = outcome,
                          .result = result,
                          .sequence = door->sequence,
                          .state = door->state,
                          .position = door_position(door, now)};
    memcpy(told.key8, permit->key8, KEY8_SIZE);
    memcpy(told.command8, permit->command8, COMMAND8_SIZE);
    mailbox_answer(&door->mailbox, &told);
}

// Answers it by what the planner made of it, or without the planner.
static void answer(struct door *door, const struct permit *permit, enum result judged,
                   enum outcome by_planner, millis now)
{
    if (judged == RESULT_OK && goal_of(permit) != GOAL_NONE) {
        tell_answer(door, permit, outcome_as_answer(by_planner), by_planner, now);
        return;
    }
    if (judged == RESULT_OK) {
        act_without_planner(door, permit, now);
    }
    tell_answer(door, permit, judged, OUTCOME_NONE, now);
}

// One step of the planner, with what becomes of its decision.
static struct planner_decision step_planner(struct door *door, const struct planner_inputs *in,
                                            const struct permit *permit, millis now)
{
    const struct permit *leading = in->command == GOAL_NONE ? &door->pursuit.permit : permit;
    const uint8_t vent_percent = leading->action == ACTION_VENT ? leading->argument : 0;
    const struct planner_rules rules = rules_for(door, vent_percent);
    const struct belief believed_before = door->planner.belief;
    const enum goal goal_before = door->planner.goal;
    const struct planner_decision decision = planner_step(&door->planner, &rules, in, now);
    door_tell_endings(door, &decision, permit, goal_before, now);
    const bool taken_up = in->command != GOAL_NONE && decision.command_outcome == OUTCOME_DONE;
    if (taken_up) {
        door_pursue(door, permit, &believed_before, now);
    }
    if (decision.press != PRESS_NONE) {
        pulse_start(&door->pulse, now);
        attribution_our_press(&door->attribution, &door->pursuit.permit, now);
        door->stopped_by_us = false;
    }
    return decision;
}

static struct door_outputs drive(struct door *door, millis now)
{
    const struct stopwatch warning = door->planner.warning;
    const millis warned = stopwatch_elapsed(warning, now);
    const bool identified =
        door->identify.running && warning_identify_lamp(stopwatch_elapsed(door->identify, now));
    if (stopwatch_reached(door->identify, now, IDENTIFY_LENGTH)) {
        door->identify = stopwatch_stopped();
    }
    return (struct door_outputs){
        .relay = pulse_level(&door->pulse, now),
        .lamp = warning.running ? warning_lamp(warned) : identified,
        .beeper = warning.running && warning_beeper(warned),
    };
}

// C25: a warning begins with a lamp that goes on, so one that says which door this is goes dark for a
// step before a goal that may warn is taken up.
static bool lamp_goes_dark_first(struct door *door)
{
    const struct mailbox *box = &door->mailbox;
    if (!door->identify.running || !box->permit_waits || !moves(box->permit.action)) {
        return false;
    }
    door->identify = stopwatch_stopped();
    return true;
}

struct door_outputs door_tick(struct door *door, const struct door_inputs *inputs, millis now)
{
    struct permit permit;
    memset(&permit, 0, sizeof(permit));
    const bool asked = !lamp_goes_dark_first(door) && mailbox_take_permit(&door->mailbox, &permit);
    const enum result judged = asked ? judge(door, &permit) : RESULT_OK;
    if (stopwatch_reached(door->ticked, now, TICK_LATE)) {
        planner_lost_time(&door->planner, now);
    }
    door->ticked = stopwatch_started(now);
    photo_eye_see(&door->photo_eye, inputs->photo_eye, now);
    const bool local_press = see_local_press(door, inputs, now);
    const bool commanded = asked && judged == RESULT_OK;
    const struct planner_inputs in = {
        .levels = limits_see(&door->limits, inputs->open_switch, inputs->closed_switch, now),
        .local_press = local_press,
        .command = commanded ? goal_of(&permit) : GOAL_NONE,
        .closing_mark = commanded && permit.closing_mark,
        .vacation_lock = door->vacation_lock,
        .obstructed = door->settings.photo_eye && door->photo_eye.obstructed,
        .permission = has_permission(door, commanded ? &permit : &door->pursuit.permit, inputs),
    };
    const struct planner_decision decision = step_planner(door, &in, &permit, now);
    door_follow(door, &in, now);
    if (asked) {
        answer(door, &permit, judged, decision.command_outcome, now);
    }
    count_days(&door->board_test, now);
    travel_grow_older(&door->travel, now);
    door_tell_snapshot(door, now);
    return drive(door, now);
}

bool door_needs_closing_mark(const struct operator_settings *settings,
                             const struct door_snapshot *snapshot, enum action action)
{
    const struct profile *profile = profile_for(settings);
    const bool opens_harmlessly =
        profile->opening != REACTION_REVERSES && profile->opening != REACTION_UNSETTLED;
    const bool moving = snapshot->state == DOOR_OPENING || snapshot->state == DOOR_CLOSING;
    if (snapshot->lock_out || !profile->may_be_controlled) {
        return false; // nothing that may close will be pressed
    }
    switch (action) {
    case ACTION_OPEN:
        return snapshot->state != DOOR_OPEN &&
               !(snapshot->state == DOOR_CLOSED && opens_harmlessly);
    case ACTION_CLOSE:
        return snapshot->state != DOOR_CLOSED;
    case ACTION_VENT:
        return true;
    case ACTION_STOP:
        return moving || snapshot->busy;
    case ACTION_IDENTIFY:
    case ACTION_LOCK:
        break;
    }
    return false;
}

struct travel_record door_travel(const struct door *door)
{
    return door->travel.record;
}
