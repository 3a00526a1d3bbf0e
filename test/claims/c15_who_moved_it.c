// C15: who moved it: our press at most T_start before the door left is the key's name; the wall input
// at most 1 s before, the wall button; otherwise "fob or operator timer" if the run fits the learned
// time within 20 %, "by hand" if not, "unknown" if the end was not seen. Never guessed further.
#include "test/claims/claim.h"

#include <string.h>

static void begin(struct stage *stage)
{
    claim_begin_usual(stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_CLOSED);
}

static unsigned movements_told(const struct stage *stage)
{
    return stage_count(stage, WHAT_MOVED_BY_WALL) + stage_count(stage, WHAT_MOVED_BY_FOB_OR_TIMER) +
           stage_count(stage, WHAT_MOVED_BY_HAND) + stage_count(stage, WHAT_MOVED_UNKNOWN);
}

static void c15_our_press_is_the_name_of_its_key(void)
{
    struct stage stage;
    begin(&stage);
    CHECK_SAME(claim_outcome(&stage, ACTION_OPEN), OUTCOME_DONE);
    CHECK_SAME(stage_snapshot(&stage)->mover, MOVER_APP);
    uint8_t key8[KEY8_SIZE];
    memset(key8, 'A', sizeof(key8));
    CHECK_BYTES(((struct bytes){stage_snapshot(&stage)->mover_key8, KEY8_SIZE}),
                ((struct bytes){key8, KEY8_SIZE}));
    CHECK_SAME(movements_told(&stage), 0); // told by the end of its goal
}

static void c15_a_wall_press_is_the_wall_button(void)
{
    struct stage stage;
    begin(&stage);
    stage_wall(&stage);
    stage_run(&stage, 20000);
    CHECK_SAME(stage_snapshot(&stage)->mover, MOVER_WALL);
    CHECK_SAME(stage_count(&stage, WHAT_MOVED_BY_WALL), 1);
    CHECK_SAME(movements_told(&stage), 1);
    static const uint8_t nobody[KEY8_SIZE] = {0};
    CHECK_SAME(memcmp(stage_snapshot(&stage)->mover_key8, nobody, KEY8_SIZE), 0);
}

static void c15_a_wall_press_long_before_is_not_the_wall_button(void)
{
    struct stage stage;
    begin(&stage);
    stage_act(&stage, &(struct garage_action){.doing = GARAGE_LOSE_PRESS});
    stage_wall(&stage);
    stage_run(&stage, 1200);
    stage_fob(&stage);
    stage_run(&stage, 20000);
    CHECK_SAME(stage_snapshot(&stage)->mover, MOVER_FOB_OR_TIMER);
    CHECK_SAME(stage_count(&stage, WHAT_MOVED_BY_FOB_OR_TIMER), 1);
}

// Whoever stands there saw that nothing happened, and pressed.
static void c15_the_wall_button_after_our_lost_press_is_the_wall_button(void)
{
    struct stage stage;
    begin(&stage);
    stage_act(&stage, &(struct garage_action){.doing = GARAGE_LOSE_PRESS});
    CHECK(stage_offer(&stage, ACTION_OPEN, 0));
    CHECK(stage_until_press(&stage, 10000));
    stage_run(&stage, 1500);
    stage_wall(&stage);
    stage_run(&stage, 20000);
    CHECK_SAME(stage_ended(&stage), OUTCOME_OVERTAKEN);
    CHECK_SAME(stage_count(&stage, WHAT_MOVED_BY_WALL), 1);
    CHECK_SAME(stage_snapshot(&stage)->mover, MOVER_WALL);
}

static void c15_while_it_moves_its_mover_is_not_that_of_the_movement_before(void)
{
    struct stage stage;
    begin(&stage);
    CHECK_SAME(claim_outcome(&stage, ACTION_OPEN), OUTCOME_DONE);
    stage_wall(&stage);
    CHECK(stage_until_state(&stage, DOOR_CLOSING, 5000));
    CHECK_SAME(stage_snapshot(&stage)->mover, MOVER_WALL);
    CHECK(stage_until_state(&stage, DOOR_CLOSED, 30000));
    stage_fob(&stage);
    CHECK(stage_until_state(&stage, DOOR_OPENING, 5000));
    CHECK_SAME(stage_snapshot(&stage)->mover, MOVER_UNKNOWN); // the time will tell
    CHECK(stage_until_state(&stage, DOOR_OPEN, 30000));
    CHECK_SAME(stage_snapshot(&stage)->mover, MOVER_FOB_OR_TIMER);
}

