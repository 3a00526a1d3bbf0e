#include "door/operator/attribution.h"

#include <string.h>

enum {
    FIRST_LOOK = 1000 // ms after boot in which a limit that speaks was there all the time
};

struct attribution attribution_at_boot(millis now)
{
    return (struct attribution){.was = BELIEVED_UNKNOWN, .since_boot = stopwatch_started(now)};
}

void attribution_our_press(struct attribution *attribution, const struct permit *permit, millis now)
{
    attribution->our_press = stopwatch_started(now);
    memcpy(attribution->key8, permit->key8, KEY8_SIZE);
    memcpy(attribution->command8, permit->command8, COMMAND8_SIZE);
    attribution->run.disturbed = true;
}

void attribution_wall_press(struct attribution *attribution, millis now)
{
    attribution->wall_press = stopwatch_started(now);
    attribution->run.disturbed = true;
}

void attribution_disturb(struct attribution *attribution)
{
    attribution->run.disturbed = true;
}

static bool is_limit(enum believed belief)
{
    return belief == BELIEVED_CLOSED || belief == BELIEVED_OPEN;
}

static bool is_movement(enum believed belief)
{
    return belief == BELIEVED_OPENING || belief == BELIEVED_CLOSING;
}

static void name_mover(struct attribution *attribution, enum mover mover,
                       const uint8_t key8[KEY8_SIZE])
{
    attribution->mover = mover;
    memcpy(attribution->mover_key8, key8, KEY8_SIZE);
}

// The door has left a limit: an answer to a press of ours, of the wall, or to something unseen.
static void begin(struct attribution *attribution, struct travel *travel, millis now)
{
    const millis start_limit = travel_timing(travel, 0, 0).start_limit;
    struct run *run = &attribution->run;
    *run = (struct run){.going = true, .from = attribution->was, .began = stopwatch_started(now)};
    const bool ours = attribution->our_press.running &&
                      !stopwatch_reached(attribution->our_press, now, start_limit);
    const bool wall = attribution->wall_press.running &&
                      !stopwatch_reached(attribution->wall_press, now, WALL_PRESS_ANSWERED + 1);
    // Of two it is the later one: it has ended the goal of ours (C23), which was not answered till then.
    const bool wall_was_last = wall && stopwatch_elapsed(attribution->wall_press, now) <
                                           stopwatch_elapsed(attribution->our_press, now);
    if (ours && !wall_was_last) {
        run->mover = MOVER_APP;
        memcpy(run->key8, attribution->key8, KEY8_SIZE);
        memcpy(run->command8, attribution->command8, COMMAND8_SIZE);
        travel_learn_delay(travel, stopwatch_elapsed(attribution->our_press, now));
    } else if (wall) {
        run->mover = MOVER_WALL;
        travel_learn_delay(travel, stopwatch_elapsed(attribution->wall_press, now));
    }
    name_mover(attribution, run->mover, run->key8);
}

static enum way way_to(enum believed limit)
{
    return limit == BELIEVED_OPEN ? WAY_OPENING : WAY_CLOSING;
}

// Where nobody of ours is known to have pressed, the time tells a motor from a hand.
static enum mover unseen_mover(const struct run *run, enum believed to, millis took,
                               const struct travel *travel)
{
    const bool whole = is_limit(run->from) && is_limit(to) && run->from != to;
    if (!whole || travel_median(travel, way_to(to)) == 0) {
        return MOVER_UNKNOWN;
    }
    return travel_fits(travel, way_to(to), took) ? MOVER_FOB_OR_TIMER : MOVER_HAND;
}

static struct movement finish(struct attribution *attribution, enum believed to,
                              struct travel *travel, millis now)
{
    struct run *run = &attribution->run;
    struct movement movement = {.mover = run->mover,
                                .from = run->from,
                                .to = to,
                                .took = stopwatch_elapsed(run->began, now)};
    memcpy(movement.key8, run->key8, KEY8_SIZE);
    memcpy(movement.command8, run->command8, COMMAND8_SIZE);
    if (run->mover == MOVER_UNKNOWN) {
        movement.mover = unseen_mover(run, to, movement.took, travel);
    }
    movement.undisturbed =
        !run->disturbed && is_limit(run->from) && is_limit(to) && run->from != to;
    // A hand, or somebody unknown, teaches nothing about the motor.
    const bool by_motor = movement.mover != MOVER_HAND && movement.mover != MOVER_UNKNOWN;
    if (movement.undisturbed && by_motor) {
        travel_learn_run(travel, way_to(to), movement.took);
    }
    name_mover(attribution, movement.mover, movement.key8);
    *run = (struct run){.going = false};
    return movement;
}

static void forget_old_presses(struct attribution *attribution, millis now)
{
    stopwatch_hold(&attribution->our_press, now);
    stopwatch_hold(&attribution->wall_press, now);
    stopwatch_hold(&attribution->since_boot, now);
    stopwatch_hold(&attribution->run.began, now);
}

bool attribution_see(struct attribution *attribution, enum believed belief, struct travel *travel,
                     struct movement *out, millis now)
{
    const enum believed was = attribution->was;
    bool told = false;
    forget_old_presses(attribution, now);
    if (belief == BELIEVED_FAULT) {
        attribution->run.disturbed = true;
    }
    if (belief == was) {
        return false;
    }
    const bool arrived_unseen = was == BELIEVED_UNKNOWN && is_limit(belief) &&
                                !attribution->run.going &&
                                stopwatch_reached(attribution->since_boot, now, FIRST_LOOK);
    if (arrived_unseen) {
        attribution->run = (struct run){.going = true, .began = stopwatch_started(now)};
    }
    if (attribution->run.going && !is_movement(belief)) {
        *out = finish(attribution, belief, travel, now);
        told = true;
    } else if (is_limit(was) && is_movement(belief)) {
        begin(attribution, travel, now);
    }
    attribution->was = belief;
    return told;
}
