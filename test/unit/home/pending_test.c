#include "home/link/pending.h"
#include "test/support/check.h"
#include "test/unit/home/speaker.h"

#include <string.h>

static struct speaker door;
static struct speaker stranger;
static EVP_PKEY *owner;
static struct door_view view;

// Three starts: plain, at the clock's wrap, and anywhere.
static const millis starts[] = {0, UINT32_MAX - 4000, 123456789};

static void hear(uint32_t turn, uint16_t sequence)
{
    struct epoch epoch = {.boot = 1, .turn = turn, .sequence = sequence};
    memset(epoch.value, (int)turn, sizeof(epoch.value));
    CHECK_SAME(door_view_take(&view, speaker_epoch(&door, epoch)), EPOCH_TAKEN);
}

static void begin(void)
{
    CHECK(door_view_init(&view, door.identity));
}

static void send(struct pending *pending, uint64_t clock, millis now,
                 uint8_t message[COMMAND_RAW_SIZE])
{
    CHECK(pending_sign(pending, &view, owner, clock, message));
    pending_went_out(pending, now);
}

static void nothing_is_signed_before_the_door_has_spoken(void)
{
    begin();
    struct pending pending = pending_asked(ACTION_OPEN, 0, 0);
    CHECK_SAME(pending_next(&pending, &view, 0), PENDING_WAIT);
    hear(1, 5);
    CHECK_SAME(pending_next(&pending, &view, 0), PENDING_SIGN);
}

static void the_command_says_what_the_door_said(void)
{
    begin();
    hear(1, 5);
    uint8_t message[COMMAND_RAW_SIZE];
    uint8_t point[POINT_SIZE];
    uint8_t key8[KEY8_SIZE];
    struct command_message read;
    struct pending pending = pending_asked(ACTION_VENT, 30, 0);
    send(&pending, 1772368496000, 0, message);
    CHECK(command_decode(BYTES_OF(message), &read));
    CHECK_SAME(read.kind, KEY_RAW);
    CHECK_SAME(read.command.action, ACTION_VENT);
    CHECK_SAME(read.command.argument, 30);
    CHECK_SAME(read.command.sequence, 5);
    CHECK_SAME(read.command.nonce, 1772368496000);
    CHECK_BYTES(BYTES_OF(read.command.epoch_value), BYTES_OF(view.epoch.value));
    CHECK_BYTES(BYTES_OF(read.command.door8), BYTES_OF(door.door8));
    CHECK(key_point(owner, point));
    key8_of(point, key8);
    CHECK_BYTES(BYTES_OF(read.command.key8), BYTES_OF(key8));
    CHECK(key_verify(owner, read.covered, read.signature.at));
}

static void it_is_signed_again_after_three_seconds_over_a_newer_epoch_only(void)
{
    for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
        const millis start = starts[i];
        uint8_t message[COMMAND_RAW_SIZE];
        begin();
        hear(1, 5);
        struct pending pending = pending_asked(ACTION_OPEN, 0, start);
        send(&pending, 1000, start, message);
        CHECK_SAME(pending_next(&pending, &view, start + 2999), PENDING_WAIT);
        CHECK_SAME(pending_next(&pending, &view, start + 3000), PENDING_WAIT);
        hear(2, 6);
        CHECK_SAME(pending_next(&pending, &view, start + 2999), PENDING_WAIT);
        CHECK_SAME(pending_next(&pending, &view, start + 3000), PENDING_SIGN);
    }
}

static void hear_of(uint32_t turn, uint16_t sequence, uint8_t state)
{
    struct epoch epoch = {.boot = 1, .turn = turn, .sequence = sequence, .state = state};
    memset(epoch.value, (int)turn, sizeof(epoch.value));
    CHECK_SAME(door_view_take(&view, speaker_epoch(&door, epoch)), EPOCH_TAKEN);
}

