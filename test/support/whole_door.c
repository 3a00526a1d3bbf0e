#include "test/support/whole_door.h"

#include "base/insist.h"
#include "door/seams/board.h"
#include "test/support/over_broker.h"
#include "test/support/random.h"

#include <string.h>

static struct random entropy;
static bool entropy_fails;
static bool in_floor;

bool board_entropy(uint8_t *room, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        room[i] = (uint8_t)random_u64(&entropy);
    }
    return !entropy_fails;
}

void board_floor_enter(void)
{
    INSIST(903, !in_floor);
    in_floor = true;
}

void board_floor_leave(void)
{
    INSIST(904, in_floor);
    in_floor = false;
}

void whole_door_entropy_fails(bool fails)
{
    entropy_fails = fails;
}

void whole_door_entropy_restarts(void)
{
    entropy = random_from(1);
}

static void make_first_roster(struct whole_door *whole)
{
    struct roster_entry *entries = whole->entries;
    entries[0] = person_entry(KEY_OF_ADMIN, ROLE_ADMIN, "admin");
    entries[1] = person_entry(KEY_OF_ALICE, ROLE_OWNER, "alice");
    entries[2] = person_entry(KEY_OF_BOB, ROLE_GUEST, "bob");
    entries[2].uses = 1;
    entries[3] = person_entry(KEY_OF_CAROL, ROLE_MEMBER, "carol");
    entries[4] = person_entry(KEY_OF_ROBOT, ROLE_AUTOMATION, "robot");
    entries[5] = person_entry(KEY_OF_CLOCK, ROLE_TIMEKEEPER, "clock");
    entries[6] = person_entry(KEY_OF_DAVE, ROLE_STOP_ONLY, "dave");
    whole->head = people_roster_head(1, 1, 7);
    whole->head.policy = POLICY_UNATTENDED_CLOSE | POLICY_AUTOMATION;
    whole->image.first_roster =
        person_signs_roster(KEY_OF_ADMIN, &whole->head, entries, whole->first_roster);
}

static void make_image(struct whole_door *whole)
{
    struct image *image = &whole->image;
    image->door_name = bytes_of_text("garage");
    image->topic_root = bytes_of_text("portcullis");
    image->broker_host = bytes_of_text("mqtt.local");
    image->broker_port = 8883;
    memset(image->client_id, 0x5a, sizeof(image->client_id));
    memset(image->secret, 0x77, sizeof(image->secret));
    memcpy(image->identity_key, test_keys[KEY_OF_IDENTITY].private_key, PRIVATE_KEY_SIZE);
    memcpy(image->identity_point, test_keys[KEY_OF_IDENTITY].point, POINT_SIZE);
    memcpy(image->recovery_point, test_keys[KEY_OF_RECOVERY].point, POINT_SIZE);
    image->operator_settings = operator_settings_default();
    struct operator_settings *settings = &image->operator_settings;
    settings->profile = PROFILE_STOP_BOTH;
    settings->switches = SWITCHES_BOTH;
    settings->door_type = DOOR_TYPE_SECTIONAL;
    settings->wall_input = true;
    settings->device_button = true;
    settings->photo_eye = true;
    settings->lamp = true;
    settings->beeper = true;
}

void whole_door_init(struct whole_door *whole)
{
    memset(whole, 0, sizeof(*whole));
    entropy = random_from(1);
    entropy_fails = false;
    ram_flash_init(&whole->flash);
    broker_init(&whole->broker);
    make_image(whole);
    make_first_roster(whole);
    struct garage_settings settings = garage_settings_of(GARAGE_STOP_BOTH);
    garage_init(&whole->garage, &settings, 1);
    whole->now = UINT32_MAX - 20000; // the wrap is never far
    whole->nonce = 1000;
}

void whole_door_boot(struct whole_door *whole)
{
    const struct floor_parts parts = {.image = &whole->image,
                                      .flash = &whole->flash.flash,
                                      .door = &whole->door,
                                      .version = "test",
                                      .panic = whole->panic};
    if (whole->flash.dark) {
        ram_flash_revive(&whole->flash);
    }
    whole->powered = true;
    whole->linked = false;
    INSIST(905, opener_init(&whole->opener, &parts, whole->now));
}

void whole_door_cut(struct whole_door *whole)
{
    whole->powered = false;
    whole->linked = false;
    whole->pins = (struct garage_pins){0};
    // What was in RAM is noise afterwards.
    memset(&whole->opener, 0xa5, sizeof(whole->opener));
    memset(&whole->door, 0xa5, sizeof(whole->door));
    broker_accept(&whole->broker);
}

static void step_door(struct whole_door *whole)
{
    const struct garage_levels levels = garage_levels(&whole->garage);
    const struct door_inputs inputs = {.open_switch = levels.open_switch,
                                       .closed_switch = levels.closed_switch,
                                       .wall_button = levels.wall_button,
                                       .device_button = levels.device_button,
                                       .photo_eye = levels.photo_eye};
    const struct door_outputs outputs = door_tick(&whole->door, &inputs, whole->now);
    whole->presses += outputs.relay && !whole->pins.relay ? 1 : 0;
    whole->pins = (struct garage_pins){outputs.relay, outputs.lamp, outputs.beeper};
}

// One millisecond.
static void step(struct whole_door *whole)
{
    whole->now++;
    if (whole->powered && !whole->door_floor_stands) {
        step_door(whole);
    }
    garage_step(&whole->garage, whole->pins);
}

