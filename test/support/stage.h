// The stage: the door floor and the simulated garage joined pin to pin in virtual time, and a small
// network floor above them that offers permits and keeps what must outlive the power.
//
//     struct stage stage;
//     const struct stage_settings settings = stage_usual(PROFILE_STOP_BOTH, SWITCHES_BOTH);
//     stage_begin(&stage, &settings);
//     stage_run(&stage, 1000);
//     CHECK_SAME(stage_ask(&stage, ACTION_OPEN), OUTCOME_DONE);
//     stage_until_idle(&stage, 60000);
//     CHECK_SAME(stage_ended(&stage), OUTCOME_DONE);
#ifndef TEST_SUPPORT_STAGE_H
#define TEST_SUPPORT_STAGE_H

#include "door/operator/door.h"
#include "garage/witness.h"

enum {
    STAGE_TOLD_MOST = 64
};

// What outlives the power, as the door's store would keep it.
struct stage_flash {
    bool lock_out;
    bool closing_mark;
    bool vacation_lock;
    bool device_permission;
    struct travel_record travel;
};

struct stage_settings {
    struct operator_settings door;
    struct garage_settings garage;
    struct stage_flash flash; // what it finds at its first start
    bool owner_allows;        // the roster's half of the permission
    millis start;             // the door's clock at each start
    millis tick;              // ms between two steps of the door floor, 1 to 5
    millis network;           // ms between two looks of the network floor
    uint64_t seed;
};

// An occurrence, and when it was told.
struct stage_told {
    uint64_t at;
    struct occurrence occurrence;
};

struct stage {
    struct stage_settings settings;
    struct garage garage;
    struct witness witness;
    struct door door;
    struct stage_flash flash;
    struct door_outputs outputs;
    uint64_t started_at; // the garage's clock when the door's began
    uint64_t ticked_at;
    uint64_t dead_until; // the controller alone is without power, or in a reset
    bool runs;           // the controller
    bool halted;         // its processor has stopped: no steps, the pins stay as they are
    bool unplugged;      // it is not there at all
    bool severed;        // its network floor has stopped: nothing is offered, taken or kept
    bool warning_dead;   // lamp or beeper is read back as dead
    bool answered;
    struct answer answer;                    // the last one
    struct stage_told told[STAGE_TOLD_MOST]; // the latest; number n stands at n modulo the size
    unsigned told_count;
    unsigned boots;
};

// An operator of that profile (PROFILE_UNKNOWN: a two-step one) in a garage where everything is
// fitted and permitted, with exact times and learned runs, the door closed and the clock at 0.
struct stage_settings stage_usual(enum operator_profile profile, enum limit_switches switches);

// Eight runs each way of so many ms, and eight delays of 100 ms.
struct travel_record stage_learned(uint32_t opening, uint32_t closing);

// The mains are switched on.
void stage_begin(struct stage *stage, const struct stage_settings *settings);

// One millisecond.
void stage_step(struct stage *stage);
void stage_run(struct stage *stage, uint64_t ms);

// Leaps over time in which neither the garage nor the door has anything to do. At most so many ms;
// gives how many it was, 0 where something is going on. The door's clock goes on, its steps do not.
MUST_USE uint64_t stage_leap(struct stage *stage, uint64_t most);

// Offers a permit as the guard would, its closing mark on flash first (C5). False: the one before
// has not been answered yet, or nobody is there.
MUST_USE bool stage_offer(struct stage *stage, enum action action, uint8_t argument);
MUST_USE bool stage_offer_permit(struct stage *stage, const struct permit *permit);
struct permit stage_permit(const struct stage *stage, enum action action, uint8_t argument);

// Offers it and runs until it is answered: the answer's outcome.
enum outcome stage_ask(struct stage *stage, enum action action);
enum outcome stage_ask_with(struct stage *stage, enum action action, uint8_t argument);

// Each runs until it is so, at most so many ms, and says whether it came about.
MUST_USE bool stage_until_idle(struct stage *stage, uint64_t most); // no goal, nothing moves
MUST_USE bool stage_until_goal_ends(struct stage *stage, uint64_t most);
MUST_USE bool stage_until_press(struct stage *stage, uint64_t most); // the relay's pin rises
MUST_USE bool stage_until_moving(struct stage *stage, uint64_t most);
MUST_USE bool stage_until_state(struct stage *stage, enum door_state state, uint64_t most);

// What somebody does.
void stage_act(struct stage *stage, const struct garage_action *action);
void stage_wall(struct stage *stage);   // 250 ms
void stage_device(struct stage *stage); // 250 ms
void stage_hold_device(struct stage *stage, uint32_t ms);
void stage_fob(struct stage *stage);
void stage_hand(struct stage *stage, uint32_t permille);
void stage_block(struct stage *stage, bool blocked); // the beam, by a car
void stage_switch(struct stage *stage, enum garage_limit limit,
                  enum garage_switch_condition condition);
void stage_cut_mains(struct stage *stage, uint32_t lasting);
void stage_reset(struct stage *stage, uint64_t lasting); // of the controller alone

// The door's clock now.
millis stage_clock(const struct stage *stage);
const struct door_snapshot *stage_snapshot(const struct stage *stage);
uint32_t stage_permille(const struct stage *stage);
enum garage_motion stage_motion(const struct stage *stage);
uint32_t stage_presses(const struct stage *stage); // of the relay, so far

// The latest occurrence of its kind; one full of zeroes when there was none.
struct occurrence stage_last(const struct stage *stage, enum what what);
unsigned stage_count(const struct stage *stage, enum what what);
// How the latest goal ended.
enum outcome stage_ended(const struct stage *stage);

// Brings it to a known place by hand at the wall button: closed or open, proven and still.
void stage_bring(struct stage *stage, enum door_state limit);

#endif
