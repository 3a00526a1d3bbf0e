// What people do on the stage, and what an onlooker asks of it.
#include "test/support/stage.h"

#include "base/insist.h"

const struct door_snapshot *stage_snapshot(const struct stage *stage)
{
    return &stage->door.mailbox.snapshot;
}

uint32_t stage_permille(const struct stage *stage)
{
    return garage_truth(&stage->garage).permille;
}

enum garage_motion stage_motion(const struct stage *stage)
{
    return stage->garage.motion;
}

uint32_t stage_presses(const struct stage *stage)
{
    return stage->witness.relay_presses;
}

static bool is_idle(const struct stage *stage)
{
    return !stage_snapshot(stage)->busy && stage_motion(stage) == GARAGE_STILL &&
           !stage->door.mailbox.permit_waits && stage->door.mailbox.count == 0;
}

bool stage_until_idle(struct stage *stage, uint64_t most)
{
    // What has just begun is waited for too, and a relay that has just closed.
    const uint64_t quiet = 1000;
    uint64_t idle = 0;
    for (uint64_t i = 0; i < most && idle < quiet; i++) {
        stage_step(stage);
        idle = is_idle(stage) ? idle + 1 : 0;
    }
    return idle == quiet;
}

bool stage_until_goal_ends(struct stage *stage, uint64_t most)
{
    bool over = false;
    for (uint64_t i = 0; i < most && !over; i++) {
        stage_step(stage);
        const struct mailbox *box = &stage->door.mailbox;
        over = !stage_snapshot(stage)->busy && box->count == 0 && !box->permit_waits;
    }
    return over;
}

bool stage_until_press(struct stage *stage, uint64_t most)
{
    const uint32_t before = stage_presses(stage);
    for (uint64_t i = 0; i < most && stage_presses(stage) == before; i++) {
        stage_step(stage);
    }
    return stage_presses(stage) > before;
}

bool stage_until_moving(struct stage *stage, uint64_t most)
{
    for (uint64_t i = 0; i < most && stage_motion(stage) == GARAGE_STILL; i++) {
        stage_step(stage);
    }
    return stage_motion(stage) != GARAGE_STILL;
}

bool stage_until_state(struct stage *stage, enum door_state state, uint64_t most)
{
    for (uint64_t i = 0; i < most && stage_snapshot(stage)->state != state; i++) {
        stage_step(stage);
    }
    return stage_snapshot(stage)->state == state;
}

void stage_act(struct stage *stage, const struct garage_action *action)
{
    garage_act(&stage->garage, action);
}

void stage_wall(struct stage *stage)
{
    stage_act(stage, &(struct garage_action){.doing = GARAGE_WALL, .lasting = 250});
    stage_run(stage, 300);
}

void stage_hold_device(struct stage *stage, uint32_t ms)
{
    stage_act(stage, &(struct garage_action){.doing = GARAGE_DEVICE, .lasting = ms});
    stage_run(stage, (uint64_t)ms + 100);
}

void stage_device(struct stage *stage)
{
    stage_hold_device(stage, 250);
}

void stage_fob(struct stage *stage)
{
    stage_act(stage, &(struct garage_action){.doing = GARAGE_FOB});
}

void stage_hand(struct stage *stage, uint32_t permille)
{
    stage_act(stage, &(struct garage_action){.doing = GARAGE_HAND, .permille = permille});
}

void stage_block(struct stage *stage, bool blocked)
{
    const enum garage_guest guest = blocked ? GARAGE_GUEST_CAR : GARAGE_GUEST_NONE;
    stage_act(stage, &(struct garage_action){.doing = GARAGE_VISIT, .guest = guest});
}

void stage_switch(struct stage *stage, enum garage_limit limit,
                  enum garage_switch_condition condition)
{
    stage_act(stage, &(struct garage_action){
                         .doing = GARAGE_SWITCH, .limit = limit, .condition = condition});
}

void stage_cut_mains(struct stage *stage, uint32_t lasting)
{
    stage_act(stage, &(struct garage_action){.doing = GARAGE_MAINS_OFF, .lasting = lasting});
    stage_run(stage, (uint64_t)lasting + 2); // and it has started again
}

void stage_reset(struct stage *stage, uint64_t lasting)
{
    stage->dead_until = stage->garage.now + lasting;
    stage_run(stage, lasting + 1);
}

struct occurrence stage_last(const struct stage *stage, enum what what)
{
    const unsigned kept = stage->told_count < STAGE_TOLD_MOST ? stage->told_count : STAGE_TOLD_MOST;
    for (unsigned back = 1; back <= kept; back++) {
        const struct stage_told *told = &stage->told[(stage->told_count - back) % STAGE_TOLD_MOST];
        if (told->occurrence.what == what) {
            return told->occurrence;
        }
    }
    return (struct occurrence){.presses = 0};
}

unsigned stage_count(const struct stage *stage, enum what what)
{
    const unsigned kept = stage->told_count < STAGE_TOLD_MOST ? stage->told_count : STAGE_TOLD_MOST;
    unsigned count = 0;
    for (unsigned i = 0; i < kept; i++) {
        count += stage->told[i].occurrence.what == what;
    }
    return count;
}

enum outcome stage_ended(const struct stage *stage)
{
    return stage_last(stage, WHAT_GOAL_ENDED).outcome;
}

void stage_bring(struct stage *stage, enum door_state limit)
{
    const uint32_t permille = limit == DOOR_OPEN ? 1000 : 0;
    if (stage_permille(stage) != permille) {
        stage_hand(stage, permille);
    }
    INSIST(921, stage_until_idle(stage, 60000));
    stage_run(stage, 1000);
}
