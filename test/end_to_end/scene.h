// The scene of every attack: the door's program as it is, a simulated garage at its pins, a broker that
// does what the test says behind real TLS, and people with keys. In real time, in one process but the
// door's own: whatever is to happen happens in scene_run.
//
//     static struct scene scene;
//     CHECK(scene_begins(&scene, program));
//     CHECK_SAME(scene_ask(&scene, KEY_OF_ALICE, "alice", ACTION_OPEN), RESULT_OK);
//     CHECK_SAME(scene.presses, 1);
//     scene_ends(&scene);
//
// PORTCULLIS_SLOWER, if set, says how many times slower the door may be than the program on this machine
// (a board that is emulated, with a processor of 31 million instructions a second): what is waited for
// in vain is waited for so much longer. How often its door floor steps in our seconds says nothing then.
#ifndef TEST_END_TO_END_SCENE_H
#define TEST_END_TO_END_SCENE_H

#include "garage/garage.h"
#include "test/end_to_end/door_program.h"
#include "test/end_to_end/tls_line.h"
#include "test/support/over_broker.h"

enum {
    SCENE_PEOPLE = 7
};

struct scene {
    struct door_program door;
    struct garage garage;
    struct tls_line line;
    struct scripted_broker broker;
    struct image image;
    uint8_t first_roster[ROSTER_MOST];
    struct roster_entry entries[SCENE_PEOPLE + 1]; // one place to spare
    struct roster_head head;                       // of the roster made last
    uint64_t began; // ms of the clock that never goes back; the garage is as old
    uint64_t nonce;
    uint32_t presses;    // of the relay, since the beginning
    bool relay;          // it is on
    bool cut_at_a_press; // the next press takes the power with it
    bool deaf;           // the broker takes no bytes and says none
    unsigned slower;     // how many times
};

// A closed door, connected, that has told its Epoch. Its people: [0] the admin, alice an owner, bob a
// guest with one use from 10 to 11 by the clock, carol a member, robot automation that may close and
// stop, clock a timekeeper, dave a key for stop alone. False: it did not come to that.
MUST_USE bool scene_begins(struct scene *scene, const char *program);

// The same with a broker that knows no MQTT 5.
MUST_USE bool scene_begins_in_3_1_1(struct scene *scene, const char *program);

// The same in two steps: everything but the start, so that the test can set the scene; and the start.
MUST_USE bool scene_sets(struct scene *scene, const char *program);
MUST_USE bool scene_starts(struct scene *scene);

void scene_ends(struct scene *scene);

// So many milliseconds go by.
void scene_run(struct scene *scene, unsigned ms);

// Runs until the latest Epoch tells that state; false: not within ten seconds.
MUST_USE bool scene_until(struct scene *scene, enum door_state state);

// Runs until the door is connected and has told an Epoch of that boot; false: not within so long.
MUST_USE bool scene_connected(struct scene *scene, uint32_t boot, unsigned ms);

// The power goes, and comes back.
void scene_power_goes(struct scene *scene);
MUST_USE bool scene_power_comes(struct scene *scene);

// What somebody would sign now, and the signing of it. room: COMMAND_RAW_SIZE bytes.
struct command scene_wish(struct scene *scene, enum action action);
struct bytes scene_signs(struct scene *scene, enum test_key_owner who, enum action action,
                         uint8_t *room);

// Delivers a recorded command, runs till the door has answered it or taken it without a word, and gives
// the result; 0: silence.
uint8_t scene_delivers(struct scene *scene, const char *user, struct bytes message, bool retained);

// Signs and delivers.
uint8_t scene_ask(struct scene *scene, enum test_key_owner who, const char *user,
                  enum action action);

// Sends a Roster and gives the version in force a moment later.
uint32_t scene_roster(struct scene *scene, struct bytes roster);

// A Time of the timekeeper over the latest Epoch.
void scene_tells_time(struct scene *scene, enum test_key_owner who, uint64_t unix_seconds);

// Runs until the door has told an Event like that (over_broker_told); false: not within ten seconds.
MUST_USE bool scene_told(struct scene *scene, enum what what);

// Runs until the door has acknowledged what the broker has sent it, at most a minute.
void scene_drains(struct scene *scene);

// Runs for so long and tells whether the door floor has made its steps: seven of ten at least, for this
// machine may have other things to do; a board, some: test/board/times_test.c judges its gaps.
MUST_USE bool scene_steps_for(struct scene *scene, unsigned ms);

// The same for steps that were counted by the test.
MUST_USE bool scene_steps_are_enough(const struct scene *scene, uint32_t steps, unsigned ms);

#endif
