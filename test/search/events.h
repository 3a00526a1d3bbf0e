// What can happen in a world in one tick, and in which worlds: garage, operator, options.
#ifndef TEST_SEARCH_EVENTS_H
#define TEST_SEARCH_EVENTS_H

#include "test/search/world.h"

struct search_config {
    char name[64];                 // "stop-both/2/perm/recover on two-step"
    enum operator_profile profile; // what the planner believes of the operator
    struct planner_rules rules;
    bool permission;
    struct operator_reactions operator_reactions; // what the operator really is
    uint8_t faults;
    uint8_t commands;
    uint32_t events; // bit set of enum event
};

enum event {
    EVENT_NOTHING,
    // Each of these costs a fault.
    EVENT_FOB,
    EVENT_WALL,
    EVENT_MISS,     // our press, if there is one now, is not heard
    EVENT_DOUBLE,   // it is heard twice
    EVENT_OBSTRUCT, // the operator feels something: reverses while closing, stops while opening
    EVENT_HAND_UP,
    EVENT_HAND_DOWN,
    EVENT_REBOOT, // of the controller alone
    EVENT_MAINS,  // a power cut: operator and controller
    EVENT_CLOSED_STICKS_AT_LIMIT,
    EVENT_CLOSED_STICKS_AWAY,
    EVENT_OPEN_STICKS_AT_LIMIT,
    EVENT_OPEN_STICKS_AWAY,
    EVENT_BEAM, // blocked from now on
    // Each of these costs a command.
    EVENT_COMMAND_OPEN,
    EVENT_COMMAND_CLOSE,
    EVENT_COMMAND_STOP,
    EVENT_COMMAND_VENT,
    EVENT_LOCK, // the vacation lock, from now on
    // A command and, in the same instant, something else: costs both.
    EVENT_OPEN_AND_FOB,
    EVENT_CLOSE_AND_FOB,
    EVENT_STOP_AND_FOB,
    EVENT_VENT_AND_FOB,
    EVENT_OPEN_UNMARKED, // its closing mark was thought not to be needed
    EVENT_CLOSE_UNMARKED,
    EVENT_STOP_UNMARKED,
    EVENT_COUNT
};

struct event_row {
    const char *name; // as planner_model.py writes it
    uint8_t faults;   // what it costs
    uint8_t commands;
    bool presses_the_operator; // not by our relay
    bool unmarked;             // the command comes without its closing mark
    enum goal command;
};

const struct event_row *event_row(enum event event);

// The event of that name; EVENT_COUNT when there is none.
enum event event_named(const char *name);

// The event can happen in this world.
MUST_USE bool event_possible(const struct search_config *config, const struct world *world,
                             enum event event);

// What the event itself does, before the planner looks: changes the world, and gives what may become
// of its motion (1 or 2 outcomes).
unsigned event_happens(const struct search_config *config, struct world *world, enum event event,
                       struct motion_outcome outcomes[2]);

MUST_USE bool config_has_open_switch(const struct search_config *config);
MUST_USE bool config_has_closed_switch(const struct search_config *config);

// The configuration of that name, with the search's times; false for a name that is none.
MUST_USE bool config_named(const char *name, struct search_config *out);

// The configuration of these parts.
struct search_config config_of(enum operator_profile profile, enum limit_switches switches,
                               bool permission, bool recover,
                               const struct operator_reactions *operator_reactions);

// The operators there are, in the order of enum operator_profile from PROFILE_REV_CLOSING on.
enum {
    OPERATORS_COUNT = 6
};
const struct operator_reactions *operator_reactions_of(unsigned index);

#endif
