// C27: STOP, OPEN, wall press, obstruction, vacation lock, a fault or the door leaving OPEN cancel the
// warning, without a press. Loss of the link does not.
#include "test/claims/claim.h"

enum canceller {
    BY_STOP,
    BY_OPEN,
    BY_WALL,
    BY_OBSTRUCTION,
    BY_VACATION_LOCK,
    BY_CONTRADICTION,
    BY_FLUTTER,
    BY_LEAVING,
    BY_OWNER,
    CANCELLERS
};

static void flutter(struct stage *stage)
{
    for (unsigned i = 0; i < 8; i++) {
        stage_switch(stage, GARAGE_CLOSED_LIMIT,
                     i % 2 == 0 ? GARAGE_SWITCH_STUCK_AT_LIMIT : GARAGE_SWITCH_WORKS);
        stage_run(stage, 30);
    }
}

static void cancel(struct stage *stage, enum canceller by)
{
    switch (by) {
    case BY_STOP:
        CHECK_SAME(stage_ask(stage, ACTION_STOP), OUTCOME_DONE);
        break;
    case BY_OPEN:
        CHECK_SAME(stage_ask(stage, ACTION_OPEN), OUTCOME_ALREADY);
        break;
    case BY_WALL:
        stage_act(stage, &(struct garage_action){.doing = GARAGE_WALL, .lasting = 250});
        break;
    case BY_OBSTRUCTION:
        stage_block(stage, true);
        break;
    case BY_VACATION_LOCK:
        CHECK(stage_offer(stage, ACTION_LOCK, 1));
        break;
    case BY_CONTRADICTION:
        stage_switch(stage, GARAGE_CLOSED_LIMIT, GARAGE_SWITCH_STUCK_AT_LIMIT);
        break;
    case BY_FLUTTER:
        flutter(stage);
        break;
    case BY_LEAVING:
        stage_hand(stage, 600);
        break;
    case BY_OWNER: // takes the permission back: not named by the claim, but C1's own
        stage->settings.owner_allows = false;
        break;
    case CANCELLERS:
        break;
    }
}

static enum outcome expected(enum canceller by)
{
    switch (by) {
    case BY_WALL:
        return OUTCOME_OVERTAKEN;
    case BY_OBSTRUCTION:
        return OUTCOME_CANCELLED_OBSTRUCTED;
    case BY_CONTRADICTION:
    case BY_FLUTTER:
        return OUTCOME_REFUSED_FAULT;
    case BY_LEAVING:
        return OUTCOME_CANCELLED_MOVED;
    case BY_STOP:
    case BY_OPEN:
    case BY_VACATION_LOCK:
    case BY_OWNER:
    case CANCELLERS:
        break;
    }
    return OUTCOME_CANCELLED;
}

static void c27_each_of_them_cancels_without_a_press(void)
{
    for (enum canceller by = BY_STOP; by < CANCELLERS; by++) {
        for (uint64_t after = 0; after < 4500; after += 890) {
            struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
            claim_about(&settings, "a canceller");
            struct stage stage;
            claim_begin(&stage, &settings, DOOR_OPEN);
            CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_DONE);
            stage_run(&stage, after);
            CHECK_SAME(stage_snapshot(&stage)->state, DOOR_WARNING);
            cancel(&stage, by);
            stage_run(&stage, 400);
            CHECK(!stage_snapshot(&stage)->busy);
            CHECK(!stage.outputs.lamp && !stage.outputs.beeper);
            CHECK_SAME(stage_ended(&stage), expected(by));
            stage_run(&stage, 40000);
            CHECK_SAME(stage.witness.relay_edges, 0);
            CHECK(!stage_snapshot(&stage)->lock_out);
        }
    }
}

static void c27_they_cancel_the_warning_of_a_vent_too(void)
{
    static const enum canceller by[] = {BY_STOP, BY_WALL, BY_OBSTRUCTION, BY_VACATION_LOCK,
                                        BY_LEAVING};
    for (unsigned i = 0; i < 5; i++) {
        struct stage stage;
        claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_CLOSED);
        CHECK_SAME(stage_ask_with(&stage, ACTION_VENT, 20), OUTCOME_DONE);
        stage_run(&stage, 2000);
        CHECK_SAME(stage_snapshot(&stage)->state, DOOR_WARNING);
        cancel(&stage, by[i]);
        stage_run(&stage, 40000);
        CHECK_SAME(stage.witness.relay_edges, 0);
    }
}

static void c27_loss_of_the_link_does_not_cancel_it(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_OPEN);
    CHECK_SAME(stage_ask(&stage, ACTION_CLOSE), OUTCOME_DONE);
    stage.severed = true;
    stage_run(&stage, 30000);
    CHECK_SAME(stage.witness.relay_presses, 1);
    CHECK_SAME(stage_permille(&stage), 0);
}

int main(void)
{
    CLAIM(c27_each_of_them_cancels_without_a_press);
    CLAIM(c27_they_cancel_the_warning_of_a_vent_too);
    CLAIM(c27_loss_of_the_link_does_not_cancel_it);
    return check_verdict();
}
