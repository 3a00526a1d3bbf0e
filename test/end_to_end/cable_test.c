// The small board and the network it hangs on: names that are found by multicast DNS, that are not known
// yet, that nobody answers for; a cable that is pulled, an address that changes, a clock that is past the
// broker's certificate. words[1] is portcullis-board; test/board/cable.h says what the network knows.
#include "test/end_to_end/scene.h"
#include "test/support/check.h"
#include "test/unit/door/adapters/meeting.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *program;
static struct scene scene;

// A door that has a name for its broker and no address.
static bool starts_with_name(const char *name)
{
    if (!scene_sets(&scene, program)) {
        return false;
    }
    scene.image.broker_address = bytes_of_text(name);
    return door_program_write_image(&scene.door, &scene.image) && door_program_start(&scene.door);
}

static void a_name_that_ends_in_local_is_found_by_multicast_dns(void)
{
    CHECK(starts_with_name("mqtt.local"));
    CHECK(scene_connected(&scene, 1, 60000));
    CHECK_SAME(scene_ask(&scene, KEY_OF_ALICE, "alice", ACTION_OPEN), RESULT_OK);
    CHECK_SAME(scene.line.calls, 1);
    scene_ends(&scene);
}

static void a_name_that_nobody_knows_yet_is_asked_for_again(void)
{
    CHECK(starts_with_name("late.test"));
    CHECK(scene_connected(&scene, 1, 60000));
    CHECK_SAME(door_program_counts(&scene.door, "the broker's name is not known", ""), 2);
    CHECK_SAME(scene_ask(&scene, KEY_OF_ALICE, "alice", ACTION_IDENTIFY), RESULT_OK);
    scene_ends(&scene);
}

static void a_name_server_that_is_silent_is_asked_again(void)
{
    CHECK(starts_with_name("quiet.test"));
    CHECK(scene_connected(&scene, 1, 60000));
    CHECK_SAME(scene_ask(&scene, KEY_OF_ALICE, "alice", ACTION_IDENTIFY), RESULT_OK);
    scene_ends(&scene);
}

static void a_certificate_that_has_ended_by_the_boards_clock_gets_no_connect(void)
{
    CHECK(setenv("PORTCULLIS_RTC", "base=2045-01-02T03:04:05", 1) == 0);
    CHECK(scene_sets(&scene, program));
    CHECK(door_program_write_image(&scene.door, &scene.image));
    CHECK(door_program_start(&scene.door));
    CHECK(unsetenv("PORTCULLIS_RTC") == 0);
    for (int i = 0; i < 150 && scene.line.calls < 2; i++) {
        scene_run(&scene, 100);
        CHECK(!scene.broker.connected);
    }
    CHECK(door_program_logged(&scene.door, tls_error_text(TLS_ERROR_EXPIRED)));
    CHECK(!door_program_logged(&scene.door, "event=tls-open"));
    scene_ends(&scene);
}

static bool logs_within(const char *words, unsigned seconds)
{
    for (unsigned i = 0; i < seconds * 10 && !door_program_logged(&scene.door, words); i++) {
        scene_run(&scene, 100);
    }
    return door_program_logged(&scene.door, words);
}

// Half-open: for the broker the connection stands, for the door nothing goes and nothing comes.
static void a_cable_that_is_pulled_is_noticed_and_the_door_is_back_with_it(void)
{
    CHECK(scene_begins(&scene, program));
    CHECK(kill(scene.door.process, SIGUSR1) == 0);
    CHECK(logs_within("event=closing why=", 60));
    CHECK(scene.line.connection >= 0);
    CHECK(scene_steps_for(&scene, 1000));
    // A broker takes the door's new connection for the old one.
    tls_line_hang_up(&scene.line);
    CHECK(kill(scene.door.process, SIGUSR2) == 0);
    scene.broker.subscribed = false;
    CHECK(scene_connected(&scene, 1, 60000));
    CHECK_SAME(scene_ask(&scene, KEY_OF_ALICE, "alice", ACTION_OPEN), RESULT_OK);
    scene_ends(&scene);
}

// The lease is for two minutes, and renewed after one: at another address.
static void an_address_that_changes_costs_a_connection_and_no_more(void)
{
    CHECK(setenv("PORTCULLIS_CABLE", "moves", 1) == 0);
    CHECK(scene_begins(&scene, program));
    CHECK(setenv("PORTCULLIS_CABLE", "yes", 1) == 0);
    CHECK(door_program_logged(&scene.door, "address=167772688")); // 10.0.2.16
    scene.broker.subscribed = false;
    CHECK(logs_within("address=167772689", 100));
    CHECK(scene_connected(&scene, 1, 30000));
    CHECK_SAME(scene_ask(&scene, KEY_OF_ALICE, "alice", ACTION_OPEN), RESULT_OK);
    CHECK_SAME(scene.line.calls, 2);
    scene_ends(&scene);
}

int main(int count, char **words)
{
    if (count != 3 || (strcmp(words[2], "short") != 0 && strcmp(words[2], "long") != 0) ||
        setenv("PORTCULLIS_CABLE", "yes", 1) != 0) {
        (void)fputs("usage: cable_test PORTCULLIS-BOARD short|long\n", stderr);
        return 2;
    }
    program = words[1];
    RUN(a_name_that_ends_in_local_is_found_by_multicast_dns);
    RUN(a_name_that_nobody_knows_yet_is_asked_for_again);
    RUN(a_certificate_that_has_ended_by_the_boards_clock_gets_no_connect);
    if (strcmp(words[2], "long") == 0) {
        RUN(a_name_server_that_is_silent_is_asked_again);
        RUN(a_cable_that_is_pulled_is_noticed_and_the_door_is_back_with_it);
        RUN(an_address_that_changes_costs_a_connection_and_no_more);
    }
    return check_verdict();
}
