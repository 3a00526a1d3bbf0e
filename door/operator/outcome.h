// What the planner's fine outcomes are called in the protocol (docs/protocol.md, "result").
#ifndef DOOR_OPERATOR_OUTCOME_H
#define DOOR_OPERATOR_OUTCOME_H

#include "door/operator/mailbox.h"

// The answer to a permit: OK, ALREADY, LOCKED or STATE. C16: "still" is ALREADY, what could not be
// done is STATE.
enum result outcome_as_answer(enum outcome outcome);

// The end of a goal, 16 to 27; 0 for a command that never became a goal.
enum result outcome_as_end(enum outcome outcome);

// A word for the local log: "failed-lost".
const char *outcome_name(enum outcome outcome);

#endif
