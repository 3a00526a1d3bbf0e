// The two wires from the button to the operator. Relay and wall button lie across them side by side:
// presses that overlap are one press. What the operator takes for a press is decided here.
#ifndef GARAGE_BUTTON_CIRCUIT_H
#define GARAGE_BUTTON_CIRCUIT_H

#include "garage/motion.h"
#include "garage/settings.h"

// What closes the circuit.
struct contacts {
    bool relay;
    bool wall;
};

enum circuit_event {
    CIRCUIT_QUIET,
    CIRCUIT_PRESS,   // a press is recognised; by says whose
    CIRCUIT_HELD,    // it has become longer than the longest press
    CIRCUIT_RELEASED // a press that was held is over
};

struct button_circuit {
    uint64_t relay_since; // last instant at which it was open
    uint64_t wall_since;
    uint64_t closed_since;
    uint64_t second_at; // the second half of a doubled press
    enum garage_cause by;
    enum garage_cause second_by;
    bool relay_closed;
    bool wall_closed;
    bool answered; // this closing has been recognised, or lost
    bool held;
    bool lose_next;
    bool double_next;
};

struct button_circuit button_circuit_open(void);

// The power is gone: what was pressed is forgotten; a contact that stays closed is a new press when
// the power is back.
void button_circuit_cut(struct button_circuit *circuit);

// One millisecond. Of two contacts that are closed when a press is recognised, it is the press of
// the one that closed first; of both at once, the relay's.
enum circuit_event button_circuit_step(struct button_circuit *circuit,
                                       const struct garage_settings *settings,
                                       struct contacts contacts, uint64_t now);

#endif
