// C20: every result of the operator carries goal, who, presses, belief before and after, and their
// ages.
#include "test/claims/claim.h"

#include <string.h>

static struct permit permit_of(const struct stage *stage, enum action action, char who)
{
    struct permit permit = stage_permit(stage, action, 0);
    memset(permit.key8, who, KEY8_SIZE);
    memset(permit.command8, who + 1, COMMAND8_SIZE);
    return permit;
}

static enum outcome ask_as(struct stage *stage, enum action action, char who)
{
    const struct permit permit = permit_of(stage, action, who);
    CHECK(stage_offer_permit(stage, &permit));
    for (unsigned i = 0; i < 100 && !stage->answered; i++) {
        stage_step(stage);
    }
    CHECK(stage->answered);
    CHECK_SAME(stage->answer.key8[0], who);
    CHECK_SAME(stage->answer.command8[COMMAND8_SIZE - 1], who + 1);
    CHECK_SAME(stage->answer.action, action);
    return stage->answer.outcome;
}

static void c20_a_done_open_says_all_of_it(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_CLOSED);
    stage_run(&stage, 10000);
    CHECK_SAME(ask_as(&stage, ACTION_OPEN, 'p'), OUTCOME_DONE);
    CHECK(stage_until_goal_ends(&stage, 60000));
    const struct occurrence end = stage_last(&stage, WHAT_GOAL_ENDED);
    CHECK_SAME(end.goal, ACTION_OPEN);
    CHECK_SAME(end.result, RESULT_DONE);
    CHECK_SAME(end.outcome, OUTCOME_DONE);
    CHECK_SAME(end.presses, 1);
    CHECK_SAME(end.key8[0], 'p');
    CHECK_SAME(end.command8[0], 'q');
    CHECK_SAME(end.before, DOOR_CLOSED);
    CHECK_SAME(end.after, DOOR_OPEN);
    CHECK_SAME((end.age_before + 100) / 1000, 13); // since 100 ms after the start
    CHECK_SAME(end.age_after, 0);
    CHECK_SAME(end.took / 100, 121);
}

// The one who gives way and the one who replaces are told apart.
static void c20_who_is_replaced_and_who_replaces_have_their_names(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_OPEN);
    CHECK_SAME(ask_as(&stage, ACTION_CLOSE, 'a'), OUTCOME_DONE);
    CHECK(stage_until_state(&stage, DOOR_CLOSING, 20000));
    stage_run(&stage, 3000);
    CHECK_SAME(ask_as(&stage, ACTION_STOP, 'f'), OUTCOME_DONE);
    const struct occurrence replaced = stage_last(&stage, WHAT_GOAL_ENDED);
    CHECK_SAME(replaced.goal, ACTION_CLOSE);
    CHECK_SAME(replaced.result, RESULT_REPLACED);
    CHECK_SAME(replaced.presses, 1);
    CHECK_SAME(replaced.key8[0], 'a');
    CHECK_SAME(replaced.before, DOOR_OPEN);
    CHECK(stage_until_goal_ends(&stage, 60000));
    const struct occurrence stopped = stage_last(&stage, WHAT_GOAL_ENDED);
    CHECK_SAME(stopped.goal, ACTION_STOP);
    CHECK_SAME(stopped.result, RESULT_STOPPED);
    CHECK_SAME(stopped.presses, 1);
    CHECK_SAME(stopped.key8[0], 'f');
    CHECK_SAME(stopped.before, DOOR_CLOSING);
    CHECK_SAME(stopped.age_before / 100, 30);
    CHECK_SAME(stopped.after, DOOR_UNKNOWN);
}

