// The operator, the motor unit: what it makes of a press, a blocked beam, its own timer, a power cut.
//
// course is what it means to do, actual is what the chain does: between them lie its pre-warning,
// its soft stop and its pause between two directions. With all three 0 it answers as the operator of
// the planner's model does.
#ifndef GARAGE_MOTOR_UNIT_H
#define GARAGE_MOTOR_UNIT_H

#include "garage/button_circuit.h"
#include "garage/door_leaf.h"

struct motor_unit {
    uint64_t wait_until; // before this instant actual does not follow course
    uint64_t auto_close_at;
    uint64_t pressed_at; // the press before this one
    enum garage_motion course;
    enum garage_motion actual;
    enum garage_motion last;  // direction it remembers; STILL when it has forgotten
    enum garage_cause cause;  // of course
    enum garage_motion began; // the latest movement of the chain, and whose doing it was
    enum garage_cause began_by;
    uint32_t starts;     // how many there were
    uint32_t presses;    // that reached it, from whatever button
    bool past_eye;       // a held button makes it deaf to the photo-eye
    bool pressed_before; // pressed_at holds an instant
};

// What the operator stands in, in this millisecond.
struct motor_world {
    const struct garage_settings *settings;
    struct door_leaf *leaf;
    struct chance *chance;
    uint64_t now;
    bool beam_blocked; // or the photo-eye dead
};

// Still, where the leaf stands; it remembers how the door came to a limit, and nothing in between.
struct motor_unit motor_unit_still(uint32_t position);

// One press of the button or the fob, as the profile's table has it. A press that would close is
// refused while the beam is blocked; if the door was opening it stops.
void motor_unit_press(struct motor_unit *unit, const struct motor_world *world,
                      enum garage_cause cause);

// Something is in the way of the leaf: closing it reverses, opening it stops.
void motor_unit_obstructed(struct motor_unit *unit, const struct motor_world *world);

// Somebody has taken the door off the chain, or the power is gone: at once it is still.
void motor_unit_release(struct motor_unit *unit);
void motor_unit_power_lost(struct motor_unit *unit, const struct garage_settings *settings);
void motor_unit_power_back(struct motor_unit *unit, const struct motor_world *world);

// One millisecond, with what the button circuit has brought; moves the leaf.
void motor_unit_step(struct motor_unit *unit, const struct motor_world *world,
                     enum circuit_event event, enum garage_cause by);

// The first instant, not before now, at which it does something though nobody acts.
uint64_t motor_unit_due(const struct motor_unit *unit, uint64_t now);

#endif