static void close_link(struct whole_door *whole)
{
    whole->linked = false;
    broker_accept(&whole->broker);
    opener_transport_closed(&whole->opener, whole->now);
}

static void serve_transport(struct whole_door *whole)
{
    switch (opener_transport(&whole->opener)) {
    case OPENER_TRANSPORT_OPEN:
        if (whole->no_network) {
            close_link(whole);
            break;
        }
        broker_accept(&whole->broker);
        whole->linked = true;
        opener_transport_opened(&whole->opener, 0, whole->now);
        break;
    case OPENER_TRANSPORT_CLOSE:
        close_link(whole);
        break;
    case OPENER_TRANSPORT_AS_IT_IS:
        break;
    }
}

static void carry(struct whole_door *whole)
{
    // What was said before hanging up has been heard by now.
    if (whole->broker.hangs_up || whole->no_network) {
        close_link(whole);
        return;
    }
    const struct bytes from_door = opener_pending(&whole->opener);
    if (from_door.count > 0) {
        broker_takes(&whole->broker, from_door);
        opener_sent(&whole->opener, from_door.count);
    }
    const struct bytes for_door = broker_pending(&whole->broker);
    if (for_door.count > 0) {
        broker_sent(&whole->broker, opener_receive(&whole->opener, for_door, whole->now));
    }
}

static void take_notes(struct whole_door *whole)
{
    struct note note;
    while (opener_next_note(&whole->opener, &note)) {
        whole->notes[whole->note_count++ % WHOLE_DOOR_NOTES] = note;
    }
}

static void step_network(struct whole_door *whole)
{
    opener_run(&whole->opener, whole->now);
    take_notes(whole);
    if (whole->opener.floor.guard.verifying.running) {
        for (millis i = 0; i < whole->verify_takes; i++) {
            step(whole);
        }
    }
    serve_transport(whole);
    if (whole->linked) {
        carry(whole);
    }
    if (whole->flash.dark) {
        whole_door_cut(whole);
    }
}

void whole_door_run(struct whole_door *whole, millis length)
{
    const millis from = whole->now;
    while (whole->now - from < length) {
        step(whole);
        if (whole->powered && whole->now % 2 == 0) {
            step_network(whole);
        }
    }
}

static bool has_nothing_to_say(const struct whole_door *whole)
{
    const struct report *report = &whole->opener.floor.report;
    const struct epoch now_so = network_floor_epoch(&whole->opener.floor, whole->now);
    return whole->broker.subscribed && report->ack_count == 0 && report->event_count == 0 &&
           report->since_epoch.running && !report_is_news(report, &now_so);
}

bool whole_door_settles(struct whole_door *whole)
{
    for (int i = 0; i < 500; i++) {
        if (!whole->powered) {
            return false;
        }
        if (has_nothing_to_say(whole)) {
            return true;
        }
        whole_door_run(whole, 10);
    }
    return false;
}

void whole_door_permit(struct whole_door *whole)
{
    const struct garage_action hold = {.doing = GARAGE_DEVICE, .lasting = 3500};
    garage_act(&whole->garage, &hold);
    whole_door_run(whole, 4500);
}

bool whole_door_ready(struct whole_door *whole)
{
    whole_door_init(whole);
    whole_door_boot(whole);
    whole_door_run(whole, 2000);
    return whole_door_settles(whole);
}

bool whole_door_ready_to_close(struct whole_door *whole)
{
    const bool ready = whole_door_ready(whole);
    whole_door_permit(whole);
    return ready && whole_door_settles(whole);
}

bool whole_door_finishes(struct whole_door *whole)
{
    whole_door_run(whole, 500);
    for (int i = 0; i < 400 && whole->powered && whole->opener.floor.snapshot.busy; i++) {
        whole_door_run(whole, 500);
    }
    return whole_door_settles(whole);
}

struct epoch whole_door_epoch(const struct whole_door *whole)
{
    return over_broker_epoch(&whole->broker);
}

struct command whole_door_wish(struct whole_door *whole, enum action action)
{
    return over_broker_wish(&whole->broker, ++whole->nonce, action);
}

void whole_door_replay(struct whole_door *whole, const char *user, struct bytes message,
                       bool retained)
{
    over_broker_sends(&whole->broker, user, message, retained);
}

void whole_door_deliver(struct whole_door *whole, enum test_key_owner who, const char *user,
                        const struct command *command, uint8_t command8[COMMAND8_SIZE])
{
    over_broker_commands(&whole->broker, who, user, command, command8);
}

uint8_t whole_door_result(const struct whole_door *whole, const char *user,
                          const uint8_t command8[COMMAND8_SIZE])
{
    return over_broker_result(&whole->broker, user, command8, 0);
}

uint8_t whole_door_ask(struct whole_door *whole, enum test_key_owner who, const char *user,
                       enum action action)
{
    uint8_t command8[COMMAND8_SIZE];
    const struct command command = whole_door_wish(whole, action);
    whole_door_deliver(whole, who, user, &command, command8);
    whole_door_run(whole, 1000);
    return whole_door_result(whole, user, command8);
}

bool whole_door_told(const struct whole_door *whole, enum what what, uint8_t result,
                     const uint8_t *key8)
{
    return over_broker_told(&whole->broker, what, result, key8);
}
