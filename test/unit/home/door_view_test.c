#include "home/link/door_view.h"
#include "test/support/check.h"
#include "test/support/random.h"
#include "test/unit/home/speaker.h"

#include <string.h>

static struct speaker door;
static struct speaker stranger;

static const time_t now = 1772368496;

static struct door_view fresh_view(void)
{
    struct door_view view;
    CHECK(door_view_init(&view, door.identity));
    return view;
}

static struct epoch at(uint32_t boot, uint32_t turn, uint32_t event, uint16_t sequence,
                       uint64_t unix_seconds)
{
    return (struct epoch){.boot = boot,
                          .turn = turn,
                          .event_number = event,
                          .sequence = sequence,
                          .unix_seconds = unix_seconds,
                          .state = DOOR_CLOSED};
}

static void what_the_door_signed_is_taken(void)
{
    struct door_view view = fresh_view();
    CHECK(!view.known);
    CHECK_SAME(door_view_take(&view, speaker_epoch(&door, at(3, 7, 2, 9, 5))), EPOCH_TAKEN);
    CHECK(view.known);
    CHECK_SAME(view.epoch.boot, 3);
    CHECK_SAME(view.epoch.sequence, 9);
}

static void a_strangers_word_is_refused_even_under_the_doors_name(void)
{
    struct door_view view = fresh_view();
    CHECK_SAME(door_view_take(&view, speaker_epoch(&stranger, at(1, 1, 1, 1, 1))), EPOCH_REFUSED);
    struct speaker liar = stranger;
    memcpy(liar.door8, door.door8, DOOR8_SIZE);
    CHECK_SAME(door_view_take(&view, speaker_epoch(&liar, at(1, 1, 1, 1, 1))), EPOCH_REFUSED);
    CHECK(!view.known);
}

static void any_flipped_bit_and_any_truncation_is_refused(void)
{
    struct door_view view = fresh_view();
    uint8_t message[EPOCH_SIZE];
    memcpy(message, speaker_epoch(&door, at(1, 1, 1, 1, 1)).at, sizeof(message));
    for (size_t i = 0; i < sizeof(message); i++) {
        message[i] ^= 0x20;
        CHECK_SAME(door_view_take(&view, BYTES_OF(message)), EPOCH_REFUSED);
        message[i] ^= 0x20;
        CHECK_SAME(door_view_take(&view, (struct bytes){message, i}), EPOCH_REFUSED);
    }
    CHECK(!view.known);
    CHECK_SAME(door_view_take(&view, BYTES_OF(message)), EPOCH_TAKEN);
}

static void the_view_never_goes_back(void)
{
    // Each is newer than the one above it, by boot, turn, event, sequence, then clock.
    const struct epoch order[] = {
        at(1, 9, 9, 9, 9),     at(2, 0, 0, 0, 0), at(2, 1, 0, 0, 0), at(2, 1, 1, 0, 0),
        at(2, 1, 1, 1, 0),     at(2, 1, 1, 1, 7), at(2, 1, 1, 2, 3), at(2, 1, 2, 1, 1),
        at(2, 2, 0, 65535, 0), at(2, 2, 0, 0, 0), at(3, 0, 0, 0, 0),
    };
    const size_t count = sizeof(order) / sizeof(order[0]);
    for (size_t later = 0; later < count; later++) {
        for (size_t earlier = 0; earlier <= later; earlier++) {
            struct door_view view = fresh_view();
            CHECK_SAME(door_view_take(&view, speaker_epoch(&door, order[later])), EPOCH_TAKEN);
            CHECK_SAME(door_view_take(&view, speaker_epoch(&door, order[earlier])), EPOCH_OLDER);
            CHECK_SAME(view.epoch.turn, order[later].turn);
        }
    }
}

static void any_shuffle_of_what_was_said_ends_at_the_newest(void)
{
    struct random source = random_from(20260301);
    for (int round = 0; round < 20; round++) {
        struct door_view view = fresh_view();
        uint32_t newest = 0;
        for (int i = 0; i < 20; i++) {
            const uint32_t turn = random_below(&source, 50);
            newest = turn > newest ? turn : newest;
            const enum epoch_answer answer =
                door_view_take(&view, speaker_epoch(&door, at(1, turn, 0, 0, 0)));
            CHECK(answer != EPOCH_REFUSED);
            CHECK_SAME(view.epoch.turn, newest);
        }
    }
}

static void fresh_is_within_150_seconds_of_our_clock_either_way(void)
{
    struct epoch epoch = at(1, 1, 1, 1, (uint64_t)now);
    CHECK(epoch_is_fresh(&epoch, now));
    CHECK(epoch_is_fresh(&epoch, now + 150));
    CHECK(epoch_is_fresh(&epoch, now - 150));
    CHECK(!epoch_is_fresh(&epoch, now + 151));
    CHECK(!epoch_is_fresh(&epoch, now - 151));
    epoch.unix_seconds = 0;
    CHECK(!epoch_is_fresh(&epoch, now));
    CHECK(!epoch_is_fresh(&epoch, 0));
    epoch.unix_seconds = UINT64_MAX;
    CHECK(!epoch_is_fresh(&epoch, now));
}

static void a_door_without_the_time_or_a_minute_off_wants_it(void)
{
    struct epoch epoch = at(1, 1, 1, 1, (uint64_t)now);
    CHECK(!epoch_wants_time(&epoch, now));
    CHECK(!epoch_wants_time(&epoch, now + 60));
    CHECK(epoch_wants_time(&epoch, now + 61));
    CHECK(epoch_wants_time(&epoch, now - 61));
    epoch.unix_seconds = 0;
    CHECK(epoch_wants_time(&epoch, now));
}

int main(void)
{
    speaker_begin(&door);
    speaker_begin(&stranger);
    RUN(what_the_door_signed_is_taken);
    RUN(a_strangers_word_is_refused_even_under_the_doors_name);
    RUN(any_flipped_bit_and_any_truncation_is_refused);
    RUN(the_view_never_goes_back);
    RUN(any_shuffle_of_what_was_said_ends_at_the_newest);
    RUN(fresh_is_within_150_seconds_of_our_clock_either_way);
    RUN(a_door_without_the_time_or_a_minute_off_wants_it);
    speaker_end(&door);
    speaker_end(&stranger);
    return check_verdict();
}
