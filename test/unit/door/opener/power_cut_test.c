// The power goes at every operation of the flash and at every instant of a day in small: a guest opens,
// an owner closes. What was promised holds afterwards (S2, C4, C5, C21).
#include "test/support/check.h"
#include "test/support/whole_door.h"

#include <stdio.h>
#include <string.h>

static struct whole_door whole;
static uint8_t bob8[KEY8_SIZE];

// The messages that were sent, to be sent again.
static struct {
    uint8_t open[COMMAND_RAW_SIZE];
    uint8_t close[COMMAND_RAW_SIZE];
} sent;

// As it was in the morning. It is put back in place, for it holds pointers to itself.
static struct whole_door morning;

static void sign(enum test_key_owner who, enum action action, uint8_t room[COMMAND_RAW_SIZE])
{
    const struct command command = whole_door_wish(&whole, action);
    (void)person_signs_command(who, &command, room);
}

static void run_while_powered(millis length)
{
    for (millis i = 0; i < length && whole.powered; i += 10) {
        whole_door_run(&whole, 10);
    }
}

static void wait_while_busy(void)
{
    run_while_powered(1000);
    while (whole.powered && whole.opener.floor.snapshot.busy) {
        run_while_powered(100);
    }
    run_while_powered(1500);
}

// Bob opens; then Alice signs a close.
static void play_opening(void)
{
    memset(&sent, 0, sizeof(sent));
    sign(KEY_OF_BOB, ACTION_OPEN, sent.open);
    whole_door_replay(&whole, "bob", BYTES_OF(sent.open), false);
    wait_while_busy();
    if (whole.powered) {
        sign(KEY_OF_ALICE, ACTION_CLOSE, sent.close);
    }
}

static void play_day(void)
{
    play_opening();
    if (whole.powered && whole_door_epoch(&whole).state == DOOR_OPEN) {
        whole_door_replay(&whole, "alice", BYTES_OF(sent.close), false);
        wait_while_busy();
    }
}

static void check_nothing_moves_at_boot(void)
{
    const uint32_t presses = whole.presses;
    whole_door_cut(&whole);
    ram_flash_revive(&whole.flash);
    whole_door_run(&whole, 15000); // the garage comes to rest
    whole_door_boot(&whole);
    whole_door_run(&whole, 3000);
    CHECK_SAME(whole.presses, presses);
    // Whatever was said before the power went is dead.
    whole_door_replay(&whole, "bob", BYTES_OF(sent.open), false);
    whole_door_replay(&whole, "alice", BYTES_OF(sent.close), false);
    whole_door_run(&whole, 3000);
    CHECK_SAME(whole.presses, presses);
}

static void check_after_cut(bool close_was_unfinished)
{
    const uint32_t presses = whole.presses;
    check_nothing_moves_at_boot();
    if (presses > 0) {
        CHECK_SAME(store_uses(&whole.opener.floor.store, bob8), 1);
    }
    if (close_was_unfinished) {
        CHECK(whole.opener.floor.snapshot.lock_out);
        CHECK(whole.opener.floor.store.kept.lock_out);
    }
    CHECK(!whole.opener.floor.store.kept.closing_mark.set);
}

// Our press began a close that was not seen to end.
static bool close_is_unfinished(void)
{
    return whole.presses > 1 && garage_truth(&whole.garage).permille > 0;
}

static void ready(void)
{
    CHECK(whole_door_ready_to_close(&whole));
    whole.flash.operations = 0;
    person_key8(KEY_OF_BOB, bob8);
    morning = whole;
}

static void cut_at_every_operation(enum ram_flash_trouble trouble)
{
    ready();
    play_day();
    CHECK_SAME(whole.presses, 2);
    const uint32_t operations = whole.flash.operations;
    CHECK(operations > 4);
    for (uint32_t cut = 1; cut <= operations; cut++) {
        char context[64];
        (void)snprintf(context, sizeof(context), "cut at operation %u", (unsigned)cut);
        check_context(context);
        whole = morning;
        whole.flash.trouble = trouble;
        whole.flash.at_operation = cut;
        play_day();
        check_after_cut(close_is_unfinished());
    }
    check_context(NULL);
}

