#include "door/event_route.h"

#include "door/seams/board.h"

#include <string.h>

// Refusals and locks are told from RAM; what the door did outlives a power cut.
static bool is_movement(const struct occurrence *occurrence)
{
    switch (occurrence->what) {
    case WHAT_MOVED_BY_WALL:
    case WHAT_MOVED_BY_FOB_OR_TIMER:
    case WHAT_MOVED_BY_HAND:
    case WHAT_MOVED_UNKNOWN:
        return true;
    case WHAT_GOAL_ENDED:
        return occurrence->presses > 0;
    case WHAT_ANSWER:
    case WHAT_BOOT:
    case WHAT_ROSTER:
    case WHAT_LOCK:
    case WHAT_LOCK_OUT:
    case WHAT_FAULT:
        break;
    }
    return false;
}

bool event_route_run(struct network_floor *floor, millis now)
{
    struct occurrence occurrence;
    board_floor_enter();
    const bool taken = mailbox_take_occurrence(&floor->door->mailbox, &occurrence);
    board_floor_leave();
    if (!taken) {
        return false;
    }
    struct event event = {.what = (uint8_t)occurrence.what, .result = (uint8_t)occurrence.result};
    memcpy(event.key8, occurrence.key8, KEY8_SIZE);
    memcpy(event.command8, occurrence.command8, COMMAND8_SIZE);
    network_floor_tell(floor, &event, is_movement(&occurrence), now);
    struct note note = {.kind = NOTE_OCCURRENCE, .occurrence = occurrence};
    network_floor_user(floor, occurrence.key8, note.user);
    notes_put(&floor->notes, &note);
    return true;
}

static const char *source_word(const struct network_floor *floor)
{
    const bool has_timer = floor->image->operator_settings.profile == PROFILE_AUTO_CLOSE;
    switch (floor->snapshot.mover) {
    case MOVER_APP:
        return "app";
    case MOVER_WALL:
    case MOVER_HAND:
        return "local";
    case MOVER_FOB_OR_TIMER:
        return has_timer ? "timer" : "local";
    case MOVER_UNKNOWN:
        break;
    }
    return "unknown";
}

struct mirror event_route_mirror(const struct network_floor *floor, millis now)
{
    const struct door_snapshot *snapshot = &floor->snapshot;
    const uint64_t unix_seconds = guard_unix(&floor->guard, now);
    const uint64_t age = snapshot->age / 1000;
    return (struct mirror){.state = snapshot->state,
                           .at_open_limit = snapshot->position == POSITION_OPEN,
                           .at_closed_limit = snapshot->position == POSITION_CLOSED,
                           .position = snapshot->position,
                           .flags = snapshot->flags,
                           .warning_left = snapshot->warning_left,
                           .since = unix_seconds > age ? unix_seconds - age : 0,
                           .source = source_word(floor),
                           .refused = floor->guard.refused,
                           .board_test_due = snapshot->board_test_due,
                           .panic = floor->panic};
}
