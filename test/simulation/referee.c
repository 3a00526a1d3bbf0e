#include "test/simulation/referee.h"

enum {
    GOAL_MOST = 400000, // ms: no goal lasts longer
    ZONE = 40,          // permille: reed, debouncing and a fast hand
    EYE_ANSWERS = 330,  // ms: silence, and a step
    HAND_ANSWERS = 1000 // ms from a press at the door to what it lifts
};

void referee_init(struct referee *referee, const struct stage *stage)
{
    *referee = (struct referee){
        .boots_seen = stage->boots,
        .lock_out = stage->flash.lock_out,
        .vacation_lock = stage->flash.vacation_lock,
        .hand_at = stage->garage.now,
    };
}

static void rule(struct referee *referee, const struct stage *stage, bool kept, const char *what)
{
    if (!kept && referee->broken == NULL) {
        referee->broken = what;
        referee->broken_at = stage->garage.now;
    }
}

static bool so_long_ago(const struct stage *stage, uint64_t instant, uint64_t ms)
{
    return stage->garage.now - instant > ms;
}

static void see_people(struct referee *referee, const struct stage *stage)
{
    const struct operator_settings *settings = &stage->settings.door;
    const struct garage_levels levels = garage_levels(&stage->garage);
    const bool wall = settings->wall_input && levels.wall_button;
    const bool device = settings->device_button && levels.device_button;
    if (wall || device) {
        referee->hand_at = stage->garage.now;
        referee->upset_at = stage->garage.now;
    }
    const bool blocked = garage_truth(&stage->garage).beam_blocked;
    if (!blocked) {
        referee->blocked_since = 0;
    } else if (referee->blocked_since == 0) {
        referee->blocked_since = stage->garage.now;
    }
}

static void see_boots(struct referee *referee, const struct stage *stage)
{
    if (!stage->runs) {
        referee->upset_at = stage->garage.now;
    }
    if (stage->boots == referee->boots_seen) {
        return;
    }
    rule(referee, stage, !referee->closing_goal_pressed || stage_snapshot(stage)->lock_out,
         "C5: a reset in mid-close does not boot locked out");
    rule(referee, stage, !referee->lock_out || stage_snapshot(stage)->lock_out,
         "C21: a reset lifts the lock-out");
    rule(referee, stage, !stage->outputs.relay, "C4: the relay is closed at boot");
    referee->boots_seen = stage->boots;
    referee->boots++;
    referee->upset_at = stage->garage.now;
    referee->presses_this_boot = 0;
    referee->presses_told = 0;
    referee->busy_since = 0;
}

// What the operator has heard from all its buttons.
static void count_presses(struct referee *referee, const struct stage *stage)
{
    if (so_long_ago(stage, referee->counted_at, 999)) {
        referee->counted_at = stage->garage.now;
        referee->counted[1] = referee->counted[0];
        referee->counted[0] = stage->garage.unit.presses;
    }
}

static void judge_press(struct referee *referee, const struct stage *stage)
{
    const struct planner *planner = &stage->door.planner;
    const bool at_closed = stage->door.limits.closed.closed;
    const uint64_t blocked = referee->blocked_since;
    referee->presses++;
    referee->presses_this_boot++;
    referee->pressed_at_closed = at_closed;
    referee->presses_before = referee->counted[1];
    rule(referee, stage, planner->goal != GOAL_NONE, "C2: a press without a goal");
    rule(referee, stage, planner->presses <= 2, "C2: a third press for one goal");
    rule(referee, stage, planner->belief.is != BELIEVED_FAULT, "C12: a press in a fault");
    rule(referee, stage, at_closed || stage->flash.closing_mark,
         "C5: a closing press without its mark on flash");
    rule(referee, stage, at_closed || !referee->lock_out, "C21: a closing press while locked out");
    rule(referee, stage, !referee->vacation_lock || planner->goal == GOAL_STOP,
         "C24: a press under the vacation lock");
    rule(referee, stage,
         at_closed || !stage->settings.door.photo_eye || blocked == 0 ||
             !so_long_ago(stage, blocked, EYE_ANSWERS),
         "C13: a closing press with somebody in the beam");
}

static void see_relay(struct referee *referee, const struct stage *stage)
{
    if (stage->outputs.relay && !referee->relay) {
        judge_press(referee, stage);
    }
    referee->relay = stage->outputs.relay;
    const struct witness *witness = &stage->witness;
    const uint64_t longest = stage->settings.door.pulse + stage->settings.tick;
    rule(referee, stage, witness->longest_pulse < longest, "C6: a pulse that is too long");
    rule(referee, stage, witness->cut_off == 0, "C6: a pulse that the hardware had to end");
    rule(referee, stage,
         witness->shortest_gap >= PULSE_GAP - stage->settings.tick ||
             !so_long_ago(stage, referee->upset_at, 5000),
         "section 2: two presses in less than two seconds");
    rule(referee, stage, witness->moved_unasked == 0, "the garage moves by itself");
}