static void s02_the_power_goes_before_any_write(void)
{
    cut_at_every_operation(RAM_FLASH_CUT_BEFORE);
}

static void s02_the_power_goes_within_any_write(void)
{
    cut_at_every_operation(RAM_FLASH_CUT_WITHIN);
}

static void s02_the_power_goes_after_any_write(void)
{
    cut_at_every_operation(RAM_FLASH_CUT_AFTER);
}

static void c05_the_power_goes_at_any_instant_of_a_close(void)
{
    ready();
    play_opening();
    morning = whole;
    for (millis at = 50; at < 24000; at += 450) {
        char context[64];
        (void)snprintf(context, sizeof(context), "cut %u ms after the close", (unsigned)at);
        check_context(context);
        whole = morning;
        whole_door_replay(&whole, "alice", BYTES_OF(sent.close), false);
        whole_door_run(&whole, at);
        check_after_cut(close_is_unfinished());
    }
    check_context(NULL);
}

// The power goes again while the door comes to terms with the first time.
static void c21_the_power_goes_at_any_write_of_the_boot_after_a_cut_close(void)
{
    ready();
    play_opening();
    whole_door_replay(&whole, "alice", BYTES_OF(sent.close), false);
    whole_door_run(&whole, 8000);
    CHECK_SAME(whole.presses, 2);
    whole_door_cut(&whole);
    whole.flash.operations = 0;
    morning = whole;
    for (uint32_t cut = 1; cut <= 16; cut++) {
        char context[64];
        (void)snprintf(context, sizeof(context), "cut at operation %u of the boot", (unsigned)cut);
        check_context(context);
        whole = morning;
        whole.flash.trouble = cut % 2 == 0 ? RAM_FLASH_CUT_WITHIN : RAM_FLASH_CUT_AFTER;
        whole.flash.at_operation = (cut + 1) / 2;
        whole_door_boot(&whole);
        run_while_powered(3000);
        check_after_cut(true);
    }
    check_context(NULL);
}

static void c05_a_mark_that_cannot_be_written_moves_nothing(void)
{
    ready();
    play_opening();
    whole.flash.trouble = RAM_FLASH_FAIL_ONCE;
    whole.flash.at_operation = whole.flash.operations + 1;
    whole.flash.every = 1;
    uint8_t command8[COMMAND8_SIZE];
    const struct command command = whole_door_wish(&whole, ACTION_CLOSE);
    whole_door_deliver(&whole, KEY_OF_ALICE, "alice", &command, command8);
    whole_door_run(&whole, 8000);
    CHECK_SAME(whole_door_result(&whole, "alice", command8), RESULT_STORE);
    CHECK_SAME(whole.presses, 1);
}

static void a_use_that_cannot_be_counted_opens_nothing(void)
{
    ready();
    whole.flash.trouble = RAM_FLASH_FAIL_ONCE;
    whole.flash.at_operation = 1;
    whole.flash.every = 1;
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_BOB, "bob", ACTION_OPEN), RESULT_STORE);
    CHECK_SAME(whole.presses, 0);
    // Who needs no count needs no flash: an opening closes nothing.
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ALICE, "alice", ACTION_OPEN), RESULT_OK);
}

int main(void)
{
    RUN(s02_the_power_goes_before_any_write);
    RUN(s02_the_power_goes_within_any_write);
    RUN(s02_the_power_goes_after_any_write);
    RUN(c05_the_power_goes_at_any_instant_of_a_close);
    RUN(c21_the_power_goes_at_any_write_of_the_boot_after_a_cut_close);
    RUN(c05_a_mark_that_cannot_be_written_moves_nothing);
    RUN(a_use_that_cannot_be_counted_opens_nothing);
    return check_verdict();
}
