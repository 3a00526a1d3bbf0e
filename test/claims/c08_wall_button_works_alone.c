// C8: the wall button stays wired straight to the operator and works with the controller dead or
// unplugged. The wire is the garage's; that the controller leaves it alone is the door's.
#include "test/claims/claim.h"

static void opens_and_closes_by_the_wall(struct stage *stage)
{
    stage_wall(stage);
    CHECK(stage_motion(stage) == GARAGE_OPENING);
    stage_run(stage, 20000);
    CHECK_SAME(stage_permille(stage), 1000);
    stage_wall(stage);
    CHECK(stage_motion(stage) == GARAGE_CLOSING);
    stage_run(stage, 20000);
    CHECK_SAME(stage_permille(stage), 0);
    CHECK_SAME(stage->witness.openings[GARAGE_BY_WALL], 1);
    CHECK_SAME(stage->witness.closings[GARAGE_BY_WALL], 1);
}

static void c08_the_wall_button_works_with_the_controller_unplugged(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_CLOSED);
    stage.unplugged = true;
    opens_and_closes_by_the_wall(&stage);
}

// Also when it died with its relay closed: the hardware timer lets go of the wire.
static void c08_the_wall_button_works_with_the_processor_dead(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_CLOSED);
    CHECK(stage_offer(&stage, ACTION_OPEN, 0));
    CHECK(stage_until_press(&stage, 100));
    stage_run(&stage, 100);
    stage.halted = true;
    stage_run(&stage, 20000);
    stage_hand(&stage, 0);
    stage_run(&stage, 10000);
    stage.witness.openings[GARAGE_BY_WALL] = 0;
    opens_and_closes_by_the_wall(&stage);
}

static void c08_no_lock_keeps_the_wall_button_from_working(void)
{
    struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
    settings.flash.vacation_lock = true;
    settings.flash.lock_out = true;
    struct stage stage;
    claim_begin(&stage, &settings, DOOR_CLOSED);
    opens_and_closes_by_the_wall(&stage);
    CHECK_SAME(stage.witness.relay_edges, 0);
}

int main(void)
{
    CLAIM(c08_the_wall_button_works_with_the_controller_unplugged);
    CLAIM(c08_the_wall_button_works_with_the_processor_dead);
    CLAIM(c08_no_lock_keeps_the_wall_button_from_working);
    return check_verdict();
}
