// C14: travel is learned only from limit-to-limit runs without an event: the median of the last 8,
// opening and closing apart, outliers over 30 % dropped. 20 % slower than the 90-day median is a
// maintenance hint.
#include "test/claims/claim.h"

static void unlearned(struct stage *stage)
{
    struct stage_settings settings = claim_settings(PROFILE_STOP_BOTH, SWITCHES_BOTH);
    settings.flash.travel = (struct travel_record){.decades = {0, 0}};
    settings.garage.opening_time = 11000;
    settings.garage.closing_time = 14000;
    claim_begin(stage, &settings, DOOR_CLOSED);
}

static unsigned learned(const struct stage *stage, enum way way)
{
    return stage->door.travel.record.runs[way].count;
}

static void c14_whole_runs_are_learned_by_the_way_they_went(void)
{
    struct stage stage;
    unlearned(&stage);
    for (unsigned i = 0; i < 3; i++) {
        CHECK_SAME(claim_outcome(&stage, ACTION_OPEN), OUTCOME_DONE);
        stage_wall(&stage);
        CHECK(stage_until_state(&stage, DOOR_CLOSED, 30000));
    }
    CHECK_SAME(learned(&stage, WAY_OPENING), 3);
    CHECK_SAME(learned(&stage, WAY_CLOSING), 3);
    // The switches answer within their zones and their debouncing.
    CHECK(travel_median(&stage.door.travel, WAY_OPENING) / 100 >= 109);
    CHECK(travel_median(&stage.door.travel, WAY_OPENING) / 100 <= 110);
    CHECK(travel_median(&stage.door.travel, WAY_CLOSING) / 100 >= 139);
    CHECK(travel_median(&stage.door.travel, WAY_CLOSING) / 100 <= 140);
}

enum disturbance {
    BY_WALL,
    BY_BEAM,
    BY_RESET,
    DISTURBANCES
};

static void disturb(struct stage *stage, enum disturbance what)
{
    switch (what) {
    case BY_WALL:
        stage_wall(stage); // it stops
        stage_run(stage, 1000);
        stage_wall(stage); // and comes down again
        break;
    case BY_BEAM:
        stage_block(stage, true);
        stage_run(stage, 600);
        stage_block(stage, false);
        break;
    case BY_RESET:
        stage_reset(stage, 20);
        break;
    case DISTURBANCES:
        break;
    }
}

static void c14_a_run_with_an_event_in_it_teaches_nothing(void)
{
    for (enum disturbance what = BY_WALL; what < DISTURBANCES; what++) {
        struct stage stage;
        unlearned(&stage);
        CHECK(stage_offer(&stage, ACTION_OPEN, 0));
        stage_run(&stage, 5000);
        disturb(&stage, what);
        stage_run(&stage, 40000);
        CHECK_SAME(learned(&stage, WAY_OPENING), 0);
    }
}

static void c14_a_hand_teaches_nothing(void)
{
    struct stage stage;
    unlearned(&stage);
    stage_hand(&stage, 1000);
    stage_run(&stage, 30000);
    stage_hand(&stage, 0);
    stage_run(&stage, 30000);
    CHECK_SAME(learned(&stage, WAY_OPENING), 0);
    CHECK_SAME(learned(&stage, WAY_CLOSING), 0);
}

static void c14_the_median_of_eight_is_believed_and_outliers_are_dropped(void)
{
    struct travel travel;
    const struct travel_record nothing = {.decades = {0, 0}};
    travel_init(&travel, &nothing, 0);
    static const millis runs[] = {10000, 10900, 9900, 10100, 10200, 9800, 10300, 10050, 12000};
    for (unsigned i = 0; i < 9; i++) {
        travel_learn_run(&travel, WAY_OPENING, runs[i]);
    }
    // Without the first, sorted: 9800 9900 10050 10100 10200 10300 10900 12000.
    CHECK_SAME(travel_median(&travel, WAY_OPENING), 10200);
    travel_learn_run(&travel, WAY_OPENING, 13300); // 30.4 % over
    travel_learn_run(&travel, WAY_OPENING, 7000);
    CHECK_SAME(travel_median(&travel, WAY_OPENING), 10200);
    CHECK_SAME(travel_median(&travel, WAY_CLOSING), 0);
}

static void c14_a_door_20_percent_slower_than_in_90_days_asks_for_care(void)
{
    struct travel_record record = stage_learned(12000, 12000);
    record.decades[WAY_OPENING] = TRAVEL_DECADES;
    record.decades[WAY_CLOSING] = TRAVEL_DECADES;
    for (unsigned i = 0; i < TRAVEL_DECADES; i++) {
        record.decade_medians[WAY_OPENING][i] = 10000;
        record.decade_medians[WAY_CLOSING][i] = 9900;
    }
    struct travel travel;
    travel_init(&travel, &record, 0);
    CHECK(!travel_is_slow(&travel, WAY_OPENING)); // exactly 20 %
    CHECK(travel_is_slow(&travel, WAY_CLOSING));
}

int main(void)
{
    CLAIM(c14_whole_runs_are_learned_by_the_way_they_went);
    CLAIM(c14_a_run_with_an_event_in_it_teaches_nothing);
    CLAIM(c14_a_hand_teaches_nothing);
    CLAIM(c14_the_median_of_eight_is_believed_and_outliers_are_dropped);
    CLAIM(c14_a_door_20_percent_slower_than_in_90_days_asks_for_care);
    return check_verdict();
}
