// What a conversation makes of the messages a broker gives it, one by one.
#include "home/link/conversation.h"
#include "test/support/check.h"
#include "test/unit/home/speaker.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct speaker door;
static EVP_PKEY *owner;

static void give(struct conversation *with, struct bytes payload, bool retained)
{
    const struct session_message message = {
        .topic = "portcullis/garage/whatever",
        .payload = payload,
        .retained = retained,
    };
    conversation_take(with, &message);
}

// A conversation in which one command has been signed; its command8 comes out.
static void begin(struct conversation *with, struct pending *pending,
                  uint8_t command8[COMMAND8_SIZE])
{
    uint8_t message[COMMAND_RAW_SIZE];
    *with = (struct conversation){.identity = door.identity, .pending = pending};
    CHECK(door_view_init(&with->view, door.identity));
    *pending = pending_asked(ACTION_OPEN, 0, 0);
    give(with, speaker_epoch(&door, (struct epoch){.boot = 1}), true);
    CHECK(with->changed && with->retained);
    CHECK(pending_sign(pending, &with->view, owner, 1, message));
    memcpy(command8, pending->command8[0], COMMAND8_SIZE);
}

static void a_retained_epoch_is_good_to_sign_over_and_a_live_one_is_newer(void)
{
    struct conversation with;
    struct pending pending;
    uint8_t command8[COMMAND8_SIZE];
    begin(&with, &pending, command8);
    give(&with, speaker_epoch(&door, (struct epoch){.boot = 1, .turn = 1}), false);
    CHECK_SAME(with.view.epoch.turn, 1);
    CHECK(!with.retained);
}

static void the_first_answer_counts_and_a_remembered_one_does_not(void)
{
    struct conversation with;
    struct pending pending;
    struct ack ack = {.result = RESULT_OK};
    begin(&with, &pending, ack.command8);
    give(&with, speaker_ack(&door, ack), true);
    CHECK(!with.answered);
    give(&with, speaker_ack(&door, ack), false);
    CHECK(with.answered);
    CHECK_SAME(with.ack.result, RESULT_OK);
    ack.result = RESULT_REPLAY;
    give(&with, speaker_ack(&door, ack), false);
    CHECK_SAME(with.ack.result, RESULT_OK);
}

static void an_event_ends_the_goal_of_our_command_alone(void)
{
    struct conversation with;
    struct pending pending;
    struct event event = {.what = WHAT_GOAL_ENDED, .result = RESULT_DONE};
    uint8_t command8[COMMAND8_SIZE];
    begin(&with, &pending, command8);
    give(&with, speaker_event(&door, event), false);
    CHECK(!with.goal_ended);
    memcpy(event.command8, command8, COMMAND8_SIZE);
    event.what = WHAT_ANSWER;
    give(&with, speaker_event(&door, event), false);
    CHECK(!with.goal_ended);
    event.what = WHAT_GOAL_ENDED;
    give(&with, speaker_event(&door, event), true);
    CHECK(!with.goal_ended);
    give(&with, speaker_event(&door, event), false);
    CHECK(with.goal_ended);
    CHECK_SAME(with.goal_result, RESULT_DONE);
}

static void rubbish_changes_nothing(void)
{
    struct conversation with;
    struct pending pending;
    uint8_t command8[COMMAND8_SIZE];
    begin(&with, &pending, command8);
    with.changed = false;
    give(&with, (struct bytes){NULL, 0}, false);
    give(&with, bytes_of_text("PCE1"), false);
    give(&with, bytes_of_text("{\"state\":\"open\"}"), false);
    CHECK(!with.changed && !with.answered && !with.goal_ended);
}

static void the_time_is_told_over_the_epoch_and_signed(void)
{
    struct conversation with;
    struct pending pending;
    uint8_t command8[COMMAND8_SIZE];
    uint8_t message[TIME_SIZE];
    struct time_message read;
    begin(&with, &pending, command8);
    CHECK(conversation_sign_time(&with.view, owner, 1772368496, message));
    CHECK(time_message_decode(BYTES_OF(message), &read));
    CHECK(key_verify_message(owner, BYTES_OF(message)));
    CHECK_SAME(read.unix_seconds, 1772368496);
    CHECK_BYTES(BYTES_OF(read.epoch_value), BYTES_OF(with.view.epoch.value));
    CHECK_BYTES(BYTES_OF(read.door8), BYTES_OF(door.door8));
}

static int16_t offset_in(const char *zone)
{
    struct conversation with;
    struct pending pending;
    uint8_t command8[COMMAND8_SIZE];
    uint8_t message[TIME_SIZE];
    struct time_message read = {.offset_minutes = 9999};
    CHECK(setenv("TZ", zone, 1) == 0);
    tzset();
    begin(&with, &pending, command8);
    CHECK(conversation_sign_time(&with.view, owner, 1772368496, message));
    CHECK(time_message_decode(BYTES_OF(message), &read));
    return read.offset_minutes;
}

// POSIX writes zones the other way round: what is east of Greenwich has a minus.
static void the_offset_is_minutes_east_of_greenwich(void)
{
    CHECK_SAME(offset_in("UTC0"), 0);
    CHECK_SAME(offset_in("CET-1"), 60);
    CHECK_SAME(offset_in("NST3:30"), -210);
    CHECK_SAME(offset_in("IST-5:30"), 330);
}

int main(void)
{
    struct failure failure;
    speaker_begin(&door);
    CHECK(key_generate(&owner, &failure));
    RUN(a_retained_epoch_is_good_to_sign_over_and_a_live_one_is_newer);
    RUN(the_first_answer_counts_and_a_remembered_one_does_not);
    RUN(an_event_ends_the_goal_of_our_command_alone);
    RUN(rubbish_changes_nothing);
    RUN(the_time_is_told_over_the_epoch_and_signed);
    RUN(the_offset_is_minutes_east_of_greenwich);
    EVP_PKEY_free(owner);
    speaker_end(&door);
    return check_verdict();
}
