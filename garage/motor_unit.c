#include "garage/motor_unit.h"

enum answer {
    STOPS,
    REVERSES,
    IGNORES,
    GOES_THE_OPPOSITE_WAY,
    CLOSES,
    OPENS,
    RESTARTS_ITS_TIMER
};

struct answers {
    enum answer opening;
    enum answer closing;
    enum answer stopped_midway;
    enum answer fully_open;
};

// safety.md, section 3; fully closed they all open.
static const struct answers answers_of[GARAGE_PROFILES] = {
    [GARAGE_STOP_BOTH] = {STOPS, STOPS, GOES_THE_OPPOSITE_WAY, CLOSES},
    [GARAGE_REV_CLOSING] = {STOPS, REVERSES, CLOSES, CLOSES},
    [GARAGE_TWO_STEP] = {REVERSES, REVERSES, GOES_THE_OPPOSITE_WAY, CLOSES},
    [GARAGE_CONDO_REV] = {IGNORES, REVERSES, OPENS, CLOSES},
    [GARAGE_CONDO_STOP] = {IGNORES, STOPS, OPENS, CLOSES},
    [GARAGE_AUTO_CLOSE] = {IGNORES, REVERSES, OPENS, RESTARTS_ITS_TIMER},
};

struct motor_unit motor_unit_still(uint32_t position)
{
    enum garage_motion last = GARAGE_STILL;
    if (position == 0) {
        last = GARAGE_CLOSING;
    } else if (position == DOOR_LEAF_OPEN) {
        last = GARAGE_OPENING;
    }
    return (struct motor_unit){.last = last, .auto_close_at = GARAGE_NEVER};
}

static enum garage_motion opposite(enum garage_motion motion)
{
    return motion == GARAGE_OPENING ? GARAGE_CLOSING : GARAGE_OPENING;
}

static bool at_limit(const struct motor_world *world, enum garage_motion motion)
{
    return world->leaf->position == (motion == GARAGE_OPENING ? DOOR_LEAF_OPEN : 0);
}

static void start_timer(struct motor_unit *unit, const struct motor_world *world)
{
    if (world->settings->auto_close > 0) {
        unit->auto_close_at = world->now + world->settings->auto_close;
    }
}

// How long after the decision the chain follows it.
static uint64_t delay_of(const struct motor_unit *unit, const struct garage_settings *settings,
                         enum garage_motion course)
{
    if (unit->actual != GARAGE_STILL) {
        return settings->stopping_time;
    }
    return course == GARAGE_OPENING ? settings->opening_delay : settings->closing_delay;
}

static void begin(struct motor_unit *unit)
{
    unit->actual = unit->course;
    unit->began = unit->course;
    unit->began_by = unit->cause;
    unit->starts++;
}

static void steer(struct motor_unit *unit, const struct motor_world *world,
                  enum garage_motion course, enum garage_cause cause)
{
    if (course == GARAGE_CLOSING && world->beam_blocked && world->settings->eye_at_operator &&
        !unit->past_eye) {
        course = GARAGE_STILL;
    }
    if (course == unit->course) {
        return;
    }
    unit->course = course;
    unit->wait_until = world->now + delay_of(unit, world->settings, course);
    if (course == GARAGE_STILL) {
        if (unit->actual == GARAGE_STILL && at_limit(world, GARAGE_OPENING)) {
            start_timer(unit, world); // it was about to close
        }
        return;
    }
    unit->last = course;
    unit->cause = cause;
    if (course == unit->actual) {
        begin(unit); // it was slowing down to stop, and goes on
    }
}

static enum garage_motion from_midway(const struct motor_unit *unit,
                                      const struct motor_world *world, enum answer answer)
{
    if (answer == OPENS) {
        return GARAGE_OPENING;
    }
    if (unit->last == GARAGE_STILL) {
        return chance_coin(world->chance) ? GARAGE_OPENING : GARAGE_CLOSING;
    }
    return answer == CLOSES ? GARAGE_CLOSING : opposite(unit->last);
}

static enum garage_motion from_still(struct motor_unit *unit, const struct motor_world *world,
                                     const struct answers *answers)
{
    if (unit->actual == GARAGE_STILL && at_limit(world, GARAGE_CLOSING)) {
        return GARAGE_OPENING;
    }
    if (unit->actual == GARAGE_STILL && at_limit(world, GARAGE_OPENING)) {
        if (answers->fully_open == RESTARTS_ITS_TIMER) {
            start_timer(unit, world);
            return GARAGE_STILL;
        }
        return GARAGE_CLOSING;
    }
    return from_midway(unit, world, answers->stopped_midway);
}

static enum garage_motion from_moving(enum garage_motion course, enum answer answer)
{
    if (answer == STOPS) {
        return GARAGE_STILL;
    }
    return answer == REVERSES ? opposite(course) : course;
}

