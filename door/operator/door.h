// The door floor: one step of a few microseconds, at least every 5 ms, that waits for nothing.
//
// Inputs are values, outputs are values. What outlives a power cut is handed in at the start
// (struct door_memory) and read back from the snapshot by the network floor, which keeps it.
#ifndef DOOR_OPERATOR_DOOR_H
#define DOOR_OPERATOR_DOOR_H

#include "base/stopwatch.h"
#include "door/operator/attribution.h"
#include "door/operator/contact.h"
#include "door/operator/limits.h"
#include "door/operator/mailbox.h"
#include "door/operator/photo_eye.h"
#include "door/operator/planner.h"
#include "door/operator/pulse.h"
#include "door/operator/travel.h"
#include "door/operator/warning.h"
#include "protocol/operator_settings.h"

// The levels of the pins; one that is not fitted is not looked at.
struct door_inputs {
    bool open_switch;   // reed closed: at the limit (C11)
    bool closed_switch; // reed closed: at the limit
    bool wall_button;   // pressed
    bool device_button; // pressed
    bool photo_eye;     // changes all the time while the beam is clear; silence is obstructed (C13)
    bool warning_dead;  // lamp or beeper read back as dead (C26); false where not read back
};

struct door_outputs {
    bool relay;
    bool lamp;
    bool beeper;
};

// What the door knew before the power went.
struct door_memory {
    bool lock_out; // or a closing mark without its end: the caller hands that in as lock-out
    bool vacation_lock;
    bool device_permission; // of these very settings
    struct travel_record travel;
};

// The goal that runs, for its result (C20).
struct pursuit {
    struct permit permit;
    enum door_state before;
    millis age_before;
    struct stopwatch running;
};

// How long ago the owner tested reversal on a board, in days of uptime (C29).
struct board_test {
    struct stopwatch day;
    uint8_t days;
};

enum {
    TICK_LATE = 100,     // ms between two steps: no warning keeps its rhythm over that
    DEVICE_HOLD = 3000,  // ms: held so long, the button on the device gives its half of permission
    BOARD_TEST_DAYS = 30 // then the owner is asked to test again
};

struct door {
    struct operator_settings settings;
    struct mailbox mailbox;
    struct limits limits;
    struct contact wall;
    struct contact device;
    struct photo_eye photo_eye;
    struct planner planner;
    struct pulse pulse;
    struct travel travel;
    struct attribution attribution;
    struct stopwatch ticked; // since the last step
    struct stopwatch identify;
    struct stopwatch device_held; // the button on the device is down since
    struct board_test board_test;
    struct pursuit pursuit;
    uint16_t sequence;
    enum door_state state;
    struct stopwatch in_state;
    bool stopped_by_us;
    bool lock_out_told;
    bool fault_told;
    bool vacation_lock;
    bool device_permission;
};

// Settings and memory are copied; settings that are not sound become those of a mere monitor.
// Nothing moves: the door is UNKNOWN until a limit switch speaks (C4).
void door_init(struct door *door, const struct operator_settings *settings,
               const struct door_memory *memory, millis now);

// One step. The caller leaves at most 5 ms between two; after more than TICK_LATE a warning begins
// anew.
struct door_outputs door_tick(struct door *door, const struct door_inputs *inputs, millis now);

// Whether a permit for this action, at a door that looks like this, may lead to a closing press, so
// that the closing mark has to be on flash before it is handed down (C5). Errs to the safe side.
MUST_USE bool door_needs_closing_mark(const struct operator_settings *settings,
                                      const struct door_snapshot *snapshot, enum action action);

// What has been learned and is worth keeping.
struct travel_record door_travel(const struct door *door);

#endif
