// What is left of the small board when a part of it fails: the relay drops, by the panic or by a timer
// that asks nobody; the board restarts, says why, and switches nothing on.
// words[1] is portcullis-board, words[2] its firmware with faults.
#include "door/boards/lm3s6965evb/start.h"
#include "protocol/event.h"
#include "test/board/guest.h"
#include "test/support/check.h"

#include <stdio.h>

enum {
    RELAY_MOST = 1050000, // us
    RELAY_GIVES = 5000,
    HARD_MOST = 1500, // ms (C6), as this machine sees it, which may have other things to do
    RESTARTS_WITHIN = 60000,
    SETTLES_WITHIN = 120000,
    TIMER1_CONTROL = 0x4003100c, // the clockwork's
    HARD_FAULT = FAULT_BASE + 3
};

static struct guest guest;

// Connected, closed, and nothing was switched on since the start.
static bool settles(uint32_t after_boot)
{
    struct control_answer now;
    return CHECK(guest_connected(&guest, after_boot, SETTLES_WITHIN)) &&
           CHECK(guest_looks(&guest, &now)) && CHECK(now.raises[0] == 0) &&
           CHECK(now.raises[1] == 0) && CHECK(now.raises[2] == 0);
}

static uint32_t boot(void)
{
    return over_broker_epoch(&guest.scene.broker).boot;
}

// Somebody in the garage closes it, by the wall button alone.
static void close_by_wall(void)
{
    const struct garage_action wall = {.doing = GARAGE_WALL, .lasting = 300};
    while (over_broker_epoch(&guest.scene.broker).state != DOOR_CLOSED) {
        garage_act(&guest.scene.garage, &wall);
        scene_run(&guest.scene, 2500);
    }
}

static void open_it(void)
{
    uint8_t room[COMMAND_RAW_SIZE];
    over_broker_sends(&guest.scene.broker, "alice",
                      scene_signs(&guest.scene, KEY_OF_ALICE, ACTION_OPEN, room), false);
}

static void press(void)
{
    open_it();
    CHECK(guest_relay(&guest, true, 10000));
}

static bool fault_of_a_boot_after(uint32_t before)
{
    const struct scripted_broker *broker = &guest.scene.broker;
    struct event event;
    for (size_t i = broker->message_count; i > 0; i--) {
        const struct broker_message *message = broker_at(broker, i - 1);
        if (message != NULL &&
            event_decode((struct bytes){message->payload, message->count}, &event) &&
            event.what == WHAT_FAULT && event.result == RESULT_INTERRUPTED && event.boot > before) {
            return true;
        }
    }
    return false;
}

// By a signed Event of this boot, and by its number in the mirror.
static void check_told(uint32_t before, uint32_t panic)
{
    const struct scripted_broker *broker = &guest.scene.broker;
    char number[32];
    (void)snprintf(number, sizeof(number), "\"panic\":%lu,", (unsigned long)panic);
    const uint64_t from = guest_now();
    while (guest_now() - from < SETTLES_WITHIN &&
           !(over_broker_mirrors(broker, number) && fault_of_a_boot_after(before))) {
        scene_run(&guest.scene, 20);
    }
    CHECK(over_broker_mirrors(broker, number));
    CHECK(fault_of_a_boot_after(before));
}

static void check_restart(uint32_t before, uint32_t panic)
{
    struct control_answer now;
    CHECK(guest_restarts(&guest, panic, RESTARTS_WITHIN));
    CHECK(guest_looks(&guest, &now));
    CHECK_SAME(now.outputs_before, 0);
    CHECK(settles(before));
    check_told(before, panic);
}

// The timer is asked for nothing after the pulse's begin, and the door floor steps no more.
static void a_door_floor_that_hangs_during_a_pulse_loses_the_relay_to_the_timer(void)
{
    struct vitals now = {0};
    const uint32_t before = boot();
    CHECK(guest_suffers(&guest, FAULT_FLOOR_HANGS_PRESSED));
    press();
    const uint64_t since = guest_now();
    CHECK(guest_relay(&guest, false, 3000));
    const uint64_t took = guest_now() - since;
    CHECK(guest_vitals(&guest, &now));
    (void)printf("relay of a hung door floor: %lu us, %lu ms here\n", (unsigned long)now.pulse,
                 (unsigned long)took);
    CHECK(now.pulse >= RELAY_MOST - RELAY_GIVES && now.pulse <= RELAY_MOST + RELAY_GIVES);
    CHECK(took <= HARD_MOST);
    check_restart(before, FAULT_WATCHDOG);
    close_by_wall();
}