void motor_unit_press(struct motor_unit *unit, const struct motor_world *world,
                      enum garage_cause cause)
{
    const struct answers *answers = &answers_of[world->settings->profile];
    const bool soon =
        unit->pressed_before && world->now - unit->pressed_at < world->settings->light_within;
    unit->pressed_at = world->now;
    unit->pressed_before = true;
    unit->presses++;
    if (soon) {
        return;
    }
    enum garage_motion course = GARAGE_STILL;
    switch (unit->course) {
    case GARAGE_STILL:
        course = from_still(unit, world, answers);
        break;
    case GARAGE_OPENING:
        course = from_moving(GARAGE_OPENING, answers->opening);
        break;
    case GARAGE_CLOSING:
        course = from_moving(GARAGE_CLOSING, answers->closing);
        break;
    }
    steer(unit, world, course, cause);
}

static void held(struct motor_unit *unit, const struct motor_world *world, enum garage_cause by)
{
    switch (world->settings->held) {
    case GARAGE_HELD_NOTHING:
    case GARAGE_HELD_REFUSED:
        break;
    case GARAGE_HELD_STOPS:
        steer(unit, world, GARAGE_STILL, by);
        break;
    case GARAGE_HELD_PAST_EYE:
        if (unit->course != GARAGE_OPENING && !at_limit(world, GARAGE_CLOSING)) {
            unit->past_eye = true;
            steer(unit, world, GARAGE_CLOSING, by);
        }
        break;
    }
}

void motor_unit_obstructed(struct motor_unit *unit, const struct motor_world *world)
{
    const bool closing = unit->actual == GARAGE_CLOSING;
    steer(unit, world, closing ? GARAGE_OPENING : GARAGE_STILL, GARAGE_BY_OBSTRUCTION);
}

void motor_unit_release(struct motor_unit *unit)
{
    unit->course = GARAGE_STILL;
    unit->actual = GARAGE_STILL;
    unit->auto_close_at = GARAGE_NEVER;
    unit->past_eye = false;
}

void motor_unit_power_lost(struct motor_unit *unit, const struct garage_settings *settings)
{
    motor_unit_release(unit);
    unit->pressed_before = false;
    if (!settings->remembers) {
        unit->last = GARAGE_STILL;
    }
}

void motor_unit_power_back(struct motor_unit *unit, const struct motor_world *world)
{
    if (world->settings->remembers && at_limit(world, GARAGE_OPENING)) {
        start_timer(unit, world);
    }
}

static void watch_timer(struct motor_unit *unit, const struct motor_world *world)
{
    if (world->now < unit->auto_close_at) {
        return;
    }
    unit->auto_close_at = GARAGE_NEVER;
    steer(unit, world, GARAGE_CLOSING, GARAGE_BY_TIMER);
    if (unit->course == GARAGE_STILL) {
        start_timer(unit, world); // the beam is blocked: later, then
    }
}

static void watch_beam(struct motor_unit *unit, const struct motor_world *world)
{
    if (unit->course == GARAGE_CLOSING && world->beam_blocked && world->settings->eye_at_operator &&
        !unit->past_eye) {
        motor_unit_obstructed(unit, world);
    }
}

// At a limit, and nothing is left to do.
static void settle(struct motor_unit *unit, const struct motor_world *world)
{
    unit->course = GARAGE_STILL;
    if (at_limit(world, GARAGE_OPENING)) {
        start_timer(unit, world);
    }
}

// Lets the chain follow the decision: stop first, then the other way.
static void follow(struct motor_unit *unit, const struct motor_world *world)
{
    if (world->now < unit->wait_until) {
        return;
    }
    if (unit->actual != GARAGE_STILL) {
        unit->actual = GARAGE_STILL;
        unit->wait_until = world->now + world->settings->reversal_pause;
    }
    if (unit->course == GARAGE_STILL) {
        return;
    }
    if (at_limit(world, unit->course)) {
        settle(unit, world);
    } else if (world->now >= unit->wait_until) {
        begin(unit);
        unit->auto_close_at = GARAGE_NEVER;
        door_leaf_start(world->leaf, world->settings, world->chance, unit->actual);
    }
}

static void drive(struct motor_unit *unit, const struct motor_world *world)
{
    door_leaf_move(world->leaf, world->settings, unit->actual, unit->actual != unit->course);
    if (!at_limit(world, unit->actual)) {
        return;
    }
    if (unit->course != opposite(unit->actual)) {
        settle(unit, world);
    }
    unit->actual = GARAGE_STILL;
    unit->wait_until = world->now + world->settings->reversal_pause;
}

void motor_unit_step(struct motor_unit *unit, const struct motor_world *world,
                     enum circuit_event event, enum garage_cause by)
{
    switch (event) {
    case CIRCUIT_QUIET:
        break;
    case CIRCUIT_PRESS:
        motor_unit_press(unit, world, by);
        break;
    case CIRCUIT_HELD:
        held(unit, world, by);
        break;
    case CIRCUIT_RELEASED:
        unit->past_eye = false;
        break;
    }
    watch_timer(unit, world);
    watch_beam(unit, world);
    if (unit->actual != unit->course) {
        follow(unit, world);
    }
    if (unit->actual != GARAGE_STILL) {
        drive(unit, world);
    }
}

uint64_t motor_unit_due(const struct motor_unit *unit, uint64_t now)
{
    if (unit->actual != GARAGE_STILL) {
        return now;
    }
    if (unit->course != GARAGE_STILL) {
        return unit->wait_until < unit->auto_close_at ? unit->wait_until : unit->auto_close_at;
    }
    return unit->auto_close_at;
}