// It may have been done, its answer lost, and undone by somebody since.
static void over_another_state_nothing_is_signed_again_but_a_stop(void)
{
    static const uint8_t actions[] = {ACTION_OPEN, ACTION_CLOSE, ACTION_VENT, ACTION_STOP};
    for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++) {
        uint8_t message[COMMAND_RAW_SIZE];
        begin();
        hear_of(1, 5, DOOR_CLOSED);
        struct pending pending = pending_asked(actions[i], 0, 0);
        send(&pending, 1000, 0, message);
        hear_of(2, 7, DOOR_STOPPED);
        CHECK_SAME(pending_next(&pending, &view, 3000),
                   actions[i] == ACTION_STOP ? PENDING_SIGN : PENDING_WAIT);
        CHECK_SAME(pending_next(&pending, &view, 10000), PENDING_GIVE_UP);
    }
}

static void it_is_given_up_after_ten_seconds(void)
{
    for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
        begin();
        const struct pending pending = pending_asked(ACTION_OPEN, 0, starts[i]);
        CHECK_SAME(pending_next(&pending, &view, starts[i] + 9999), PENDING_WAIT);
        CHECK_SAME(pending_next(&pending, &view, starts[i] + 10000), PENDING_GIVE_UP);
    }
}

static void the_nonce_rises_also_where_the_clock_does_not(void)
{
    begin();
    uint8_t message[COMMAND_RAW_SIZE];
    uint64_t last = 0;
    struct command_message read;
    struct pending pending = pending_asked(ACTION_OPEN, 0, 0);
    const uint64_t clocks[] = {5000, 5000, 4000};
    for (uint32_t i = 0; i < 3; i++) {
        hear(i + 1, 5);
        send(&pending, clocks[i], 0, message);
        CHECK(command_decode(BYTES_OF(message), &read));
        CHECK(read.command.nonce > last);
        last = read.command.nonce;
    }
}

static void no_more_than_four_are_signed(void)
{
    begin();
    uint8_t message[COMMAND_RAW_SIZE];
    struct pending pending = pending_asked(ACTION_OPEN, 0, 0);
    for (uint32_t i = 0; i < PENDING_SENT_MOST; i++) {
        hear(i + 1, 5);
        send(&pending, 1, 0, message);
    }
    hear(9, 5);
    CHECK_SAME(pending_next(&pending, &view, 5000), PENDING_WAIT);
    CHECK(!pending_sign(&pending, &view, owner, 1, message));
}

static void command8_of(const uint8_t message[COMMAND_RAW_SIZE], uint8_t command8[COMMAND8_SIZE])
{
    uint8_t hash[HASH_SIZE];
    struct command_message read;
    CHECK(command_decode((struct bytes){message, COMMAND_RAW_SIZE}, &read));
    sha256_of(read.m, hash);
    memcpy(command8, hash, COMMAND8_SIZE);
}

static void an_ack_to_any_of_the_commands_is_the_answer(void)
{
    begin();
    uint8_t message[COMMAND_RAW_SIZE];
    struct ack first = {.result = RESULT_OK, .sequence = 6, .state = DOOR_OPENING, .position = 3};
    struct ack second = {.result = RESULT_ALREADY};
    struct ack taken;
    struct pending pending = pending_asked(ACTION_OPEN, 0, 0);
    hear(1, 5);
    send(&pending, 1, 0, message);
    command8_of(message, first.command8);
    hear(2, 6);
    send(&pending, 2, 3000, message);
    command8_of(message, second.command8);
    CHECK(pending_take_ack(&pending, &view, speaker_ack(&door, first), &taken));
    CHECK_SAME(taken.result, RESULT_OK);
    CHECK_SAME(taken.sequence, 6);
    CHECK_SAME(taken.state, DOOR_OPENING);
    CHECK(pending_take_ack(&pending, &view, speaker_ack(&door, second), &taken));
    CHECK_SAME(taken.result, RESULT_ALREADY);
}

