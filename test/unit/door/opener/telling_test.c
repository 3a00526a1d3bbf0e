// What the door tells: Epochs, Events and their numbers, what is told again, and the mirror.
#include "test/support/check.h"
#include "test/support/over_broker.h"
#include "test/support/whole_door.h"

#include <stdio.h>
#include <string.h>

static const char event_topic[] = "portcullis/garage/event";

static struct whole_door whole;

static struct event event_at(size_t index, bool *is_one)
{
    struct event event = {0};
    const struct broker_message *message = broker_at(&whole.broker, index);
    *is_one = message != NULL && strcmp(message->topic, event_topic) == 0 &&
              event_decode((struct bytes){message->payload, message->count}, &event);
    return event;
}

static void drive_by_hand(void)
{
    const struct garage_action fob = {.doing = GARAGE_FOB};
    garage_act(&whole.garage, &fob);
    whole_door_run(&whole, 16000);
}

static void restart(void)
{
    whole_door_cut(&whole);
    whole_door_boot(&whole);
    whole_door_run(&whole, 2500);
    CHECK(whole_door_settles(&whole));
}

static void event_numbers_are_gapless_within_a_boot(void)
{
    CHECK(whole_door_ready(&whole));
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ALICE, "alice", ACTION_OPEN), RESULT_OK);
    CHECK(whole_door_finishes(&whole));
    drive_by_hand();
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_DAVE, "dave", ACTION_OPEN), RESULT_ROLE);
    CHECK(whole_door_settles(&whole));
    uint32_t last = 0;
    for (size_t i = 0; i < whole.broker.message_count; i++) {
        bool is_one = false;
        const struct event event = event_at(i, &is_one);
        if (is_one) {
            CHECK_SAME(event.number, last + 1);
            CHECK_SAME(event.boot, 1);
            last = event.number;
        }
    }
    CHECK(last >= 4);
    CHECK_SAME(whole_door_epoch(&whole).event_number, last);
}

static void a_boot_goes_on_after_the_last_journalled_number(void)
{
    CHECK(whole_door_ready(&whole));
    drive_by_hand();
    const uint32_t journalled = whole.opener.floor.store.kept.last_number;
    CHECK(journalled > 0);
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_DAVE, "dave", ACTION_OPEN), RESULT_ROLE);
    CHECK(whole_door_epoch(&whole).event_number > journalled);
    restart();
    CHECK_SAME(whole_door_epoch(&whole).event_number, journalled + 1);
    CHECK_SAME(whole_door_epoch(&whole).boot, 2);
}

static void movements_are_told_again_after_stored(void)
{
    CHECK(whole_door_ready(&whole));
    drive_by_hand();
    drive_by_hand();
    CHECK(whole_door_settles(&whole));
    struct broker_message first = {0};
    for (size_t i = 0; i < whole.broker.message_count && first.count == 0; i++) {
        bool is_one = false;
        const struct event event = event_at(i, &is_one);
        if (is_one && event.what >= WHAT_MOVED_BY_WALL && event.what <= WHAT_MOVED_UNKNOWN) {
            first = *broker_at(&whole.broker, i);
        }
    }
    restart();
    const size_t before = whole.broker.message_count;
    const uint8_t nothing_stored[8] = {0};
    CHECK(broker_sends(&whole.broker, "portcullis/garage/stored", BYTES_OF(nothing_stored), true));
    whole_door_run(&whole, 5000);
    size_t again = 0;
    for (size_t i = before; i < whole.broker.message_count; i++) {
        bool is_one = false;
        const struct event event = event_at(i, &is_one);
        if (is_one && again++ == 0) {
            // RFC 6979: the same bytes.
            const struct broker_message *same = broker_at(&whole.broker, i);
            CHECK_SAME(event.boot, 1);
            CHECK_BYTES(((struct bytes){same->payload, same->count}),
                        ((struct bytes){first.payload, first.count}));
        }
    }
    CHECK_SAME(again, 2);
}

static void nothing_is_told_again_that_is_stored(void)
{
    CHECK(whole_door_ready(&whole));
    drive_by_hand();
    CHECK(whole_door_settles(&whole));
    const size_t before = broker_count(&whole.broker, event_topic);
    const uint8_t all[8] = {0, 0, 0, 1, 0, 0, 0, 99};
    CHECK(broker_sends(&whole.broker, "portcullis/garage/stored", BYTES_OF(all), true));
    const uint8_t short_one[7] = {0};
    CHECK(broker_sends(&whole.broker, "portcullis/garage/stored", BYTES_OF(short_one), true));
    whole_door_run(&whole, 3000);
    CHECK_SAME(broker_count(&whole.broker, event_topic), before);
}

static void events_of_a_time_without_network_are_told_afterwards(void)
{
    CHECK(whole_door_ready(&whole));
    const size_t before = broker_count(&whole.broker, event_topic);
    whole.no_network = true;
    drive_by_hand();
    CHECK_SAME(broker_count(&whole.broker, event_topic), before);
    whole.no_network = false;
    whole_door_run(&whole, 65000);
    CHECK(whole_door_settles(&whole));
    CHECK_SAME(broker_count(&whole.broker, event_topic), before + 1);
    CHECK_SAME(whole_door_epoch(&whole).state, DOOR_OPEN);
}