// What is believed before is not "warning": that is what we do, not where the door is.
static void c20_belief_before_is_a_belief(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_TWO_STEP, SWITCHES_BOTH, DOOR_CLOSED);
    CHECK_SAME(ask_as(&stage, ACTION_OPEN, 'a'), OUTCOME_DONE);
    stage_run(&stage, 2000);
    CHECK_SAME(stage_snapshot(&stage)->state, DOOR_WARNING);
    CHECK_SAME(ask_as(&stage, ACTION_STOP, 'f'), OUTCOME_DONE);
    CHECK_SAME(stage.door.pursuit.before, DOOR_CLOSED);
    const struct occurrence end = stage_last(&stage, WHAT_GOAL_ENDED);
    CHECK_SAME(end.result, RESULT_CANCELLED);
    CHECK_SAME(end.before, DOOR_CLOSED);
    CHECK_SAME(end.after, DOOR_CLOSED);
    CHECK_SAME(end.presses, 0);
    CHECK_SAME(end.key8[0], 'a');
}

// Somebody asks again in the very step in which it is over: both are told.
static void c20_no_end_is_swallowed_by_another_answer(void)
{
    for (unsigned early = 0; early < 400; early += 5) {
        struct stage stage;
        claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_CLOSED);
        stage_wall(&stage);
        stage_run(&stage, 2000);
        CHECK_SAME(ask_as(&stage, ACTION_OPEN, 'a'), OUTCOME_DONE);
        stage_run(&stage, 9500 + early);
        (void)ask_as(&stage, ACTION_OPEN, 'f'); // whichever
        stage_run(&stage, 3000);
        CHECK(!stage_snapshot(&stage)->busy);
        CHECK_SAME(stage_last(&stage, WHAT_GOAL_ENDED).key8[0], 'a');
    }
}

// STOP replaces an OPEN that waited for the answer to the press of a CLOSE: whose press was it?
static void c20_a_press_is_told_once_and_by_the_goal_that_made_it(void)
{
    struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
    settings.garage.closing_delay = 3000;
    struct stage stage;
    claim_begin(&stage, &settings, DOOR_OPEN);
    CHECK_SAME(ask_as(&stage, ACTION_CLOSE, 'a'), OUTCOME_DONE);
    CHECK(stage_until_press(&stage, 10000));
    stage_run(&stage, 500);
    CHECK_SAME(ask_as(&stage, ACTION_OPEN, 'f'), OUTCOME_DONE);
    CHECK_SAME(stage_last(&stage, WHAT_GOAL_ENDED).presses, 1);
    CHECK_SAME(ask_as(&stage, ACTION_STOP, 'p'), OUTCOME_DONE);
    CHECK_SAME(stage_last(&stage, WHAT_GOAL_ENDED).goal, ACTION_OPEN);
    CHECK_SAME(stage_last(&stage, WHAT_GOAL_ENDED).presses, 0);
    CHECK(stage_until_goal_ends(&stage, 60000));
    CHECK_SAME(stage_last(&stage, WHAT_GOAL_ENDED).goal, ACTION_STOP);
    CHECK_SAME(stage_last(&stage, WHAT_GOAL_ENDED).presses, 1);
}

static void c20_two_presses_are_told_as_two(void)
{
    struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
    settings.garage.shortest_press = 10000;
    struct stage stage;
    claim_begin(&stage, &settings, DOOR_OPEN);
    CHECK_SAME(ask_as(&stage, ACTION_CLOSE, 'a'), OUTCOME_DONE);
    CHECK(stage_until_goal_ends(&stage, 120000));
    const struct occurrence end = stage_last(&stage, WHAT_GOAL_ENDED);
    CHECK_SAME(end.result, RESULT_FAILED);
    CHECK_SAME(end.outcome, OUTCOME_FAILED_NO_START);
    CHECK_SAME(end.presses, 2);
    CHECK_SAME(end.after, DOOR_OPEN);
}

int main(void)
{
    CLAIM(c20_a_done_open_says_all_of_it);
    CLAIM(c20_who_is_replaced_and_who_replaces_have_their_names);
    CLAIM(c20_belief_before_is_a_belief);
    CLAIM(c20_no_end_is_swallowed_by_another_answer);
    CLAIM(c20_a_press_is_told_once_and_by_the_goal_that_made_it);
    CLAIM(c20_two_presses_are_told_as_two);
    return check_verdict();
}
