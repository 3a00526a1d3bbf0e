// The simulated garage: a door, its operator, switches, a photo-eye, people, a cat and the mains,
// as a value in the caller's memory (safety.md, section 10).
//
// It lives in virtual time, one millisecond a step, and does not know the clock; a caller who shows
// it to somebody makes a step each real millisecond. Nothing in it is random but what its seed
// says: the same seed, actions and pins bring back the same day. It holds no pointers, so a copy of
// it is another garage in the same state.
//
//     struct garage garage;
//     garage_init(&garage, &settings, seed);
//     for (;;) {
//         garage_act(&garage, &action);         // whenever somebody does something
//         garage_step(&garage, pins);           // what the controller drives
//         levels = garage_levels(&garage);      // what the controller reads
//         witness_watch(&witness, &garage);     // garage/witness.h: what an onlooker notes
//     }
#ifndef GARAGE_GARAGE_H
#define GARAGE_GARAGE_H

#include "base/must_use.h"
#include "garage/beam.h"
#include "garage/limit_switch.h"
#include "garage/motor_unit.h"
#include "garage/relay_driver.h"
#include "garage/rhythm.h"

// What the controller drives.
struct garage_pins {
    bool relay;
    bool lamp;
    bool beeper; // gate of a tone of 2 to 3 kHz
};

// What the controller reads; all false while the mains are off.
struct garage_levels {
    bool open_switch;   // true: at the open limit; false also where it is not fitted
    bool closed_switch; // true: at the closed limit
    bool wall_button;   // true while pressed; the same button is wired to the operator
    bool device_button; // true while pressed; wired to nothing else
    bool photo_eye;     // toggles while the beam is clear; constant: blocked, dead or not fitted
};

enum garage_limit {
    GARAGE_OPEN_LIMIT,
    GARAGE_CLOSED_LIMIT
};

// What somebody or something does; in brackets the members that say more.
enum garage_doing {
    GARAGE_FOB,          // the fob is pressed once
    GARAGE_WALL,         // the wall button is pressed (lasting)
    GARAGE_DEVICE,       // the button on the controller is pressed (lasting)
    GARAGE_HAND,         // emergency release, pushed by hand, put back on the chain (permille)
    GARAGE_VISIT,        // a guest enters or clears the beam (guest, lasting; 0: until it clears)
    GARAGE_OBSTRUCT,     // something else stops the leaf, in this instant
    GARAGE_EYE_DIES,     // the photo-eye
    GARAGE_EYE_RECOVERS, //
    GARAGE_MAINS_OFF,    // for operator and controller (lasting; 0: until it is switched on)
    GARAGE_MAINS_ON,     //
    GARAGE_SWITCH,       // a switch breaks or is mended (limit, condition)
    GARAGE_CHATTER,      // wind at a switch (limit, lasting)
    GARAGE_LOSE_PRESS,   // the next press of relay or wall button does nothing
    GARAGE_DOUBLE_PRESS  // the next one is taken for two
};

enum {
    GARAGE_DOINGS = GARAGE_DOUBLE_PRESS + 1
};

struct garage_action {
    enum garage_doing doing;
    uint32_t lasting;  // ms
    uint32_t permille; // 0 closed, 1000 open
    enum garage_guest guest;
    enum garage_limit limit;
    enum garage_switch_condition condition;
};

// What is really so; nobody in the garage but the onlooker knows it.
struct garage_truth {
    uint64_t now;        // ms since the beginning
    uint64_t started_at; // of the latest movement
    uint64_t sound;      // ms the beeper has kept its rhythm without a break (garage/rhythm.h)
    uint64_t lamp;       // the same of the lamp
    uint64_t warned;     // the same of both at once: the shorter of the two
    uint32_t permille;   // 0 closed, 1000 open; rounded down
    uint32_t starts;     // movements so far; a change of direction begins another
    uint32_t touches;    // how often the leaf came down upon a guest
    enum garage_motion motion;
    enum garage_motion last_motion; // of the latest movement; STILL before the first
    enum garage_cause cause;        // of the latest movement
    struct garage_pins pins;        // as they arrived: low without power
    bool contact;                   // of the relay, behind its hardware timer
    bool beam_blocked;              // or the eye dead
    bool powered;
};

struct garage {
    struct garage_settings settings;
    uint64_t now;
    uint64_t mains_back_at;
    uint64_t wall_until;
    uint64_t device_until;
    uint64_t started_at;
    struct chance chance;
    struct door_leaf leaf;
    struct button_circuit circuit;
    struct motor_unit unit;
    struct limit_switch open_switch;
    struct limit_switch closed_switch;
    struct beam beam;
    struct relay_driver relay;
    struct rhythm sound;
    struct rhythm lamp;
    struct garage_pins pins;
    uint32_t hand_target;
    uint32_t hand_starts;
    uint32_t starts;
    uint32_t touches;
    enum garage_motion motion;
    enum garage_motion last_motion;
    enum garage_cause cause;
    bool powered;
    bool disturbed; // somebody has acted since the latest step
    bool by_hand;   // off the chain
    bool wall;
    bool device;
};

// A garage at rest, powered, as the settings say; their ranges are insisted on.
void garage_init(struct garage *garage, const struct garage_settings *settings, uint64_t seed);

// Somebody does something, between two steps. A fob acts at once and is lost without power; while
// the door is off the chain the operator answers nothing. A press of so many milliseconds is seen
// in so many steps.
void garage_act(struct garage *garage, const struct garage_action *action);

// Exactly one millisecond passes with the pins as given.
void garage_step(struct garage *garage, struct garage_pins pins);

// The same as up to count steps, count at least 1. Where nothing moves and nothing is due it leaps,
// and stops before the step in which something may happen; otherwise it makes one step. Returns
// how many milliseconds have passed. The photo-eye toggles all the while.
MUST_USE uint64_t garage_step_many(struct garage *garage, struct garage_pins pins, uint64_t count);

struct garage_levels garage_levels(const struct garage *garage);
struct garage_truth garage_truth(const struct garage *garage);

// The mains are on, for operator and controller.
bool garage_powered(const struct garage *garage);

#endif
