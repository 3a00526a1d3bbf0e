// The small board is reset again and again, at any instant: while it starts, shakes hands, waits, warns,
// presses and writes. Relay, lamp and beeper stay off from each first instruction on until somebody may
// switch them on, and nothing that the door has acknowledged is lost.
//
//     resets_test PORTCULLIS-BOARD FIRMWARE resets|cuts TIMES GUESTS
//
// resets: by the button, by the watchdog, by the power; cuts: by the power, while its EEPROM is written.
// Guests live side by side, each through its part of the times. PORTCULLIS_SEED brings a life back.
#include "test/board/ledger.h"
#include "test/board/power.h"
#include "test/support/check.h"
#include "test/support/random.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    CONNECTS_WITHIN = 120000, // ms, on a machine that has other things to do
    HEARS_WITHIN = 6000,
    GUESTS_MOST = 8,
    WRITES_OF_A_ROSTER = 80, // blank pages, the roster's own, and its name
    DEVICE_PERMISSION = 3500 // ms that the button on the device is held
};

enum ending {
    BY_BUTTON,
    BY_POWER,
    BY_WATCHDOG
};

static struct {
    struct guest guest;
    struct ledger ledger;
    struct power_cut cut;
    struct random random;
    bool cuts;      // the power, while something is written
    unsigned times; // of this guest
    unsigned life;  // counted through all guests, so that they share what there is to be seen
    uint32_t boot;  // the last one before this life that has told an Epoch
    unsigned lives[3];
    unsigned permitted; // lives in which somebody might switch something on
    unsigned switched;  // and it was seen to go on
    unsigned pressed;   // resets while the relay was on
    unsigned torn;      // while the EEPROM was written
} test;

static struct epoch epoch(void)
{
    return over_broker_epoch(&test.guest.scene.broker);
}

static void lives_for(uint32_t most)
{
    scene_run(&test.guest.scene, random_below(&test.random, most));
}

// Nobody was permitted anything since the first instruction.
static void check_dark(void)
{
    struct control_answer seen = {0};
    CHECK(guest_looks(&test.guest, &seen));
    CHECK_SAME(seen.raises[0], 0);
    CHECK_SAME(seen.raises[1], 0);
    CHECK_SAME(seen.raises[2], 0);
}

static void note_light(void)
{
    struct control_answer seen = {0};
    test.permitted++;
    if (guest_looks(&test.guest, &seen)) {
        test.switched += seen.raises[0] + seen.raises[1] + seen.raises[2] > 0 ? 1 : 0;
        test.pressed += (seen.outputs & PIN_RELAY) != 0 ? 1 : 0;
    }
}

// The lock is the other way round: 0 or 1 as the door says, or it has said nothing.
static void turns_lock(void)
{
    struct scene *scene = &test.guest.scene;
    struct command command = scene_wish(scene, ACTION_LOCK);
    uint8_t command8[COMMAND8_SIZE];
    uint8_t result = 0;
    command.argument = test.ledger.locked ? 0 : 1;
    const size_t before = scene->broker.message_count;
    over_broker_commands(&scene->broker, KEY_OF_ALICE, "alice", &command, command8);
    test.ledger.lock_sent = true;
    const uint64_t from = guest_now();
    while (result == 0 && guest_now() - from < HEARS_WITHIN && !atomic_load(&test.cut.happened)) {
        scene_run(scene, 1);
        result = over_broker_result(&scene->broker, "alice", command8, before);
    }
    if (result == RESULT_OK) {
        test.ledger.locked = !test.ledger.locked;
        test.ledger.lock_sent = false;
    }
}

static void sends_roster(void)
{
    struct scene *scene = &test.guest.scene;
    uint8_t room[ROSTER_MOST];
    scene->head.version = test.ledger.roster + 1;
    test.ledger.roster_sent = scene->head.version;
    CHECK(broker_sends(&scene->broker, "portcullis/garage/roster",
                       person_signs_roster(KEY_OF_ADMIN, &scene->head, scene->entries, room),
                       true));
}

// Somebody in the garage lifts a lock-out, and sees to it that the door is closed.
static void is_closed(void)
{
    for (int i = 0; i < 4 && garage_truth(&test.guest.scene.garage).permille > 0; i++) {
        guest_presses(&test.guest, GARAGE_WALL, 300);
        scene_run(&test.guest.scene, 2200);
    }
    CHECK(scene_until(&test.guest.scene, DOOR_CLOSED));
    if ((epoch().flags & EPOCH_LOCK_OUT) != 0) {
        guest_presses(&test.guest, GARAGE_DEVICE, 300);
        scene_run(&test.guest.scene, 1200);
    }
}

