#include "door/command_route.h"

#include "door/guard/powers.h"
#include "door/seams/board.h"

#include <string.h>

bool command_route_is_idle(const struct command_route *route, const struct network_floor *floor)
{
    return !route->handed && floor->guard.open.verdict != GUARD_VERIFIED;
}

static void note_refusal(struct network_floor *floor, enum guard_verdict verdict, struct bytes user)
{
    struct note note = {.kind = NOTE_REFUSED, .verdict = (uint8_t)verdict};
    memcpy(note.user, user.at, user.count < USER_SIZE ? user.count : USER_SIZE);
    notes_put(&floor->notes, &note);
}

void command_route_hear(struct network_floor *floor, const struct heard *heard, millis now)
{
    // An answer would find no room: as if the user had no token left.
    const enum guard_verdict verdict = report_takes_ack(&floor->report)
                                           ? guard_hear(&floor->guard, heard, now)
                                           : GUARD_REFUSED_BUDGET;
    if (verdict != GUARD_VERIFIED) {
        note_refusal(floor, verdict, heard->user);
    }
}

// Ack, Event and the log's line. A refusal of the guard's own leaves the door as it is.
static void tell(const struct command_route *route, struct network_floor *floor,
                 const struct answer *answer, millis now)
{
    const bool moves =
        powers_is_opening(route->command.action) || route->command.action == ACTION_CLOSE;
    struct ack ack = {.result = (uint8_t)answer->result,
                      .sequence = answer->sequence,
                      .state = (uint8_t)answer->state,
                      .position = answer->position};
    memcpy(ack.command8, route->command8, COMMAND8_SIZE);
    report_ack(&floor->report, &ack, route->user);
    if (answer->result != RESULT_REPLAY) {
        struct event event = {.what = WHAT_ANSWER, .result = (uint8_t)answer->result};
        memcpy(event.key8, route->command.key8, KEY8_SIZE);
        memcpy(event.command8, route->command8, COMMAND8_SIZE);
        network_floor_tell(floor, &event, moves && answer->result == RESULT_OK, now);
    }
    struct note note = {.kind = NOTE_ANSWERED,
                        .action = route->command.action,
                        .result = (uint8_t)answer->result,
                        .outcome = (uint8_t)answer->outcome,
                        .sequence = answer->sequence,
                        .number = route->command.sequence};
    memcpy(note.user, route->user, USER_SIZE);
    notes_put(&floor->notes, &note);
}

static void refuse(const struct command_route *route, struct network_floor *floor,
                   enum result result, millis now)
{
    const struct door_snapshot *snapshot = &floor->snapshot;
    const struct answer answer = {.result = result,
                                  .sequence = snapshot->sequence,
                                  .state = snapshot->state,
                                  .position = snapshot->position};
    tell(route, floor, &answer, now);
}

static bool counts_a_use(const struct network_floor *floor)
{
    const struct guard_case *open = &floor->guard.open;
    return open->entry.uses != 0 && powers_is_opening(open->command.action);
}

static bool sets_lock(const struct command *command)
{
    return command->action == ACTION_LOCK && command->argument == 1;
}

static bool set_mark(const struct command_route *route, struct network_floor *floor)
{
    struct closing_mark mark = {.set = true};
    memcpy(mark.key8, route->command.key8, KEY8_SIZE);
    memcpy(mark.command8, route->command8, COMMAND8_SIZE);
    return network_floor_wrote(floor, store_set_closing_mark(&floor->store, &mark),
                               STORE_WRITE_MARK);
}

static void give_back(struct command_route *route, struct network_floor *floor)
{
    if (route->use_counted) {
        (void)network_floor_wrote(floor, store_give_back_use(&floor->store, route->command.key8),
                                  STORE_WRITE_USE);
        route->use_counted = false;
    }
}

// 5. Journal what must be journalled: the lock, the use, the closing mark.
static bool journal(struct command_route *route, struct network_floor *floor, bool needs_mark)
{
    struct store *store = &floor->store;
    if (sets_lock(&route->command) &&
        !network_floor_wrote(floor, store_set_vacation_lock(store, true),
                             STORE_WRITE_VACATION_LOCK)) {
        return false;
    }
    if (counts_a_use(floor)) {
        route->use_counted = network_floor_wrote(floor, store_count_use(store, route->command.key8),
                                                 STORE_WRITE_USE);
        if (!route->use_counted) {
            return false;
        }
    }
    if (needs_mark && !set_mark(route, floor)) {
        give_back(route, floor);
        return false;
    }
    return true;
}

