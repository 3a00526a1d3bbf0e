// An onlooker in the simulated garage, who sees the pins and the truth in every step and counts.
// Tests of the door's safety claims (C1, C2, C4, C6, C25) read its notes.
//
// It believes nobody: what it notes comes from the garage alone, never from the controller.
#ifndef GARAGE_WITNESS_H
#define GARAGE_WITNESS_H

#include "garage/garage.h"

enum {
    WITNESS_WARNING_LEAST = 5000, // ms before a closing press (16 CFR 1211.14(c))
    WITNESS_CLOSINGS_KEPT = 16
};

// A closing movement that the relay started.
struct witness_closing {
    uint64_t pressed_at;    // the relay's contact closed
    uint64_t started_at;    // the door began to move
    uint64_t warned_before; // ms of unbroken warning when the contact closed; less when the warning
                            // was broken between contact and movement
    bool warned_throughout; // so far, or until the movement was over
};

struct witness {
    // The relay, at the controller's pin; times in ms. shortest is UINT64_MAX before there was one.
    uint32_t relay_edges;
    uint32_t relay_presses;
    uint64_t shortest_pulse;
    uint64_t longest_pulse;
    uint64_t shortest_gap; // from the end of a pulse to the next
    uint32_t cut_off;      // pulses that the hardware timer had to end

    // Presses and goals, for callers who say when somebody has asked (witness_asked).
    uint32_t presses_unasked;  // presses while nobody had
    uint32_t most_presses;     // for one asking
    uint32_t presses_for_this; // for the present asking
    bool asked;

    // Movements by who caused them; a change of direction begins another.
    uint32_t openings[GARAGE_CAUSES];
    uint32_t closings[GARAGE_CAUSES];
    uint32_t moved_unasked; // steps in which the door moved and nobody had started it

    // Closing movements that the relay started: closings[GARAGE_BY_RELAY] of them.
    uint64_t shortest_warning; // before any of them; UINT64_MAX before there was one
    uint32_t unwarned;         // with less than WITNESS_WARNING_LEAST before
    uint32_t warning_broken;   // the warning did not last until the movement was over
    struct witness_closing kept[WITNESS_CLOSINGS_KEPT]; // number n stands at n modulo the size

    uint32_t touches; // of a guest by the leaf

    // What it remembers of the step before.
    struct garage_truth before;
    uint64_t pulse_began;
    uint64_t pulse_ended;
    uint64_t contact_at;
    uint64_t warned_at_contact;
    bool closing_ours;
};

// Begins to watch a garage as it stands.
void witness_init(struct witness *witness, const struct garage *garage);

// After every garage_step or garage_step_many. Stops at nothing and changes nothing in the garage.
void witness_watch(struct witness *witness, const struct garage *garage);

// Somebody has given the controller something to do: from now on presses are due to it.
void witness_asked(struct witness *witness);

// The controller has said how that ended: another press would be unasked.
void witness_answered(struct witness *witness);

// The latest closing movement that the relay started; NULL when there was none.
const struct witness_closing *witness_last_closing(const struct witness *witness);

#endif
