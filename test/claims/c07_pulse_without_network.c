// C7: the pulse never depends on network code; door logic runs first in each step.
#include "test/claims/claim.h"

static void c07_a_network_floor_that_has_stopped_changes_no_goal(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_OPEN);
    CHECK(stage_offer(&stage, ACTION_CLOSE, 0));
    stage.severed = true; // the answer is never taken
    stage_run(&stage, 40000);
    CHECK(stage.door.mailbox.answer_waits);
    CHECK_SAME(stage.witness.relay_presses, 1);
    CHECK(stage.witness.longest_pulse < PULSE_USUAL + 5);
    CHECK(stage.witness.shortest_pulse >= PULSE_USUAL);
    CHECK_SAME(stage_permille(&stage), 0);
    CHECK_SAME(stage.witness.unwarned, 0);
    CHECK_SAME(stage.witness.warning_broken, 0);
    CHECK_SAME(stage_snapshot(&stage)->state, DOOR_CLOSED);
}

static void c07_a_mailbox_that_nobody_empties_stops_nothing(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_CLOSED);
    for (unsigned i = 0; i < OCCURRENCES_MOST; i++) {
        mailbox_tell(&stage.door.mailbox, &(struct occurrence){.what = WHAT_FAULT});
    }
    stage.severed = true;
    const struct permit permit = stage_permit(&stage, ACTION_OPEN, 0);
    CHECK(mailbox_offer(&stage.door.mailbox, &permit));
    stage_run(&stage, 30000);
    CHECK_SAME(stage_permille(&stage), 1000);
    CHECK_SAME(stage.witness.longest_pulse, PULSE_USUAL);
    CHECK(stage.door.mailbox.dropped > 0);
}

// Permits of others that come in the midst of a pulse, one each 20 ms.
static void c07_a_flood_of_permits_changes_no_pulse(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_CLOSED);
    CHECK(stage_offer(&stage, ACTION_OPEN, 0));
    CHECK(stage_until_press(&stage, 100));
    for (unsigned i = 0; i < 1000; i++) {
        static const enum action actions[] = {ACTION_IDENTIFY, ACTION_CLOSE, ACTION_OPEN};
        const bool offered = stage_offer(&stage, actions[i % 3], 0);
        stage_run(&stage, offered ? 20 : 5);
    }
    CHECK_SAME(stage.witness.relay_presses, 1);
    CHECK_SAME(stage.witness.longest_pulse, PULSE_USUAL);
    CHECK_SAME(stage.witness.shortest_pulse, PULSE_USUAL);
}

int main(void)
{
    CLAIM(c07_a_network_floor_that_has_stopped_changes_no_goal);
    CLAIM(c07_a_mailbox_that_nobody_empties_stops_nothing);
    CLAIM(c07_a_flood_of_permits_changes_no_pulse);
    return check_verdict();
}