static void a_door_floor_that_wants_the_relay_for_ever_has_it_once(void)
{
    struct vitals now = {0};
    struct control_answer seen;
    const uint32_t before = boot();
    CHECK(guest_suffers(&guest, FAULT_FLOOR_HOLDS_RELAY));
    scene_run(&guest.scene, 4000);
    CHECK(guest_vitals(&guest, &now));
    CHECK(guest_looks(&guest, &seen));
    CHECK_SAME(seen.raises[0], 1);
    CHECK_SAME(seen.outputs & PIN_RELAY, 0);
    CHECK_SAME(now.pulses, 1);
    // Here the board sleeps, and an emulator that is kept waiting then wakes it late, for the timer as for
    // the door floor.
    CHECK(now.pulse >= RELAY_MOST - RELAY_GIVES &&
          now.pulse <= RELAY_MOST + RELAY_GIVES + now.longest_gap);
    CHECK(control_reset(&guest.control));
    CHECK(guest_restarts(&guest, 0, RESTARTS_WITHIN));
    CHECK(settles(before));
    close_by_wall();
}

static void a_door_floor_that_hangs_restarts_the_board(void)
{
    const uint32_t before = boot();
    CHECK(guest_suffers(&guest, FAULT_FLOOR_HANGS));
    check_restart(before, FAULT_WATCHDOG);
}

static void a_door_floor_that_is_not_woken_any_more_restarts_the_board(void)
{
    const uint32_t before = boot();
    CHECK(control_write(&guest.control, TIMER1_CONTROL, 0));
    check_restart(before, FAULT_WATCHDOG);
}

// The door floor steps on till the end, and nothing of that feeds the watchdog.
static void a_main_loop_that_hangs_restarts_the_board(void)
{
    struct vitals begun = {0};
    struct vitals ended = {0};
    const uint32_t before = boot();
    CHECK(guest_suffers(&guest, FAULT_LOOP_HANGS));
    scene_run(&guest.scene, 100);
    CHECK(guest_vitals(&guest, &begun));
    scene_run(&guest.scene, 100);
    CHECK(guest_vitals(&guest, &ended));
    CHECK(ended.heartbeat > begun.heartbeat);
    check_restart(before, FAULT_WATCHDOG);
}

// These break out while the relay is on, and not before: that the board panics shows that it was.
static void check_panic(enum fault fault, uint32_t number)
{
    const uint32_t before = boot();
    const unsigned started = guest_logged(&guest, "event=started");
    CHECK(guest_suffers(&guest, fault));
    scene_run(&guest.scene, 300);
    CHECK_SAME(guest_logged(&guest, "event=started"), started);
    open_it();
    check_restart(before, number);
    close_by_wall();
}

static void an_insistence_of_the_main_loop_drops_the_relay_first(void)
{
    check_panic(FAULT_LOOP_INSISTS, FAULT_INSISTENCE);
}

static void an_insistence_of_the_door_floor_drops_the_relay_first(void)
{
    check_panic(FAULT_FLOOR_INSISTS, FAULT_INSISTENCE);
}

static void an_instruction_that_is_none_drops_the_relay_first(void)
{
    check_panic(FAULT_LOOP_STRAYS, HARD_FAULT);
}

static void a_stack_that_runs_over_drops_the_relay_first(void)
{
    check_panic(FAULT_LOOP_OVERFLOWS, HARD_FAULT);
}

// A loose wire at the wrong moment: the board has an identity all the same, and finds it by itself.
static void an_eeprom_that_is_away_at_the_start_is_asked_again(void)
{
    const uint32_t before = boot();
    CHECK(guest_suffers(&guest, FAULT_EEPROM_AWAY));
    CHECK(control_reset(&guest.control));
    CHECK(guest_restarts(&guest, 0, RESTARTS_WITHIN));
    CHECK(guest_logs(&guest, "event=no-identity", RESTARTS_WITHIN));
    CHECK(guest_restarts(&guest, 0, RESTARTS_WITHIN));
    CHECK(settles(before));
}

int main(int count, char **words)
{
    if (count != 3) {
        (void)fputs("usage: faults_test PORTCULLIS-BOARD FIRMWARE\n", stderr);
        return 2;
    }
    if (CHECK(guest_begins(&guest, words[1], words[2]))) {
        RUN(a_door_floor_that_hangs_during_a_pulse_loses_the_relay_to_the_timer);
        RUN(a_door_floor_that_wants_the_relay_for_ever_has_it_once);
        RUN(a_door_floor_that_hangs_restarts_the_board);
        RUN(a_door_floor_that_is_not_woken_any_more_restarts_the_board);
        RUN(a_main_loop_that_hangs_restarts_the_board);
        RUN(an_insistence_of_the_main_loop_drops_the_relay_first);
        RUN(an_insistence_of_the_door_floor_drops_the_relay_first);
        RUN(an_instruction_that_is_none_drops_the_relay_first);
        RUN(a_stack_that_runs_over_drops_the_relay_first);
        RUN(an_eeprom_that_is_away_at_the_start_is_asked_again);
    }
    const int verdict = check_verdict();
    if (verdict != 0) {
        guest_tells_log(&guest);
    }
    guest_ends(&guest);
    return verdict;
}