static void an_ack_of_a_stranger_or_to_another_command_is_none(void)
{
    begin();
    uint8_t message[COMMAND_RAW_SIZE];
    struct ack ack = {.result = RESULT_OK};
    struct ack taken = {.result = 77};
    struct pending pending = pending_asked(ACTION_OPEN, 0, 0);
    hear(1, 5);
    send(&pending, 1, 0, message);
    command8_of(message, ack.command8);
    struct speaker liar = stranger;
    memcpy(liar.door8, door.door8, DOOR8_SIZE);
    CHECK(!pending_take_ack(&pending, &view, speaker_ack(&stranger, ack), &taken));
    CHECK(!pending_take_ack(&pending, &view, speaker_ack(&liar, ack), &taken));
    uint8_t flipped[ACK_SIZE];
    memcpy(flipped, speaker_ack(&door, ack).at, sizeof(flipped));
    for (size_t i = 0; i < sizeof(flipped); i++) {
        flipped[i] ^= 1;
        CHECK(!pending_take_ack(&pending, &view, BYTES_OF(flipped), &taken));
        flipped[i] ^= 1;
        CHECK(!pending_take_ack(&pending, &view, (struct bytes){flipped, i}, &taken));
    }
    ack.command8[0] ^= 1;
    CHECK(!pending_take_ack(&pending, &view, speaker_ack(&door, ack), &taken));
    CHECK_SAME(taken.result, 77);
}

// A command signed over sequence 5 of a closed door, refused because the door is at 6.
static struct pending conflicted(millis now)
{
    uint8_t message[COMMAND_RAW_SIZE];
    const struct ack conflict = {.result = RESULT_CONFLICT, .sequence = 6};
    begin();
    hear(1, 5);
    struct pending pending = pending_asked(ACTION_OPEN, 0, now);
    send(&pending, 1, now, message);
    CHECK(pending_looks_into(&pending, &conflict, now));
    CHECK_SAME(pending_next(&pending, &view, now), PENDING_WAIT);
    return pending;
}

static void a_conflict_over_the_same_state_is_signed_once_more(void)
{
    uint8_t message[COMMAND_RAW_SIZE];
    const struct ack conflict = {.result = RESULT_CONFLICT, .sequence = 7};
    struct pending pending = conflicted(100);
    hear(2, 6);
    CHECK_SAME(pending_next(&pending, &view, 200), PENDING_SIGN);
    send(&pending, 2, 200, message);
    CHECK_SAME(pending_next(&pending, &view, 300), PENDING_WAIT);
    CHECK(!pending_looks_into(&pending, &conflict, 300));
}

static void a_conflict_over_another_state_stands(void)
{
    struct pending pending = conflicted(100);
    struct epoch moved = {.boot = 1, .turn = 2, .sequence = 6, .state = DOOR_OPENING};
    CHECK_SAME(door_view_take(&view, speaker_epoch(&door, moved)), EPOCH_TAKEN);
    CHECK_SAME(pending_next(&pending, &view, 200), PENDING_STANDS);
}

static void a_conflict_that_no_epoch_explains_stands(void)
{
    struct pending pending = conflicted(100);
    CHECK_SAME(pending_next(&pending, &view, 100 + 2499), PENDING_WAIT);
    CHECK_SAME(pending_next(&pending, &view, 100 + 2500), PENDING_STANDS);
}

static void no_other_answer_is_looked_into(void)
{
    for (unsigned result = 0; result < 256; result++) {
        const struct ack ack = {.result = (uint8_t)result};
        struct pending pending = pending_asked(ACTION_OPEN, 0, 0);
        CHECK_SAME(pending_looks_into(&pending, &ack, 0), result == RESULT_CONFLICT);
    }
}

int main(void)
{
    struct failure failure;
    speaker_begin(&door);
    speaker_begin(&stranger);
    CHECK(key_generate(&owner, &failure));
    RUN(nothing_is_signed_before_the_door_has_spoken);
    RUN(the_command_says_what_the_door_said);
    RUN(it_is_signed_again_after_three_seconds_over_a_newer_epoch_only);
    RUN(over_another_state_nothing_is_signed_again_but_a_stop);
    RUN(it_is_given_up_after_ten_seconds);
    RUN(the_nonce_rises_also_where_the_clock_does_not);
    RUN(no_more_than_four_are_signed);
    RUN(an_ack_to_any_of_the_commands_is_the_answer);
    RUN(an_ack_of_a_stranger_or_to_another_command_is_none);
    RUN(a_conflict_over_the_same_state_is_signed_once_more);
    RUN(a_conflict_over_another_state_stands);
    RUN(a_conflict_that_no_epoch_explains_stands);
    RUN(no_other_answer_is_looked_into);
    EVP_PKEY_free(owner);
    speaker_end(&door);
    speaker_end(&stranger);
    return check_verdict();
}