static void an_event_that_was_not_acknowledged_is_told_on_the_next_connection(void)
{
    CHECK(whole_door_ready(&whole));
    whole.broker.withholds = true;
    drive_by_hand();
    const size_t once = broker_count(&whole.broker, event_topic);
    whole.broker.withholds = false;
    whole.broker.hangs_up = true;
    whole_door_run(&whole, 10000);
    CHECK(whole_door_settles(&whole));
    CHECK(broker_count(&whole.broker, event_topic) > once);
}

static void an_epoch_comes_at_most_once_a_second(void)
{
    CHECK(whole_door_ready(&whole));
    const size_t before = broker_count(&whole.broker, "portcullis/garage/epoch");
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ALICE, "alice", ACTION_OPEN), RESULT_OK);
    whole_door_run(&whole, 19000);
    const size_t epochs = broker_count(&whole.broker, "portcullis/garage/epoch") - before;
    CHECK(epochs >= 3);
    CHECK(epochs <= 21);
}

static void an_epoch_comes_at_every_turn_though_nothing_happens(void)
{
    CHECK(whole_door_ready(&whole));
    const size_t before = broker_count(&whole.broker, "portcullis/garage/epoch");
    whole_door_run(&whole, 5 * TURN_LENGTH);
    CHECK_SAME(broker_count(&whole.broker, "portcullis/garage/epoch"), before + 5);
}

static void epoch_state_and_availability_are_retained_and_the_rest_is_not(void)
{
    CHECK(whole_door_ready(&whole));
    CHECK_SAME(whole_door_ask(&whole, KEY_OF_ALICE, "alice", ACTION_OPEN), RESULT_OK);
    for (size_t i = 0; i < whole.broker.message_count; i++) {
        const struct broker_message *message = broker_at(&whole.broker, i);
        const bool wanted = strcmp(message->topic, "portcullis/garage/epoch") == 0 ||
                            strcmp(message->topic, "portcullis/garage/state") == 0 ||
                            strcmp(message->topic, "portcullis/garage/availability") == 0;
        CHECK_SAME(message->retained, wanted);
    }
    const struct broker_message *availability =
        broker_latest(&whole.broker, "portcullis/garage/availability");
    CHECK_BYTES(((struct bytes){availability->payload, availability->count}),
                bytes_of_text("online"));
}

static void the_mirror_is_in_step(void)
{
    CHECK(whole_door_ready(&whole));
    const struct broker_message *state = broker_latest(&whole.broker, "portcullis/garage/state");
    CHECK_BYTES(((struct bytes){state->payload, state->count}),
                bytes_of_text("{\"state\":\"closed\",\"warning\":0,\"obstructed\":false,\"fault\":"
                              "false,\"vacation_lock\":false,\"lock_out\":false,"
                              "\"board_test_due\":false,\"source\":\"unknown\",\"refused\":0,"
                              "\"position\":0,\"version\":\"test\"}"));
    // Nothing happens: it is not said again.
    const size_t before = broker_count(&whole.broker, "portcullis/garage/state");
    whole_door_run(&whole, 20000);
    CHECK_SAME(broker_count(&whole.broker, "portcullis/garage/state"), before);
}

// An Event for the owner, signed; and for whoever looks into it, the number.
static void a_panic_of_the_life_before_is_told(void)
{
    static const char number[] = ",\"panic\":90034,";
    CHECK(whole_door_ready(&whole));
    CHECK(!over_broker_told(&whole.broker, WHAT_FAULT, RESULT_INTERRUPTED, NULL));
    CHECK(!over_broker_mirrors(&whole.broker, "panic"));
    whole.panic = 90034;
    restart();
    CHECK(over_broker_told(&whole.broker, WHAT_FAULT, RESULT_INTERRUPTED, NULL));
    CHECK(over_broker_mirrors(&whole.broker, number));
    CHECK_SAME(whole_door_epoch(&whole).event_number, 2); // it has a number as the boot has
    whole.panic = 0;
    restart();
    CHECK_SAME(whole_door_epoch(&whole).event_number, 1);
    CHECK(!over_broker_mirrors(&whole.broker, "panic"));
}

int main(void)
{
    RUN(event_numbers_are_gapless_within_a_boot);
    RUN(a_boot_goes_on_after_the_last_journalled_number);
    RUN(movements_are_told_again_after_stored);
    RUN(nothing_is_told_again_that_is_stored);
    RUN(events_of_a_time_without_network_are_told_afterwards);
    RUN(an_event_that_was_not_acknowledged_is_told_on_the_next_connection);
    RUN(an_epoch_comes_at_most_once_a_second);
    RUN(an_epoch_comes_at_every_turn_though_nothing_happens);
    RUN(epoch_state_and_availability_are_retained_and_the_rest_is_not);
    RUN(the_mirror_is_in_step);
    RUN(a_panic_of_the_life_before_is_told);
    return check_verdict();
}
