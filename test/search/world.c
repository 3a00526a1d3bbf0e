#include "test/search/world.h"

enum {
    MOST_IN_PHASE = 2 * WORLD_TOP + 6, // still and travel_limit
    MOST_SINCE_PRESS = WORLD_TOP + 3,  // travel_limit, and one more
    MOST_WARNED = WORLD_TOP + 4,       // more than since_press
    MOST_MOVED = WORLD_TOP + 3,        // travel_limit, and one more
    MOST_QUIET = WORLD_TOP + 3         // still
};

struct packer {
    uint64_t bits;
    unsigned used;
};

static void put(struct packer *packer, uint64_t value, unsigned bits)
{
    packer->bits |= value << packer->used;
    packer->used += bits;
}

static uint64_t take(struct packer *packer, unsigned bits)
{
    const uint64_t value = packer->bits >> packer->used & ((UINT64_C(1) << bits) - 1);
    packer->used += bits;
    return value;
}

// Times beyond what the planner compares them with are all the same.
static void put_stopwatch(struct packer *packer, struct stopwatch watch, millis most)
{
    const millis elapsed = stopwatch_elapsed(watch, WORLD_NOW);
    put(packer, watch.running ? 1 : 0, 1);
    put(packer, elapsed > most ? most : elapsed, 4);
}

static struct stopwatch take_stopwatch(struct packer *packer)
{
    const bool running = take(packer, 1) != 0;
    const millis elapsed = (millis)take(packer, 4);
    return running ? stopwatch_started(WORLD_NOW - elapsed) : stopwatch_stopped();
}

static void put_planner(struct packer *packer, const struct planner *planner)
{
    put(packer, planner->goal, 3);
    put(packer, planner->phase, 3);
    put_stopwatch(packer, planner->in_phase, MOST_IN_PHASE);
    put_stopwatch(packer, planner->since_press, MOST_SINCE_PRESS);
    put_stopwatch(packer, planner->warning, MOST_WARNED);
    put(packer, planner->presses, 2);
    put(packer, planner->closing_mark, 1);
    put(packer, planner->press_unanswered, 1);
    put(packer, planner->blind_close, 1);
    put(packer, planner->lock_out, 1);
    put(packer, planner->belief.is, 3);
    // The age of a belief counts only while the door moves.
    put_stopwatch(packer, planner->belief.since,
                  belief_is_moving(&planner->belief) ? MOST_MOVED : 0);
    put_stopwatch(packer, planner->belief.quiet, MOST_QUIET);
    put(packer, planner->belief.ours, 1);
}

static struct planner take_planner(struct packer *packer)
{
    struct planner planner = {.goal = (enum goal)take(packer, 3)};
    planner.phase = (enum phase)take(packer, 3);
    planner.in_phase = take_stopwatch(packer);
    planner.since_press = take_stopwatch(packer);
    planner.warning = take_stopwatch(packer);
    planner.presses = (uint8_t)take(packer, 2);
    planner.closing_mark = take(packer, 1) != 0;
    planner.press_unanswered = take(packer, 1) != 0;
    planner.blind_close = take(packer, 1) != 0;
    planner.lock_out = take(packer, 1) != 0;
    planner.belief.is = (enum believed)take(packer, 3);
    planner.belief.since = take_stopwatch(packer);
    planner.belief.quiet = take_stopwatch(packer);
    planner.belief.ours = take(packer, 1) != 0;
    return planner;
}

uint64_t world_pack(const struct world *world)
{
    struct packer packer = {0, 0};
    put_planner(&packer, &world->planner);
    put(&packer, world->position, 2);
    put(&packer, world->motion, 2);
    put(&packer, world->last, 2);
    put(&packer, world->closed_switch, 2);
    put(&packer, world->open_switch, 2);
    put(&packer, world->beam_blocked, 1);
    put(&packer, world->vacation_lock, 1);
    put(&packer, world->mark_on_flash, 1);
    put(&packer, world->press_unseen, 1);
    put(&packer, world->sinks_for_us, 1);
    put(&packer, world->faults_left, 3);
    put(&packer, world->commands_left, 2);
    return packer.bits;
}

struct world world_unpack(uint64_t packed)
{
    struct packer packer = {packed, 0};
    struct world world = {.planner = take_planner(&packer)};
    world.position = (uint8_t)take(&packer, 2);
    world.motion = (enum motion)take(&packer, 2);
    world.last = (enum memory)take(&packer, 2);
    world.closed_switch = (enum stuck)take(&packer, 2);
    world.open_switch = (enum stuck)take(&packer, 2);
    world.beam_blocked = take(&packer, 1) != 0;
    world.vacation_lock = take(&packer, 1) != 0;
    world.mark_on_flash = take(&packer, 1) != 0;
    world.press_unseen = take(&packer, 1) != 0;
    world.sinks_for_us = take(&packer, 1) != 0;
    world.faults_left = (uint8_t)take(&packer, 3);
    world.commands_left = (uint8_t)take(&packer, 2);
    return world;
}

static const struct motion_outcome upwards = {RISES, LAST_UP};
static const struct motion_outcome downwards = {SINKS, LAST_DOWN};

static struct motion_outcome pressed_while_moving(char reaction, struct motion_outcome before)
{
    if (reaction == 'S') {
        return (struct motion_outcome){STANDS, before.motion == RISES ? LAST_UP : LAST_DOWN};
    }
    if (reaction == 'R') {
        return before.motion == RISES ? downwards : upwards;
    }
    return before; // ignored
}

static unsigned pressed_midway(const struct operator_reactions *operator_reactions,
                               enum memory last, struct motion_outcome outcomes[2])
{
    outcomes[0] = upwards;
    if (operator_reactions->stopped == 'U') {
        return 1;
    }
    if (last == LAST_FORGOTTEN) {
        outcomes[1] = downwards;
        return 2;
    }
    if (operator_reactions->stopped == 'C' || last == LAST_UP) {
        outcomes[0] = downwards;
    }
    return 1;
}

unsigned world_press(const struct operator_reactions *operator_reactions, uint8_t position,
                     struct motion_outcome before, struct motion_outcome outcomes[2])
{
    if (before.motion != STANDS) {
        char reaction = operator_reactions->closing;
        if (before.motion == RISES) {
            reaction = operator_reactions->opening;
        }
        outcomes[0] = pressed_while_moving(reaction, before);
        return 1;
    }
    if (position == 0) {
        outcomes[0] = upwards;
        return 1;
    }
    if (position == WORLD_TOP) {
        outcomes[0] = operator_reactions->closes_when_open ? downwards : before;
        return 1;
    }
    return pressed_midway(operator_reactions, before.last, outcomes);
}

void world_move(struct world *world)
{
    if (world->motion == RISES) {
        world->last = LAST_UP;
        world->position++;
        if (world->position >= WORLD_TOP) {
            world->position = WORLD_TOP;
            world->motion = STANDS;
        }
    } else if (world->motion == SINKS) {
        world->last = LAST_DOWN;
        if (world->position > 0) {
            world->position--;
        }
        if (world->position == 0) {
            world->motion = STANDS;
        }
    }
    if (world->motion != SINKS) {
        world->sinks_for_us = false;
    }
}
