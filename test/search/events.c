#include "test/search/events.h"

#include <string.h>

static const struct event_row rows[EVENT_COUNT] = {
    [EVENT_NOTHING] = {.name = "-"},
    [EVENT_FOB] = {.name = "fob", .faults = 1, .presses_the_operator = true},
    [EVENT_WALL] = {.name = "wall", .faults = 1, .presses_the_operator = true},
    [EVENT_MISS] = {.name = "miss", .faults = 1},
    [EVENT_DOUBLE] = {.name = "double", .faults = 1},
    [EVENT_OBSTRUCT] = {.name = "obst", .faults = 1},
    [EVENT_HAND_UP] = {.name = "handup", .faults = 1},
    [EVENT_HAND_DOWN] = {.name = "handdn", .faults = 1},
    [EVENT_REBOOT] = {.name = "reboot", .faults = 1},
    [EVENT_MAINS] = {.name = "mains", .faults = 1},
    [EVENT_CLOSED_STICKS_AT_LIMIT] = {.name = "c1", .faults = 1},
    [EVENT_CLOSED_STICKS_AWAY] = {.name = "c0", .faults = 1},
    [EVENT_OPEN_STICKS_AT_LIMIT] = {.name = "o1", .faults = 1},
    [EVENT_OPEN_STICKS_AWAY] = {.name = "o0", .faults = 1},
    [EVENT_BEAM] = {.name = "beam", .faults = 1},
    [EVENT_COMMAND_OPEN] = {.name = "OPEN", .commands = 1, .command = GOAL_OPEN},
    [EVENT_COMMAND_CLOSE] = {.name = "CLOSE", .commands = 1, .command = GOAL_CLOSE},
    [EVENT_COMMAND_STOP] = {.name = "STOP", .commands = 1, .command = GOAL_STOP},
    [EVENT_COMMAND_VENT] = {.name = "VENT", .commands = 1, .command = GOAL_VENT},
    [EVENT_LOCK] = {.name = "LOCK", .commands = 1},
    [EVENT_OPEN_AND_FOB] = {"OPEN+fob", 1, 1, true, false, GOAL_OPEN},
    [EVENT_CLOSE_AND_FOB] = {"CLOSE+fob", 1, 1, true, false, GOAL_CLOSE},
    [EVENT_STOP_AND_FOB] = {"STOP+fob", 1, 1, true, false, GOAL_STOP},
    [EVENT_VENT_AND_FOB] = {"VENT+fob", 1, 1, true, false, GOAL_VENT},
    [EVENT_OPEN_UNMARKED] = {"OPEN-unmarked", 1, 1, false, true, GOAL_OPEN},
    [EVENT_CLOSE_UNMARKED] = {"CLOSE-unmarked", 1, 1, false, true, GOAL_CLOSE},
    [EVENT_STOP_UNMARKED] = {"STOP-unmarked", 1, 1, false, true, GOAL_STOP},
};

const struct event_row *event_row(enum event event)
{
    return &rows[event];
}

enum event event_named(const char *name)
{
    unsigned at = 0;
    while (at < EVENT_COUNT && strcmp(rows[at].name, name) != 0) {
        at++;
    }
    return (enum event)at;
}

bool config_has_open_switch(const struct search_config *config)
{
    return config->rules.switches != SWITCHES_CLOSED_ONLY;
}

bool config_has_closed_switch(const struct search_config *config)
{
    return config->rules.switches != SWITCHES_OPEN_ONLY;
}

static bool sticks_closed(enum event event)
{
    return event == EVENT_CLOSED_STICKS_AT_LIMIT || event == EVENT_CLOSED_STICKS_AWAY;
}

static bool sticks_open(enum event event)
{
    return event == EVENT_OPEN_STICKS_AT_LIMIT || event == EVENT_OPEN_STICKS_AWAY;
}

static bool makes_a_difference(const struct search_config *config, const struct world *world,
                               enum event event)
{
    if (event == EVENT_OBSTRUCT) {
        return world->motion != STANDS;
    }
    if (event == EVENT_HAND_UP || event == EVENT_HAND_DOWN) {
        return world->motion == STANDS;
    }
    if (sticks_closed(event)) {
        return config_has_closed_switch(config) && world->closed_switch == NOT_STUCK;
    }
    if (sticks_open(event)) {
        return config_has_open_switch(config) && world->open_switch == NOT_STUCK;
    }
    if (event == EVENT_BEAM) {
        return !world->beam_blocked;
    }
    return event != EVENT_LOCK || !world->vacation_lock;
}

bool event_possible(const struct search_config *config, const struct world *world, enum event event)
{
    return (config->events >> event & 1U) != 0 && world->faults_left >= rows[event].faults &&
           world->commands_left >= rows[event].commands && makes_a_difference(config, world, event);
}

static void move_by_hand(struct world *world, enum event event)
{
    if (event == EVENT_HAND_UP && world->position < WORLD_TOP) {
        world->position++;
    } else if (event == EVENT_HAND_DOWN && world->position > 0) {
        world->position--;
    }
}

static void change_fittings(struct world *world, enum event event)
{
    if (sticks_closed(event)) {
        const bool at_limit = event == EVENT_CLOSED_STICKS_AT_LIMIT;
        world->closed_switch = at_limit ? STUCK_AT_LIMIT : STUCK_AWAY;
    } else if (sticks_open(event)) {
        const bool at_limit = event == EVENT_OPEN_STICKS_AT_LIMIT;
        world->open_switch = at_limit ? STUCK_AT_LIMIT : STUCK_AWAY;
    } else if (event == EVENT_BEAM) {
        world->beam_blocked = true;
    } else if (event == EVENT_LOCK) {
        world->vacation_lock = true;
    }
}

unsigned event_happens(const struct search_config *config, struct world *world, enum event event,
                       struct motion_outcome outcomes[2])
{
    const struct motion_outcome now = {world->motion, world->last};
    outcomes[0] = now;
    if (event == EVENT_WALL) {
        world->sinks_for_us = false; // somebody who stands there has taken over
    }
    if (rows[event].presses_the_operator) {
        return world_press(&config->operator_reactions, world->position, now, outcomes);
    }
    if (event == EVENT_OBSTRUCT) {
        const bool closing = world->motion == SINKS;
        outcomes[0] = (struct motion_outcome){closing ? RISES : STANDS, LAST_UP};
    } else if (event == EVENT_MAINS) {
        outcomes[0] = (struct motion_outcome){STANDS, LAST_FORGOTTEN};
    }
    move_by_hand(world, event);
    change_fittings(world, event);
    return 1;
}
