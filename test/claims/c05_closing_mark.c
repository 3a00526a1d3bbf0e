// C5: lock-out and a journal mark are on flash before the relay closes. A reset in mid-close boots
// locked out, and forgets it only by C22. That the mark is power-safe is the store's to show.
#include "test/claims/claim.h"

// The mark is on flash at every closing press.
static void watched_to_its_end(struct stage *stage, enum action action)
{
    CHECK(stage_offer(stage, action, 0));
    bool relay = false;
    for (unsigned i = 0; i < 120000 && (i < 2000 || stage->flash.closing_mark); i++) {
        const bool at_closed = stage->door.limits.closed.closed;
        stage_step(stage);
        if (stage->outputs.relay && !relay) {
            CHECK(stage->flash.closing_mark || (at_closed && action == ACTION_OPEN));
        }
        relay = stage->outputs.relay;
    }
    CHECK(!stage_snapshot(stage)->busy);
    CHECK(!stage->flash.closing_mark);
}

static void c05_the_mark_is_on_flash_before_every_closing_press(void)
{
    FOR_EACH_PROFILE(profile)
    {
        FOR_EACH_SWITCHES(set)
        {
            struct stage_settings settings = claim_settings(profile, set);
            settings.door.recover = true;
            struct stage stage;
            claim_begin(&stage, &settings, DOOR_OPEN);
            watched_to_its_end(&stage, ACTION_CLOSE);
            stage_hand(&stage, 400);
            stage_run(&stage, 30000);
            watched_to_its_end(&stage, ACTION_OPEN);
        }
    }
}

static void c05_a_command_without_its_mark_presses_nothing_that_may_close(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_OPEN);
    struct permit permit = stage_permit(&stage, ACTION_CLOSE, 0);
    CHECK(permit.closing_mark);
    permit.closing_mark = false;
    CHECK(stage_offer_permit(&stage, &permit));
    claim_nothing_is_pressed(&stage, 20000);
}

static void c05_a_reset_in_mid_close_boots_locked_out(void)
{
    FOR_EACH_PROFILE(profile)
    {
        if (profile == PROFILE_AUTO_CLOSE) {
            continue; // it closes itself
        }
        for (uint64_t after = 0; after < 12000; after += 1900) {
            struct stage_settings settings = claim_settings(profile, SWITCHES_BOTH);
            struct stage stage;
            claim_begin(&stage, &settings, DOOR_OPEN);
            CHECK(stage_offer(&stage, ACTION_CLOSE, 0));
            CHECK(stage_until_press(&stage, 20000));
            stage_run(&stage, after);
            stage_reset(&stage, 20);
            CHECK(stage_snapshot(&stage)->lock_out);
            CHECK((stage_snapshot(&stage)->flags & EPOCH_LOCK_OUT) != 0);
        }
    }
}

static void c05_the_lock_out_outlives_resets_and_ends_by_a_hand_at_the_wall(void)
{
    struct stage stage;
    claim_begin_usual(&stage, PROFILE_STOP_BOTH, SWITCHES_BOTH, DOOR_OPEN);
    CHECK(stage_offer(&stage, ACTION_CLOSE, 0));
    CHECK(stage_until_press(&stage, 20000));
    for (unsigned i = 0; i < 3; i++) {
        stage_reset(&stage, 20);
        CHECK(stage_until_idle(&stage, 60000));
        CHECK(stage_snapshot(&stage)->lock_out);
    }
    stage_wall(&stage);
    CHECK(stage_until_idle(&stage, 60000));
    CHECK(!stage_snapshot(&stage)->lock_out);
    stage_reset(&stage, 20);
    CHECK(!stage_snapshot(&stage)->lock_out);
}

int main(void)
{
    CLAIM(c05_the_mark_is_on_flash_before_every_closing_press);
    CLAIM(c05_a_command_without_its_mark_presses_nothing_that_may_close);
    CLAIM(c05_a_reset_in_mid_close_boots_locked_out);
    CLAIM(c05_the_lock_out_outlives_resets_and_ends_by_a_hand_at_the_wall);
    return check_verdict();
}
