// The times of the small board, by its own counter, in its own time: how long the door floor ever waits
// for its next step, and how long a pulse of the relay is; while the network floor is as busy as it can be.
// words[1] is portcullis-board, words[2] its firmware with faults, words[3] how many handshakes (2).
#include "test/board/guest.h"
#include "test/support/check.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    GAP_MOST = 5000,    // us
    PULSE = 400000,     // us, as set
    PULSE_GIVES = 5000, // us
    HELD_OFF = 7000,    // us: FAULT_LOOP_HOLDS_OFF
    CONNECTS_WITHIN = 60000,
    STORM_AT_ONCE = 200,        // each 5 ms
    FRAMES_AT_ONCE = 8,         // that the board takes in one turn
    FRAMES_WAITING = 0x40048034 // the Ethernet controller's count
};

static struct guest guest;
static unsigned handshakes;
static uint16_t storm_port;

static uint32_t longest_gap(void)
{
    struct vitals now = {0};
    CHECK(guest_vitals(&guest, &now));
    (void)printf("longest gap %lu us, asleep %lu us\n", (unsigned long)now.longest_gap_at_work,
                 (unsigned long)now.longest_gap);
    return now.longest_gap_at_work;
}

static void handshakes_hold_up_no_step(void)
{
    struct scene *scene = &guest.scene;
    for (unsigned i = 0; i < handshakes; i++) {
        const unsigned calls = scene->line.calls;
        guest_is_gone(&guest);
        CHECK(guest_connected(&guest, 0, CONNECTS_WITHIN));
        CHECK(scene->line.calls > calls);
    }
    CHECK_SAME(guest_logged(&guest, "event=tls-open"), handshakes + 1);
    CHECK(longest_gap() <= GAP_MOST);
}

static void check_pulse(void)
{
    struct vitals now = {0};
    CHECK(guest_vitals(&guest, &now));
    (void)printf("pulse %lu us\n", (unsigned long)now.pulse);
    CHECK(now.pulse >= PULSE - PULSE_GIVES && now.pulse <= PULSE + PULSE_GIVES);
    CHECK(longest_gap() <= GAP_MOST);
}

// Well formed, over a live Epoch, under alice's name: each costs a verification, and then a rest.
static void a_flood_of_forgeries_holds_up_neither_step_nor_pulse(void)
{
    struct scene *scene = &guest.scene;
    uint8_t room[COMMAND_RAW_SIZE];
    uint8_t genuine[COMMAND_RAW_SIZE];
    const uint32_t presses = scene->presses;
    (void)scene_signs(scene, KEY_OF_ALICE, ACTION_OPEN, genuine);
    const struct bytes forged = scene_signs(scene, KEY_OF_ALICE, ACTION_OPEN, room);
    room[COMMAND_RAW_COVERED + 5] ^= 1;
    over_broker_sends(&scene->broker, "alice", BYTES_OF(genuine), false);
    for (unsigned passed = 0; passed < 6000; passed += 20) {
        over_broker_sends(&scene->broker, "alice", forged, false);
        scene_run(scene, 20);
    }
    CHECK(guest_logged(&guest, "event=refused") > 20);
    // A second press, where the board's time runs ahead of the garage's and it saw no answer, is as long.
    CHECK(scene->presses > presses);
    check_pulse();
}

static void send_frames(int file)
{
    static const uint8_t nothing[64] = {0};
    const struct sockaddr_in to = {.sin_family = AF_INET,
                                   .sin_port = htons(storm_port),
                                   .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    for (unsigned i = 0; i < STORM_AT_ONCE; i++) {
        // What finds no room is lost, as in any storm.
        (void)sendto(file, nothing, sizeof(nothing), MSG_DONTWAIT,
                     (const struct sockaddr *)(const void *)&to, sizeof(to));
    }
}

// More frames than the board can take, for seconds, and for each it says that nobody listens.
static void a_storm_of_frames_holds_up_neither_step_nor_pulse_and_passes(void)
{
    struct scene *scene = &guest.scene;
    uint32_t waiting_most = 0;
    const int file = socket(AF_INET, SOCK_DGRAM, 0);
    const uint32_t presses = scene->presses;
    guest_asks(&guest, ACTION_OPEN);
    for (unsigned passed = 0; passed < 6000; passed += 5) {
        uint32_t waiting = 0;
        send_frames(file);
        scene_run(scene, 5);
        CHECK(control_read(&guest.control, FRAMES_WAITING, &waiting));
        waiting_most = waiting > waiting_most ? waiting : waiting_most;
    }
    (void)close(file);
    CHECK(waiting_most > FRAMES_AT_ONCE); // it was one
    for (unsigned i = 0; i < CONNECTS_WITHIN / 100 && scene->presses == presses; i++) {
        scene_run(scene, 100);
    }
    scene_run(scene, 2000);
    CHECK(scene->presses > presses);
    check_pulse();
    CHECK_SAME(scene_ask(scene, KEY_OF_ALICE, "alice", ACTION_IDENTIFY), RESULT_OK);
    guest_presses(&guest, GARAGE_WALL, 300);
    CHECK(scene_until(scene, DOOR_CLOSED));
}

// A port of this machine that leads to one of the board's where nobody listens.
static bool opens_way_for_storm(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof(at);
    char words[64];
    const int file = socket(AF_INET, SOCK_DGRAM, 0);
    const bool found = bind(file, (struct sockaddr *)(void *)&at, size) == 0 &&
                       getsockname(file, (struct sockaddr *)(void *)&at, &size) == 0;
    (void)close(file); // the emulator takes it
    storm_port = ntohs(at.sin_port);
    (void)snprintf(words, sizeof(words), "udp:127.0.0.1:%u-:9", (unsigned)storm_port);
    return found && setenv("PORTCULLIS_FORWARDS", words, 1) == 0;
}

// What is measured can be seen: the same counter, with a door floor that was really held off.
static void a_step_that_comes_late_is_seen(void)
{
    CHECK(guest_suffers(&guest, FAULT_LOOP_HOLDS_OFF));
    scene_run(&guest.scene, 300);
    const uint32_t gap = longest_gap();
    CHECK(gap >= HELD_OFF && gap <= HELD_OFF + 1500);
}

int main(int count, char **words)
{
    if (count != 3 && count != 4) {
        (void)fputs("usage: times_test PORTCULLIS-BOARD FIRMWARE [HANDSHAKES]\n", stderr);
        return 2;
    }
    handshakes = count == 4 ? (unsigned)strtoul(words[3], NULL, 10) : 2;
    if (CHECK(opens_way_for_storm()) && CHECK(guest_begins(&guest, words[1], words[2]))) {
        RUN(handshakes_hold_up_no_step);
        RUN(a_storm_of_frames_holds_up_neither_step_nor_pulse_and_passes);
        RUN(a_flood_of_forgeries_holds_up_neither_step_nor_pulse);
        RUN(a_step_that_comes_late_is_seen);
    }
    guest_ends(&guest);
    return check_verdict();
}