static void hand_down(struct command_route *route, struct network_floor *floor, bool mark,
                      millis now)
{
    const struct permit permit = guard_permit(&floor->guard, mark);
    board_floor_enter();
    const bool taken = mailbox_offer(&floor->door->mailbox, &permit);
    board_floor_leave();
    if (!taken) {
        // The door floor does not answer: nothing moves that it does not watch.
        give_back(route, floor);
        refuse(route, floor, RESULT_STATE, now);
        return;
    }
    route->handed = true;
    floor->permit_under_way = true;
}

// Whether journalling for it would be in vain: the operator answers CONFLICT to any but the sequence
// of this moment, and a use or a lock is not to be written for that.
static bool is_conflict(const struct network_floor *floor)
{
    const struct command *command = &floor->guard.open.command;
    return command->action != ACTION_STOP && command->sequence != floor->snapshot.sequence;
}

static void act(struct command_route *route, struct network_floor *floor, millis now)
{
    const struct operator_settings *settings = &floor->image->operator_settings;
    if (is_conflict(floor)) {
        guard_close_case(&floor->guard);
        refuse(route, floor, RESULT_CONFLICT, now);
        return;
    }
    const bool needs_mark =
        door_needs_closing_mark(settings, &floor->snapshot, (enum action)route->command.action);
    // A mark that stands already is for the goal that runs, which this one may replace, or not: till
    // that is known, it keeps the name it has.
    const bool mark_stands = floor->store.kept.closing_mark.set && !floor->store.uncertain;
    route->names_mark = needs_mark && mark_stands && floor->snapshot.busy;
    if (!journal(route, floor, needs_mark && !route->names_mark)) {
        guard_close_case(&floor->guard);
        refuse(route, floor, RESULT_STORE, now);
        return;
    }
    hand_down(route, floor, needs_mark || mark_stands, now);
}

static void decide(struct command_route *route, struct network_floor *floor, millis now)
{
    const bool locked = floor->snapshot.vacation_lock || floor->store.kept.vacation_lock;
    const enum guard_verdict verdict = guard_decide(&floor->guard, locked, now);
    const struct guard_case *open = &floor->guard.open;
    *route = (struct command_route){.command = open->command};
    memcpy(route->command8, open->command8, COMMAND8_SIZE);
    memcpy(route->user, open->entry.user, USER_SIZE);
    if (verdict == GUARD_GRANTED) {
        act(route, floor, now);
        return;
    }
    guard_close_case(&floor->guard);
    const uint8_t result = guard_result(verdict);
    if (result == 0) {
        note_refusal(floor, verdict, (struct bytes){route->user, USER_SIZE});
    } else {
        refuse(route, floor, (enum result)result, now);
    }
}

// The operator has spoken: what it did not do costs nothing, and what it lifted is kept.
static void finish(struct command_route *route, struct network_floor *floor, millis now)
{
    struct answer answer = floor->answer;
    route->handed = false;
    if (answer.result != RESULT_OK) {
        give_back(route, floor);
    } else if (route->names_mark && floor->snapshot.busy) {
        (void)set_mark(route, floor); // where that fails, the mark stands all the same
    }
    const bool unlocks = route->command.action == ACTION_LOCK && route->command.argument == 0;
    if (unlocks && answer.result == RESULT_OK &&
        !network_floor_wrote(floor, store_set_vacation_lock(&floor->store, false),
                             STORE_WRITE_VACATION_LOCK)) {
        answer.result = RESULT_STORE;
    }
    tell(route, floor, &answer, now);
}

void command_route_run(struct command_route *route, struct network_floor *floor, millis now)
{
    if (route->handed && floor->answered) {
        floor->answered = false;
        finish(route, floor, now);
    }
    if (!route->handed && floor->guard.open.verdict == GUARD_VERIFIED) {
        decide(route, floor, now);
    }
}
