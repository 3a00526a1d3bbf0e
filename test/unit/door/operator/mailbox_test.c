#include "door/operator/mailbox.h"
#include "test/support/check.h"

static void it_takes_one_permit_at_a_time_until_its_answer_was_taken(void)
{
    struct mailbox box;
    mailbox_init(&box);
    const struct permit first = {.action = ACTION_OPEN, .sequence = 1};
    const struct permit second = {.action = ACTION_CLOSE, .sequence = 2};
    struct permit taken = {.sequence = 0};
    CHECK(!mailbox_take_permit(&box, &taken));
    CHECK(mailbox_offer(&box, &first));
    CHECK(!mailbox_offer(&box, &second));
    CHECK(mailbox_take_permit(&box, &taken));
    CHECK_SAME(taken.sequence, 1);
    CHECK(!mailbox_take_permit(&box, &taken));
    mailbox_answer(&box, &(struct answer){.sequence = 7});
    CHECK(!mailbox_offer(&box, &second));
    struct answer answer = {.sequence = 0};
    CHECK(mailbox_take_answer(&box, &answer));
    CHECK_SAME(answer.sequence, 7);
    CHECK(!mailbox_take_answer(&box, &answer));
    CHECK(mailbox_offer(&box, &second));
}

static void what_happened_comes_out_in_its_order(void)
{
    struct mailbox box;
    mailbox_init(&box);
    struct occurrence taken = {.presses = 0};
    CHECK(!mailbox_take_occurrence(&box, &taken));
    uint8_t told = 0;
    uint8_t heard = 0;
    for (unsigned round = 0; round < 50; round++) {
        for (unsigned i = 0; i < round % OCCURRENCES_MOST + 1; i++) {
            mailbox_tell(&box, &(struct occurrence){.presses = told++});
        }
        while (mailbox_take_occurrence(&box, &taken)) {
            CHECK_SAME(taken.presses, heard++);
        }
    }
    CHECK_SAME(told, heard);
    CHECK_SAME(box.dropped, 0);
}

static void when_it_is_full_the_newest_are_dropped_and_counted(void)
{
    struct mailbox box;
    mailbox_init(&box);
    for (unsigned i = 0; i < OCCURRENCES_MOST + 3; i++) {
        mailbox_tell(&box, &(struct occurrence){.presses = (uint8_t)i});
    }
    CHECK_SAME(box.dropped, 3);
    struct occurrence taken = {.presses = 0};
    for (unsigned i = 0; i < OCCURRENCES_MOST; i++) {
        CHECK(mailbox_take_occurrence(&box, &taken));
        CHECK_SAME(taken.presses, i);
    }
    CHECK(!mailbox_take_occurrence(&box, &taken));
}

static void before_the_first_step_its_snapshot_knows_nothing(void)
{
    struct mailbox box;
    mailbox_init(&box);
    CHECK_SAME(box.snapshot.state, DOOR_UNKNOWN);
    CHECK_SAME(box.snapshot.position, POSITION_UNKNOWN);
    CHECK(!box.policy.unattended_close);
}

int main(void)
{
    RUN(it_takes_one_permit_at_a_time_until_its_answer_was_taken);
    RUN(what_happened_comes_out_in_its_order);
    RUN(when_it_is_full_the_newest_are_dropped_and_counted);
    RUN(before_the_first_step_its_snapshot_knows_nothing);
    return check_verdict();
}