static void is_unlocked(void)
{
    if (test.ledger.locked) {
        turns_lock();
    }
}

// An Epoch may be a second old: a door that has changed since asks for another word.
static bool is_pressed(void)
{
    bool on = false;
    for (int i = 0; i < 3 && !on; i++) {
        guest_asks(&test.guest, ACTION_OPEN);
        on = guest_relay(&test.guest, true, HEARS_WITHIN);
    }
    return on;
}

// OPEN from closed presses at once; CLOSE from open warns first.
static void presses_or_warns(void)
{
    is_unlocked();
    if (epoch().state != DOOR_OPEN || random_once_in(&test.random, 2)) {
        is_closed();
    }
    check_dark();
    if (epoch().state == DOOR_OPEN) {
        guest_asks(&test.guest, ACTION_CLOSE);
        lives_for(random_once_in(&test.random, 4) ? 7000 : 1500);
    } else if (epoch().state == DOOR_CLOSED && !test.ledger.locked) {
        CHECK(is_pressed());
        lives_for(350);
    }
    note_light();
}

static void writes(void)
{
    switch (random_below(&test.random, 4)) {
    case 0:
        sends_roster();
        break;
    case 1:
        guest_presses(&test.guest, GARAGE_WALL, 300);
        break;
    default:
        turns_lock();
        break;
    }
    lives_for(200);
    check_dark();
}

static bool is_connected(void)
{
    if (!CHECK(guest_connected(&test.guest, test.boot, CONNECTS_WITHIN))) {
        return false;
    }
    ledger_reads(&test.ledger, &test.guest.scene.broker);
    check_dark();
    return true;
}

// A life until its end is near.
static bool lives(void)
{
    const unsigned calls = test.guest.scene.line.calls;
    switch (test.life % 8) {
    case 0: // it starts
        lives_for(1300);
        check_dark();
        return true;
    case 1: // shakes hands
    case 2:
        for (int i = 0; i < CONNECTS_WITHIN && test.guest.scene.line.calls == calls; i++) {
            scene_run(&test.guest.scene, 1);
        }
        lives_for(400);
        check_dark();
        return true;
    case 3: // writes
        if (!is_connected()) {
            return false;
        }
        writes();
        return true;
    default:
        if (!is_connected()) {
            return false;
        }
        presses_or_warns();
        return true;
    }
}

static bool is_reset_by_itself(void)
{
    struct control_answer before = {0};
    struct control_answer seen = {0};
    const uint64_t from = guest_now();
    if (!CHECK(guest_looks(&test.guest, &before)) ||
        !CHECK(guest_suffers(&test.guest, random_once_in(&test.random, 2) ? FAULT_LOOP_HANGS
                                                                          : FAULT_FLOOR_HANGS))) {
        return false;
    }
    while (seen.resets == before.resets || seen.resets == 0) {
        scene_run(&test.guest.scene, 20);
        if (guest_now() - from > CONNECTS_WITHIN || !guest_looks(&test.guest, &seen)) {
            return CHECK(false);
        }
    }
    CHECK_SAME(seen.outputs_before, 0);
    return true;
}

static bool ends(enum ending ending)
{
    struct scene *scene = &test.guest.scene;
    bool done = false;
    ledger_reads(&test.ledger, &scene->broker);
    test.boot = test.ledger.boot;
    test.lives[ending]++;
    switch (ending) {
    case BY_BUTTON:
        done = control_reset(&test.guest.control);
        break;
    case BY_POWER:
        return power_goes_and_comes(&test.guest, atomic_load(&test.cut.happened));
    case BY_WATCHDOG:
        done = is_reset_by_itself();
        break;
    }
    guest_is_gone(&test.guest);
    return done;
}

static enum ending some_ending(void)
{
    static const enum ending endings[] = {BY_BUTTON, BY_POWER, BY_BUTTON, BY_WATCHDOG,
                                          BY_POWER,  BY_POWER, BY_BUTTON};
    return endings[test.life % (sizeof(endings) / sizeof(endings[0]))];
}

// The power goes after so many of the writes that something leads to.
static bool is_cut(void)
{
    const unsigned what = test.life % 8;
    const bool starting = what == 0;
    const bool roster = what >= 1 && what <= 3;
    const uint32_t after = 1 + random_below(&test.random, roster ? WRITES_OF_A_ROSTER : 2);
    struct control_answer seen = {.emulator = test.guest.scene.door.process};
    // One that starts does not answer yet; it is its parent that is ended then.
    if ((!starting && (!is_connected() || !CHECK(guest_looks(&test.guest, &seen)))) ||
        !CHECK(power_cut_waits(&test.cut, &test.guest, seen.emulator, after))) {
        return false;
    }
    if (roster) {
        sends_roster();
    } else if (what == 4) {
        guest_presses(&test.guest, GARAGE_WALL, 300);
    } else if (!starting) {
        turns_lock();
    }
    const uint64_t from = guest_now();
    while (guest_now() - from < (starting ? HEARS_WITHIN : 800) &&
           !atomic_load(&test.cut.happened)) {
        scene_run(&test.guest.scene, 1);
    }
    test.torn += power_cut_ends(&test.cut) ? 1 : 0;
    const bool done = ends(BY_POWER);
    atomic_store(&test.cut.happened, false);
    return done;
}

