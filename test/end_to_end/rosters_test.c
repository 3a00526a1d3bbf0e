// A broker, or somebody who took over a phone, a keeper or a controller, and wants to say who may open:
// only a Roster that an admin signed adds, changes or takes away a key.
#include "test/end_to_end/scene.h"
#include "test/support/check.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *program;
static struct scene scene;
static uint8_t room[ROSTER_MOST];

// The roster in force with one key more, under the name of nobody.
static struct bytes with_a_stranger(enum test_key_owner signer)
{
    scene.head.version = 2;
    scene.head.count = SCENE_PEOPLE + 1;
    scene.entries[SCENE_PEOPLE] = person_entry(KEY_OF_STRANGER, ROLE_OWNER, "mallory");
    return person_signs_roster(signer, &scene.head, scene.entries, room);
}

static void check_stranger_stays_out(struct bytes roster)
{
    CHECK_SAME(scene_roster(&scene, roster), 1);
    CHECK_SAME(scene_ask(&scene, KEY_OF_STRANGER, "mallory", ACTION_OPEN), 0);
    CHECK_SAME(scene.presses, 0);
}

static void s06_a_broker_adds_no_key_of_its_own(void)
{
    CHECK(scene_begins(&scene, program));
    check_stranger_stays_out(with_a_stranger(KEY_OF_STRANGER));
    scene_ends(&scene);
    // Under the admin's name, with a signature of its own.
    CHECK(scene_begins(&scene, program));
    const struct bytes roster = with_a_stranger(KEY_OF_ADMIN);
    person_signs(KEY_OF_STRANGER, room, roster.count - SIGNATURE_SIZE);
    check_stranger_stays_out(roster);
    CHECK(door_program_logged(&scene.door, "event=roster verdict=signature version=1"));
    scene_ends(&scene);
}

static void s12_no_key_of_owner_keeper_or_door_makes_a_roster(void)
{
    static const enum test_key_owner signers[] = {KEY_OF_ALICE, KEY_OF_ROBOT, KEY_OF_CLOCK,
                                                  KEY_OF_IDENTITY};
    CHECK(scene_begins(&scene, program));
    for (size_t i = 0; i < sizeof(signers) / sizeof(signers[0]); i++) {
        check_stranger_stays_out(with_a_stranger(signers[i]));
    }
    CHECK(door_program_logged(&scene.door, "event=roster verdict=signer version=1"));
    scene_ends(&scene);
}

// The admin takes carol's key away; the broker plays the roster before it again, and after a restart.
static void s06_a_key_that_was_taken_away_stays_away(void)
{
    CHECK(scene_begins(&scene, program));
    const struct bytes first = scene.image.first_roster;
    scene.head.version = 2;
    scene.head.count = SCENE_PEOPLE - 1;
    scene.entries[3] = scene.entries[SCENE_PEOPLE - 1];
    const struct bytes second = person_signs_roster(KEY_OF_ADMIN, &scene.head, scene.entries, room);
    // Withheld, it is seen to be: the door says which one it obeys.
    CHECK_SAME(over_broker_epoch(&scene.broker).roster_version, 1);
    CHECK_SAME(scene_roster(&scene, second), 2);
    CHECK_SAME(scene_ask(&scene, KEY_OF_CAROL, "carol", ACTION_OPEN), 0);
    CHECK_SAME(scene_roster(&scene, first), 2);
    CHECK(door_program_logged(&scene.door, "event=roster verdict=version version=2"));
    scene_power_goes(&scene);
    CHECK(scene_power_comes(&scene));
    CHECK_SAME(scene_roster(&scene, first), 2);
    CHECK_SAME(scene_ask(&scene, KEY_OF_CAROL, "carol", ACTION_OPEN), 0);
    CHECK_SAME(scene.presses, 0);
    CHECK_SAME(scene_ask(&scene, KEY_OF_ALICE, "alice", ACTION_OPEN), RESULT_OK);
    scene_ends(&scene);
}

