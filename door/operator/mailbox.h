// Where the two floors meet: permits go down one at a time, answers, occurrences and a snapshot of
// the door come up. Plain copies; the caller sees to it that the floors do not run at once
// (board_floor_enter, board_floor_leave).
#ifndef DOOR_OPERATOR_MAILBOX_H
#define DOOR_OPERATOR_MAILBOX_H

#include "base/must_use.h"
#include "base/stopwatch.h"
#include "door/operator/permit.h"

// How a state is known (C10).
enum ground {
    GROUND_UNKNOWN = 0,
    GROUND_INFERRED = 1,
    GROUND_PROVEN = 2
};

// Who moves the door, or moved it last, as far as it is known (C15).
enum mover {
    MOVER_UNKNOWN = 0,
    MOVER_APP = 1, // a permit; its key names the person
    MOVER_WALL = 2,
    MOVER_FOB_OR_TIMER = 3,
    MOVER_HAND = 4
};

// The door as the network floor sees it.
struct door_snapshot {
    uint16_t sequence;
    enum door_state state;
    uint8_t position; // 0 to 100, or POSITION_UNKNOWN
    uint8_t flags;    // EPOCH_OBSTRUCTED and so on
    enum ground ground;
    millis age; // of the state, at most STOPWATCH_MOST
    enum mover mover;
    uint8_t mover_key8[KEY8_SIZE]; // zeroes unless mover is MOVER_APP
    bool busy;                     // a goal is being pursued: its closing mark has to stay
    bool lock_out;                 // to be kept on flash (C21)
    bool vacation_lock;            // to be kept on flash (C24)
    bool device_permission;        // the device's half of the permission, to be kept on flash (C29)
    bool board_test_due;           // 30 days since the owner tested reversal on a board (C29)
    uint8_t warning_left;          // whole seconds of warning until the press; 0: none runs
};

// Why a goal was refused or how it ended: finer than protocol.md's results, for the local log (C20).
enum outcome {
    OUTCOME_NONE = 0,
    OUTCOME_DONE,
    OUTCOME_ALREADY,
    OUTCOME_LEFT_CLOSED,
    OUTCOME_STILL,
    OUTCOME_STOPPED,
    OUTCOME_STOPPED_NOT_OPEN,
    OUTCOME_UNVERIFIED,
    OUTCOME_REVERSED,
    OUTCOME_REPLACED,
    OUTCOME_OVERTAKEN,
    OUTCOME_CANCELLED,
    OUTCOME_CANCELLED_MOVED,
    OUTCOME_CANCELLED_OBSTRUCTED,
    OUTCOME_FAILED_FAULT,
    OUTCOME_FAILED_NO_START,
    OUTCOME_FAILED_OPEN,
    OUTCOME_FAILED_CLOSED,
    OUTCOME_FAILED_LIMIT,
    OUTCOME_FAILED_LOST,
    OUTCOME_REFUSED_FAULT,
    OUTCOME_REFUSED_PERMISSION,
    OUTCOME_REFUSED_LOCKED,
    OUTCOME_REFUSED_OBSTRUCTED,
    OUTCOME_REFUSED_UNKNOWN,
    OUTCOME_REFUSED_PROFILE,
    OUTCOME_REFUSED_NOT_OURS,
    OUTCOME_REFUSED_TOO_LATE,
    OUTCOME_REFUSED_BUSY
};

// The operator's word on one permit.
struct answer {
    uint8_t key8[KEY8_SIZE];
    uint8_t command8[COMMAND8_SIZE];
    enum action action;
    enum outcome outcome; // why, finer than result: for the local log (C20)
    enum result result;   // RESULT_OK, _ALREADY, _LOCKED, _CONFLICT or _STATE
    uint16_t sequence;    // the door's after the command
    enum door_state state;
    uint8_t position;
};

// What happened at the door and is told by an Event and written to the local log.
struct occurrence {
    enum what what;
    enum result result; // for WHAT_GOAL_ENDED; 0 elsewhere
    uint8_t key8[KEY8_SIZE];
    uint8_t command8[COMMAND8_SIZE];
    // For the local log only (C20):
    enum action goal; // 0: none
    enum outcome outcome;
    uint8_t presses;
    enum door_state before; // belief when the goal began
    enum door_state after;
    millis age_before; // of those beliefs
    millis age_after;
    millis took; // since the goal or the movement began
};

// What the network floor has learned and the door floor must know.
struct door_policy {
    bool unattended_close; // of the roster in force; taking it back cancels a warning
};

enum {
    OCCURRENCES_MOST = 16
};

struct mailbox {
    bool permit_waits;
    bool answer_waits;
    struct permit permit;
    struct answer answer;
    struct door_policy policy;
    struct door_snapshot snapshot;
    struct occurrence occurrences[OCCURRENCES_MOST];
    uint8_t first;
    uint8_t count;
    uint32_t dropped; // occurrences that found no room
};

void mailbox_init(struct mailbox *box);

// Network floor. False: the one before has not been answered yet, or its answer not been taken.
MUST_USE bool mailbox_offer(struct mailbox *box, const struct permit *permit);
MUST_USE bool mailbox_take_answer(struct mailbox *box, struct answer *out);
MUST_USE bool mailbox_take_occurrence(struct mailbox *box, struct occurrence *out);

// Door floor.
MUST_USE bool mailbox_take_permit(struct mailbox *box, struct permit *out);
void mailbox_answer(struct mailbox *box, const struct answer *answer);
void mailbox_tell(struct mailbox *box, const struct occurrence *occurrence);

#endif
