// Inside the door floor: how its state is named and what it tells upstairs. Only door.c includes this.
#ifndef DOOR_OPERATOR_DOOR_TOLD_H
#define DOOR_OPERATOR_DOOR_TOLD_H

#include "door/operator/door.h"

// 0 to 100, or POSITION_UNKNOWN: proven at the limits, inferred from the learned time in between.
uint8_t door_position(const struct door *door, millis now);

// The permit leads from now on; before is what was believed until now.
void door_pursue(struct door *door, const struct permit *permit, const struct belief *before,
                 millis now);

// Sets or lifts the vacation lock, and tells it.
void door_lock_for_vacation(struct door *door, const struct permit *permit);

// Tells the goals that ended in this step (C20); before is the goal that ran until now.
void door_tell_endings(struct door *door, const struct planner_decision *decision,
                       const struct permit *permit, enum goal before, millis now);

// After the planner's step: names the state, follows movements, tells faults and lock-outs.
void door_follow(struct door *door, const struct planner_inputs *inputs, millis now);

// Lays the snapshot into the mailbox.
void door_tell_snapshot(struct door *door, millis now);

#endif