static void s07_a_stolen_admin_key_shuts_the_owner_out_of_nothing(void)
{
    CHECK(scene_begins(&scene, program));
    scene.head.version = 2;
    scene.entries[0] = person_entry(KEY_OF_STRANGER, ROLE_ADMIN, "mallory");
    CHECK_SAME(
        scene_roster(&scene, person_signs_roster(KEY_OF_ADMIN, &scene.head, scene.entries, room)),
        1);
    scene_ends(&scene);
    // Recovery may, and then the stolen key signs no more.
    CHECK(scene_begins(&scene, program));
    scene.head.version = 2;
    scene.entries[0] = person_entry(KEY_OF_DAVE, ROLE_ADMIN, "dave");
    scene.entries[6] = person_entry(KEY_OF_ADMIN, ROLE_STOP_ONLY, "admin");
    CHECK_SAME(scene_roster(&scene,
                            person_signs_roster(KEY_OF_RECOVERY, &scene.head, scene.entries, room)),
               2);
    scene_ends(&scene);
}

static bool file_holds(const char *name, struct bytes wanted)
{
    static uint8_t whole[65536];
    char path[DOOR_PATH_MOST];
    door_program_path(&scene.door, name, path);
    const int file = open(path, O_RDONLY);
    const ssize_t count = file >= 0 ? read(file, whole, sizeof(whole)) : -1;
    if (file >= 0) {
        (void)close(file); // only read
    }
    CHECK(count > 0);
    for (size_t at = 0; count > 0 && at + wanted.count <= (size_t)count; at++) {
        if (memcmp(whole + at, wanted.at, wanted.count) == 0) {
            return true;
        }
    }
    return false;
}

// What a thief has who has the controller: the door's own keys, and nobody else's.
static void a_stolen_controller_holds_nobodys_key_but_its_own(void)
{
    CHECK(scene_begins(&scene, program));
    CHECK_SAME(scene_ask(&scene, KEY_OF_ALICE, "alice", ACTION_OPEN), RESULT_OK);
    CHECK(scene_until(&scene, DOOR_OPEN));
    static const char *const files[] = {"image", "flash"};
    for (size_t f = 0; f < 2; f++) {
        for (int who = KEY_OF_RECOVERY; who < TEST_KEYS; who++) {
            const struct bytes key = BYTES_OF(test_keys[who].private_key);
            CHECK(!file_holds(files[f], key));
        }
    }
    // This looks where it should.
    const struct bytes own = BYTES_OF(test_keys[KEY_OF_IDENTITY].private_key);
    CHECK(file_holds("image", own));
    scene_ends(&scene);
}

// The thief of another door's image meets this one: its identity key is a stranger's here, and what was
// signed for that door says so.
static void a_stolen_controllers_own_keys_open_no_other_door(void)
{
    CHECK(scene_sets(&scene, program));
    memcpy(scene.image.secret, "another secret, as each has one", 32);
    CHECK(scene_starts(&scene));
    CHECK_SAME(scene_ask(&scene, KEY_OF_IDENTITY, "alice", ACTION_OPEN), 0);
    uint8_t other[COMMAND_RAW_SIZE];
    struct command command = scene_wish(&scene, ACTION_OPEN);
    person_key8(KEY_OF_STRANGER, command.door8);
    person_key8(KEY_OF_ALICE, command.key8);
    command_encode_raw(&command, other);
    person_signs(KEY_OF_ALICE, other, COMMAND_RAW_COVERED);
    CHECK_SAME(scene_delivers(&scene, "alice", BYTES_OF(other), false), 0);
    CHECK_SAME(scene.presses, 0);
    scene_ends(&scene);
}

int main(int count, char **words)
{
    if (count != 2) {
        (void)fputs("usage: rosters_test PORTCULLIS-DOOR\n", stderr);
        return 2;
    }
    program = words[1];
    RUN(s06_a_broker_adds_no_key_of_its_own);
    RUN(s12_no_key_of_owner_keeper_or_door_makes_a_roster);
    RUN(s06_a_key_that_was_taken_away_stays_away);
    RUN(s07_a_stolen_admin_key_shuts_the_owner_out_of_nothing);
    RUN(a_stolen_controller_holds_nobodys_key_but_its_own);
    RUN(a_stolen_controllers_own_keys_open_no_other_door);
    return check_verdict();
}