static void c15_an_unseen_run_that_fits_is_fob_or_timer(void)
{
    struct stage stage;
    begin(&stage);
    stage_fob(&stage);
    stage_run(&stage, 20000);
    CHECK_SAME(stage_count(&stage, WHAT_MOVED_BY_FOB_OR_TIMER), 1);
    CHECK_SAME(stage_snapshot(&stage)->mover, MOVER_FOB_OR_TIMER);
    CHECK_SAME(movements_told(&stage), 1);
}

static void c15_an_unseen_run_that_does_not_fit_is_a_hand(void)
{
    static const uint32_t hands[] = {4000, 9000, 15500};
    for (unsigned i = 0; i < 3; i++) {
        struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
        settings.garage.hand_time = hands[i];
        struct stage stage;
        claim_begin(&stage, &settings, DOOR_CLOSED);
        stage_hand(&stage, 1000);
        stage_run(&stage, 20000);
        CHECK_SAME(stage_count(&stage, WHAT_MOVED_BY_HAND), 1);
        CHECK_SAME(movements_told(&stage), 1);
    }
}

static void c15_a_run_whose_end_was_not_seen_is_unknown(void)
{
    struct stage stage;
    begin(&stage);
    stage_hand(&stage, 500);
    stage_run(&stage, 40000);
    CHECK_SAME(stage_count(&stage, WHAT_MOVED_UNKNOWN), 1);
    CHECK_SAME(stage_snapshot(&stage)->mover, MOVER_UNKNOWN);
    stage_hand(&stage, 0);
    stage_run(&stage, 40000);
    CHECK_SAME(stage_count(&stage, WHAT_MOVED_UNKNOWN), 2);
    CHECK_SAME(movements_told(&stage), 2);
}

static void c15_without_learned_times_nothing_is_guessed(void)
{
    struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
    settings.flash.travel = (struct travel_record){.decades = {0, 0}};
    struct stage stage;
    claim_begin(&stage, &settings, DOOR_CLOSED);
    stage_fob(&stage);
    stage_run(&stage, 20000);
    stage_hand(&stage, 0);
    stage_run(&stage, 20000);
    CHECK_SAME(stage_count(&stage, WHAT_MOVED_UNKNOWN), 2);
    CHECK_SAME(movements_told(&stage), 2);
}

static void c15_a_press_older_than_t_start_is_not_ours(void)
{
    struct stage stage;
    begin(&stage);
    for (unsigned i = 0; i < 2; i++) {
        stage_act(&stage, &(struct garage_action){.doing = GARAGE_LOSE_PRESS});
        CHECK(i > 0 || stage_offer(&stage, ACTION_OPEN, 0));
        CHECK(stage_until_press(&stage, 10000));
        stage_run(&stage, 1000);
    }
    CHECK(stage_until_goal_ends(&stage, 20000));
    CHECK_SAME(stage_ended(&stage), OUTCOME_FAILED_NO_START);
    stage_run(&stage, 500);
    stage_fob(&stage);
    stage_run(&stage, 20000);
    CHECK_SAME(stage_count(&stage, WHAT_MOVED_BY_FOB_OR_TIMER), 1);
}

int main(void)
{
    CLAIM(c15_our_press_is_the_name_of_its_key);
    CLAIM(c15_a_wall_press_is_the_wall_button);
    CLAIM(c15_a_wall_press_long_before_is_not_the_wall_button);
    CLAIM(c15_the_wall_button_after_our_lost_press_is_the_wall_button);
    CLAIM(c15_while_it_moves_its_mover_is_not_that_of_the_movement_before);
    CLAIM(c15_an_unseen_run_that_fits_is_fob_or_timer);
    CLAIM(c15_an_unseen_run_that_does_not_fit_is_a_hand);
    CLAIM(c15_a_run_whose_end_was_not_seen_is_unknown);
    CLAIM(c15_without_learned_times_nothing_is_guessed);
    CLAIM(c15_a_press_older_than_t_start_is_not_ours);
    return check_verdict();
}