static void nothing_is_switched_on_and_nothing_is_lost(void)
{
    for (unsigned i = 0; i < test.times; i++) {
        char context[32];
        (void)snprintf(context, sizeof(context), "life %u", test.life);
        check_context(context);
        if (!CHECK(test.cuts ? is_cut() : lives() && ends(some_ending()))) {
            return;
        }
        test.life++;
    }
    check_context(NULL);
    CHECK(is_connected());
}

// And not for any other reason.
static void it_restarted_as_often_as_it_was_made_to(void)
{
    const struct guest *guest = &test.guest;
    CHECK_SAME(guest_logged(guest, "event=started panic=90034"), test.lives[BY_WATCHDOG]);
    CHECK_SAME(guest_logged(guest, "event=started"),
               guest_logged(guest, "event=started panic=0") + test.lives[BY_WATCHDOG]);
    CHECK_SAME(guest_logged(guest, "event=store-failed"), 0);
    CHECK(test.permitted < 4 || test.switched > 0);
    // A cut that came when nothing was written has shown nothing.
    CHECK(!test.cuts || test.torn > test.times / 4);
}

static bool begins(const char *program, const char *firmware)
{
    struct guest *guest = &test.guest;
    if (!guest_sets(guest, program, firmware)) {
        return false;
    }
    guest->scene.image.operator_settings.device_button = true;
    if (!door_program_write_image(&guest->scene.door, &guest->scene.image) ||
        !door_program_start(&guest->scene.door) || !guest_connected(guest, 0, CONNECTS_WITHIN)) {
        return false;
    }
    guest_presses(&test.guest, GARAGE_DEVICE, DEVICE_PERMISSION);
    scene_run(&guest->scene, DEVICE_PERMISSION + 500);
    test.ledger = (struct ledger){.roster = 1, .roster_sent = 1};
    return true;
}

static int live(char **words, uint64_t seed)
{
    test.random = random_from(seed);
    test.cuts = strcmp(words[3], "cuts") == 0;
    (void)printf("a guest of seed %llu\n", (unsigned long long)seed);
    if (CHECK(begins(words[1], words[2]))) {
        RUN(nothing_is_switched_on_and_nothing_is_lost);
        RUN(it_restarted_as_often_as_it_was_made_to);
    }
    (void)printf("reset by button %u, power %u, watchdog %u; permitted %u, switched on in %u, "
                 "relay on at %u resets; power cut while writing %u\n",
                 test.lives[BY_BUTTON], test.lives[BY_POWER], test.lives[BY_WATCHDOG],
                 test.permitted, test.switched, test.pressed, test.torn);
    const int verdict = check_verdict();
    if (verdict != 0) {
        guest_tells_log(&test.guest);
    }
    guest_ends(&test.guest);
    return verdict;
}

static int wait_for_guests(unsigned guests)
{
    int verdict = 0;
    for (unsigned i = 0; i < guests; i++) {
        int status = 0;
        if (wait(&status) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
            verdict = 1;
        }
    }
    return verdict;
}

int main(int count, char **words)
{
    const unsigned guests = count == 6 ? (unsigned)strtoul(words[5], NULL, 10) : 0;
    if (guests == 0 || guests > GUESTS_MOST) {
        (void)fputs("usage: resets_test BOARD FIRMWARE resets|cuts TIMES GUESTS\n", stderr);
        return 2;
    }
    const char *given = getenv("PORTCULLIS_SEED");
    const unsigned times = (unsigned)strtoul(words[4], NULL, 10);
    const uint64_t seed = given == NULL ? guest_now() : strtoull(given, NULL, 10);
    for (unsigned i = 0; i < guests; i++) {
        (void)fflush(stdout);
        if (fork() == 0) {
            test.times = times * (i + 1) / guests - times * i / guests;
            test.life = times * i / guests;
            exit(live(words, seed + i));
        }
    }
    const int verdict = wait_for_guests(guests);
    (void)printf("result: %u %s in %u guests side by side\n", times, words[3], guests);
    return verdict;
}