static void see_closings(struct referee *referee, const struct stage *stage)
{
    const struct witness *witness = &stage->witness;
    if (witness->closings[GARAGE_BY_RELAY] != referee->closings) {
        referee->closings = witness->closings[GARAGE_BY_RELAY];
        const struct witness_closing *closing = witness_last_closing(witness);
        const bool in_zone = stage_permille(stage) <= stage->settings.garage.switch_zone + 1;
        // Between the press and a delayed start a hand or a reset may end the warning.
        const bool upset = referee->upset_at >= closing->pressed_at;
        // R2, R6 (docs/decisions/0016): at the closed limit one press is known not to close, but
        // somebody else's in the same second, or its own echo, may make it the second or third: then
        // it closes from a few centimetres.
        const bool another = stage->garage.unit.presses - referee->presses_before > 1;
        referee->few_centimetres =
            another && referee->pressed_at_closed && stage_permille(stage) <= 50;
        rule(referee, stage,
             in_zone || upset || referee->few_centimetres ||
                 closing->warned_before >= WITNESS_WARNING_LEAST,
             "C1: our press starts a closing movement without its warning");
        referee->warned_closings += !in_zone;
    }
    if (witness->warning_broken != referee->broken_warnings) {
        referee->broken_warnings = witness->warning_broken;
        // Whoever stands at the door ends it (C23); a reset takes sound and light with it; and the
        // closed switch speaks a hand's breadth before the leaf is down.
        const bool in_zone = stage_permille(stage) <= stage->settings.garage.switch_zone + 1;
        const bool upset = !so_long_ago(stage, referee->upset_at, 60000);
        rule(referee, stage, in_zone || upset || referee->few_centimetres,
             "C25: the warning ends before the movement");
    }
}

static void judge_end(struct referee *referee, const struct stage *stage,
                      const struct occurrence *end)
{
    const bool done = end->outcome == OUTCOME_DONE || end->outcome == OUTCOME_ALREADY;
    referee->goals_ended++;
    referee->presses_told += end->presses;
    referee->done += done;
    rule(referee, stage, end->goal != ACTION_CLOSE || !done || stage_permille(stage) <= ZONE,
         "C3: CLOSE is ok and the door is not closed");
    rule(referee, stage, end->goal != ACTION_OPEN || !done || stage_permille(stage) >= 1000 - ZONE,
         "C3: OPEN is ok and the door is not open");
    rule(referee, stage, end->presses <= 2, "C2: a goal tells of more than two presses");
    const bool took_over = end->outcome == OUTCOME_OVERTAKEN || end->outcome == OUTCOME_REPLACED;
    const bool locks_out = end->goal == ACTION_CLOSE && end->presses > 0 && !done && !took_over;
    rule(referee, stage,
         !locks_out || stage->flash.lock_out || !so_long_ago(stage, referee->hand_at, 2000),
         "C21: a CLOSE that pressed and did not end closed does not lock out");
}

static void see_what_is_told(struct referee *referee, const struct stage *stage)
{
    for (; referee->told != stage->told_count; referee->told++) {
        const struct occurrence *told = &stage->told[referee->told % STAGE_TOLD_MOST].occurrence;
        if (told->what == WHAT_GOAL_ENDED) {
            judge_end(referee, stage, told);
        } else if (told->what == WHAT_LOCK_OUT) {
            referee->lock_outs++;
        }
    }
    const struct mailbox *box = &stage->door.mailbox;
    const bool quiet = stage->runs && box->count == 0 && !box->snapshot.busy;
    rule(referee, stage, !quiet || referee->presses_told == referee->presses_this_boot,
         "C20: presses that no result tells of");
}

static void see_states(struct referee *referee, const struct stage *stage)
{
    const struct door_snapshot *snapshot = stage_snapshot(stage);
    if (!stage->runs) {
        return;
    }
    rule(referee, stage, snapshot->state != DOOR_CLOSED || stage_permille(stage) <= ZONE,
         "closed is said of a door that is not");
    rule(referee, stage, snapshot->state != DOOR_OPEN || stage_permille(stage) >= 1000 - ZONE,
         "open is said of a door that is not");
    const bool buttons = stage->settings.door.wall_input || stage->settings.door.device_button;
    rule(referee, stage,
         snapshot->lock_out || !referee->lock_out || !buttons ||
             !so_long_ago(stage, referee->hand_at, HAND_ANSWERS),
         "C22: the lock-out is lifted by nobody at the door");
    if (!snapshot->busy) {
        referee->busy_since = 0;
    } else if (referee->busy_since == 0) {
        referee->busy_since = stage->garage.now;
    } else {
        rule(referee, stage, !so_long_ago(stage, referee->busy_since, GOAL_MOST),
             "C2: a goal that does not end");
    }
    referee->lock_out = snapshot->lock_out;
    referee->vacation_lock = snapshot->vacation_lock;
    const struct planner *planner = &stage->door.planner;
    referee->closing_goal_pressed = planner->goal == GOAL_CLOSE && planner->presses > 0;
}

void referee_watch(struct referee *referee, const struct stage *stage)
{
    see_people(referee, stage);
    see_boots(referee, stage);
    count_presses(referee, stage);
    see_relay(referee, stage);
    see_closings(referee, stage);
    see_what_is_told(referee, stage);
    see_states(referee, stage);
}
