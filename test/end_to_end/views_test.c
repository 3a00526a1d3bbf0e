// A broker that shows each client another world: old Epochs to one, new ones to another; yesterday's
// "closed"; a will and a mirror of its own. The words are the real door's.
#include "home/link/door_view.h"
#include "test/end_to_end/scene.h"
#include "test/support/check.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum {
    RECORDED_MOST = 32
};

static const char *program;
static struct scene scene;

// What the broker remembers of the door's Epochs, in their order.
static struct {
    uint8_t epochs[RECORDED_MOST][EPOCH_SIZE];
    size_t count;
    size_t seen; // messages looked at
} record;

static void record_epochs(void)
{
    for (; record.seen < scene.broker.message_count; record.seen++) {
        const struct broker_message *message = broker_at(&scene.broker, record.seen);
        if (message != NULL && strcmp(message->topic, "portcullis/garage/epoch") == 0 &&
            message->count == EPOCH_SIZE && record.count < RECORDED_MOST) {
            memcpy(record.epochs[record.count], message->payload, EPOCH_SIZE);
            record.count++;
        }
    }
}

static struct bytes recorded(size_t index)
{
    return (struct bytes){record.epochs[index], EPOCH_SIZE};
}

static void begin(void)
{
    memset(&record, 0, sizeof(record));
    CHECK(scene_begins(&scene, program));
}

// Carol is shown the world as it was when alice had not opened yet, and then before the power cut.
static void s04_a_wish_from_a_view_that_is_past_is_a_conflict_or_silence(void)
{
    begin();
    const struct command past = scene_wish(&scene, ACTION_OPEN);
    CHECK_SAME(scene_ask(&scene, KEY_OF_ALICE, "alice", ACTION_IDENTIFY), RESULT_OK);
    uint8_t room[COMMAND_RAW_SIZE];
    CHECK_SAME(
        scene_delivers(&scene, "carol", person_signs_command(KEY_OF_CAROL, &past, room), false),
        RESULT_CONFLICT);
    const struct command before_the_cut = scene_wish(&scene, ACTION_OPEN);
    scene_power_goes(&scene);
    CHECK(scene_power_comes(&scene));
    CHECK_SAME(scene_delivers(&scene, "carol",
                              person_signs_command(KEY_OF_CAROL, &before_the_cut, room), false),
               0);
    CHECK_SAME(scene.presses, 0);
    scene_ends(&scene);
}

// Closed, opened, closed by hand, over a restart, opened: whatever the broker shows afterwards, and in
// which order, a client that has seen the newest goes back to none of them.
static void a_client_that_has_seen_the_door_open_is_not_shown_it_closed(void)
{
    begin();
    CHECK_SAME(scene_ask(&scene, KEY_OF_ALICE, "alice", ACTION_OPEN), RESULT_OK);
    CHECK(scene_until(&scene, DOOR_OPEN));
    const struct garage_action wall = {.doing = GARAGE_WALL, .lasting = 300};
    garage_act(&scene.garage, &wall);
    CHECK(scene_until(&scene, DOOR_CLOSED));
    scene_power_goes(&scene);
    CHECK(scene_power_comes(&scene));
    CHECK(scene_until(&scene, DOOR_CLOSED));
    CHECK_SAME(scene_ask(&scene, KEY_OF_ALICE, "alice", ACTION_OPEN), RESULT_OK);
    CHECK(scene_until(&scene, DOOR_OPEN));
    record_epochs();
    EVP_PKEY *identity = key_from_point(test_keys[KEY_OF_IDENTITY].point);
    struct door_view view;
    CHECK(identity != NULL && door_view_init(&view, identity));
    CHECK(record.count >= 6);
    CHECK_SAME(door_view_take(&view, recorded(record.count - 1)), EPOCH_TAKEN);
    for (size_t i = 0; i < record.count; i++) {
        CHECK_SAME(door_view_take(&view, recorded(i)), EPOCH_OLDER);
    }
    CHECK_SAME(view.epoch.state, DOOR_OPEN);
    EVP_PKEY_free(identity);
    scene_ends(&scene);
}

// Its signature holds tomorrow too; that it is old can be seen.
static void yesterdays_closed_is_unproven_today(void)
{
    begin();
    record_epochs();
    EVP_PKEY *identity = key_from_point(test_keys[KEY_OF_IDENTITY].point);
    struct door_view view;
    CHECK(identity != NULL && door_view_init(&view, identity));
    CHECK_SAME(door_view_take(&view, recorded(record.count - 1)), EPOCH_TAKEN);
    CHECK_SAME(view.epoch.state, DOOR_CLOSED);
    CHECK(epoch_is_fresh(&view.epoch, time(NULL)));
    CHECK(!epoch_is_fresh(&view.epoch, time(NULL) + (time_t)24 * 3600));
    // Nor can its date be changed.
    uint8_t forged[EPOCH_SIZE];
    memcpy(forged, recorded(record.count - 1).at, EPOCH_SIZE);
    forged[43]++;
    CHECK_SAME(door_view_take(&view, BYTES_OF(forged)), EPOCH_REFUSED);
    EVP_PKEY_free(identity);
    scene_ends(&scene);
}

// The door takes none of its own words from the broker, nor Home Assistant's.
static void a_mirror_and_a_will_of_the_brokers_own_move_nothing(void)
{
    begin();
    record_epochs();
    static const char *const topics[] = {
        "portcullis/garage/state",  "portcullis/garage/availability",
        "portcullis/garage/event",  "portcullis/garage/ack/alice",
        "portcullis/garage/stored", "portcullis/garage/home-assistant/set",
        "portcullis/other/command", "homeassistant/device/garage/config"};
    static const char *const words[] = {"open", "offline", "OPEN", "{\"state\":\"open\"}", ""};
    for (size_t t = 0; t < sizeof(topics) / sizeof(topics[0]); t++) {
        for (size_t w = 0; w < sizeof(words) / sizeof(words[0]); w++) {
            CHECK(broker_sends(&scene.broker, topics[t], bytes_of_text(words[w]), w % 2 == 0));
        }
        scene_run(&scene, 50);
    }
    CHECK(broker_sends(&scene.broker, "portcullis/garage/epoch", recorded(0), true));
    scene_run(&scene, 500);
    CHECK_SAME(scene.presses, 0);
    CHECK_SAME(over_broker_epoch(&scene.broker).state, DOOR_CLOSED);
    CHECK_SAME(scene.line.calls, 1);
    scene_ends(&scene);
}

int main(int count, char **words)
{
    if (count != 2) {
        (void)fputs("usage: views_test PORTCULLIS-DOOR\n", stderr);
        return 2;
    }
    program = words[1];
    RUN(s04_a_wish_from_a_view_that_is_past_is_a_conflict_or_silence);
    RUN(a_client_that_has_seen_the_door_open_is_not_shown_it_closed);
    RUN(yesterdays_closed_is_unproven_today);
    RUN(a_mirror_and_a_will_of_the_brokers_own_move_nothing);
    return check_verdict();
}
